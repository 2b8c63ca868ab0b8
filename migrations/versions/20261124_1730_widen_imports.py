"""Let an import be prepared, mapped, checked and run in the background; keep results from before Potret."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import APP, protect

revision = "20261124_1730"
down_revision = "20261124_1720"

STATES = "'diunggah', 'dipetakan', 'siap', 'berjalan', 'selesai', 'gagal', 'dibatalkan'"


def upgrade() -> None:
    for column in _columns():
        op.add_column("imports", column)  # what was imported before is finished: the default of `state`
    op.execute("UPDATE imports SET done = rows, finished_at = created_at, started_at = created_at")
    op.create_check_constraint(op.f("ck_imports_state_known"), "imports", f"state IN ({STATES})")
    op.drop_constraint("uq_imports_opd_id_survey_id_sha256", "imports")
    op.create_index(
        "ix_imports_taken", "imports", ["opd_id", "survey_id", "sha256"], unique=True,
        postgresql_where=sa.text("state IN ('berjalan', 'selesai')"),
    )  # fmt: skip
    op.create_index(
        "ix_imports_running", "imports", ["opd_id", "survey_id"], unique=True, postgresql_where=sa.text("state = 'berjalan'")
    )
    op.execute(f"GRANT UPDATE ON imports TO {APP}")
    _create_imported_rows()
    _create_past_results()
    op.add_column("followups", sa.Column("past_year", sa.Integer()))


def downgrade() -> None:
    op.drop_column("followups", "past_year")
    op.drop_table("past_results")
    op.drop_table("imported_rows")
    op.execute(f"REVOKE UPDATE ON imports FROM {APP}")
    op.execute("DELETE FROM imports WHERE state <> 'selesai'")
    op.drop_index("ix_imports_running", table_name="imports")
    op.drop_index("ix_imports_taken", table_name="imports")
    op.create_unique_constraint("uq_imports_opd_id_survey_id_sha256", "imports", ["opd_id", "survey_id", "sha256"])
    op.drop_constraint(op.f("ck_imports_state_known"), "imports")
    for column in reversed(_columns()):
        op.drop_column("imports", column.name)


def _columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("state", sa.String(40), server_default="selesai", nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("plan", postgresql.JSONB()),
        sa.Column("findings", postgresql.JSONB()),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.String(), server_default="", nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("actor_role", sa.String(), server_default="", nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
    )


def _create_imported_rows() -> None:
    op.create_table(
        "imported_rows",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "import_id"], ["imports.opd_id", "imports.id"], name="fk_own_import_id"),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_imported_rows_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "import_id", "number", name=op.f("pk_imported_rows")),
    )
    op.create_index("ix_imported_rows_fingerprint", "imported_rows", ["opd_id", "survey_id", "fingerprint"])
    protect("imported_rows", "SELECT, INSERT")


def _create_past_results() -> None:
    op.create_table(
        "past_results",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("ikm", sa.Numeric(5, 2), nullable=False),
        sa.Column("nrr", postgresql.JSONB(), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('masyarakat', 'internal')", name=op.f("ck_past_results_kind_known")),
        sa.CheckConstraint("year BETWEEN 2004 AND 2100", name=op.f("ck_past_results_year_possible")),
        sa.CheckConstraint("ikm BETWEEN 25 AND 100", name=op.f("ck_past_results_ikm_25_to_100")),
        sa.CheckConstraint("respondents > 0", name=op.f("ck_past_results_respondents_positive")),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_past_results_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_past_results")),
        sa.UniqueConstraint("opd_id", "upp_id", "year", "kind", name=op.f("uq_past_results_opd_id_upp_id_year_kind")),
    )
    protect("past_results")
