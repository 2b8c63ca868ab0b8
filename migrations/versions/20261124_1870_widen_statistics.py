"""Widen the statistics: sums of each unsur over complete answers, and the saran by theme; marks on saran dealt with.

The statistics hold sums that only the answers can give, so they are emptied, and every counted answer waits to be folded
again: the workers do that within minutes, and a survey that is closed before folds its own at once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import protect

revision = "20261124_1870"
down_revision = "20261124_1860"
LATE = "ix_responses_opd_id_survey_id_late"


def upgrade() -> None:
    op.execute("DELETE FROM pending_folds")
    op.execute("DELETE FROM daily_counts")
    op.execute("DELETE FROM tallies")
    op.add_column("tallies", sa.Column("sums", postgresql.ARRAY(sa.BigInteger()), nullable=False))
    op.create_table(
        "saran_entries",
        *_keys("response_id"),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("themes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        *_references("saran_entries"),
        _of_response(),
        _of_layanan(),
        sa.PrimaryKeyConstraint("opd_id", "response_id", name=op.f("pk_saran_entries")),
    )
    op.create_index("ix_saran_entries_opd_id_survey_id_day", "saran_entries", ["opd_id", "survey_id", "day"])
    op.create_table(
        "saran_tallies",
        *_keys(),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        *_references("saran_tallies"),
        _of_layanan(),
        sa.PrimaryKeyConstraint("opd_id", "survey_id", "layanan_id", "theme", name=op.f("pk_saran_tallies")),
    )
    op.create_table(
        "saran_marks",
        *_keys("response_id"),
        sa.Column("followup_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_by", sa.String(), nullable=False),
        *_references("saran_marks"),
        _of_response(),
        sa.ForeignKeyConstraint(
            ["opd_id", "followup_id"],
            ["followups.opd_id", "followups.id"],
            name="fk_own_followup_id",
            ondelete="SET NULL (followup_id)",
        ),
        sa.PrimaryKeyConstraint("opd_id", "response_id", name=op.f("pk_saran_marks")),
    )
    op.create_index("ix_saran_marks_opd_id_survey_id", "saran_marks", ["opd_id", "survey_id"])
    for table in ("saran_entries", "saran_tallies", "saran_marks"):
        protect(table)
    op.create_index(LATE, "responses", ["opd_id", "survey_id"], postgresql_where=sa.text("state = 'susulan'"))
    op.execute(
        "INSERT INTO pending_folds (opd_id, response_id, sign)"
        " SELECT opd_id, id, 1 FROM responses WHERE state = 'diterima' AND excluded_at IS NULL"
    )


def downgrade() -> None:
    op.drop_index(LATE, table_name="responses", postgresql_where=sa.text("state = 'susulan'"))
    for table in ("saran_marks", "saran_tallies", "saran_entries"):
        op.drop_table(table)
    op.drop_column("tallies", "sums")


def _keys(own: str | None = None) -> list[sa.Column]:
    names = ["opd_id", "upp_id", *([own] if own else []), "survey_id"]
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in names]


def _references(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f(f"fk_{table}_opd_id")),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
    ]


def _of_response() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["opd_id", "response_id"], ["responses.opd_id", "responses.id"], name="fk_own_response_id"
    )


def _of_layanan() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["opd_id", "layanan_id"], ["layanan.opd_id", "layanan.id"], name="fk_own_layanan_id")
