"""Create the city's set-up (test mode, off where a city works already; trial letters) and the predecessors of UPP."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import open_to_app, protect

revision = "20261124_1860"
down_revision = "20261124_1840"

KINDS = "'undangan', 'atur_ulang', 'pengingat', 'pengingat_manual', 'tembusan', 'eskalasi', 'ringkasan', 'undangan_survei'"


def upgrade() -> None:
    op.create_table(
        "city_setup",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("test_mode", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(), server_default="", nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_city_setup_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_setup")),
    )
    open_to_app("city_setup", "SELECT, UPDATE")
    op.execute("INSERT INTO city_setup (id, test_mode) SELECT 1, NOT EXISTS (SELECT FROM periode)")
    for table in ("letters", "city_letters"):
        _know(table, f"{KINDS}, 'percobaan'")
    op.create_table(
        "upp_predecessors",
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("old_opd_id", sa.Uuid(), nullable=False),
        sa.Column("old_upp_id", sa.Uuid(), nullable=False),
        sa.Column("old_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_upp_predecessors_opd_id")),
        sa.ForeignKeyConstraint(["old_opd_id"], ["opd.id"], name=op.f("fk_upp_predecessors_old_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "upp_id", "old_opd_id", "old_upp_id", name=op.f("pk_upp_predecessors")),
    )
    protect("upp_predecessors", "SELECT, INSERT")
    _create_adaptations()
    # The trail of the whole city is read by time.
    op.create_index("ix_audit_entries_at", "audit_entries", ["at", "id"])
    op.create_index("ix_city_audit_entries_at", "city_audit_entries", ["at", "id"])


def downgrade() -> None:
    op.execute("DELETE FROM city_letters WHERE kind = 'percobaan'")
    for table in ("letters", "city_letters"):
        _know(table, KINDS)
    op.drop_index("ix_city_audit_entries_at", "city_audit_entries")
    op.drop_index("ix_audit_entries_at", "audit_entries")
    op.drop_table("adaptations")
    op.drop_table("upp_predecessors")
    op.drop_table("city_setup")


def _create_adaptations() -> None:
    op.create_table(
        "adaptations",
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("wordings", postgresql.JSONB(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_by", sa.String(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'disetujui') = (version_id IS NOT NULL)", name=op.f("ck_adaptations_approved_is_version")
        ),
        sa.CheckConstraint(
            "state IN ('draf', 'diajukan', 'dikembalikan', 'disetujui')", name=op.f("ck_adaptations_state_known")
        ),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_adaptations_opd_id")),
        sa.ForeignKeyConstraint(["version_id"], ["questionnaires.id"], name=op.f("fk_adaptations_version_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_adaptations")),
    )
    op.create_index(
        "uq_adaptations_open",
        "adaptations",
        ["opd_id", "upp_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'disetujui'"),
    )
    protect("adaptations", "SELECT, INSERT, UPDATE")


def _know(table: str, kinds: str) -> None:
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_kind_known")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_kind_known CHECK (kind IN ({kinds}))")
