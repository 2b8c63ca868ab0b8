"""Create stacks of paper questionnaires that are typed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import protect

revision = "20261124_1740"
down_revision = "20261124_1730"

STATES = "state IN ('terbuka', 'diperiksa', 'selesai', 'dibatalkan')"


def upgrade() -> None:
    op.create_table(
        "paper_batches",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("titik_id", sa.Uuid(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("double_entry", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.CheckConstraint(STATES, name=op.f("ck_paper_batches_state_known")),
        sa.CheckConstraint(
            "first_number >= 1 AND sheets >= 0 AND expected >= 1", name=op.f("ck_paper_batches_counts_positive")
        ),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_paper_batches_opd_id")),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "layanan_id"], ["layanan.opd_id", "layanan.id"], name="fk_own_layanan_id"),
        sa.ForeignKeyConstraint(["opd_id", "titik_id"], ["titik.opd_id", "titik.id"], name="fk_own_titik_id"),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_paper_batches")),
    )
    op.create_table(
        "paper_sheets",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", postgresql.JSONB(), nullable=True),
        sa.Column("first_id", sa.Uuid(), nullable=True),
        sa.Column("second", postgresql.JSONB(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("decided", postgresql.JSONB(), nullable=True),
        sa.Column("response_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("number BETWEEN 1 AND 99999", name=op.f("ck_paper_sheets_number_printable")),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_paper_sheets_opd_id")),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(
            ["opd_id", "batch_id"], ["paper_batches.opd_id", "paper_batches.id"], name="fk_own_batch_id"
        ),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_paper_sheets")),
        sa.UniqueConstraint("opd_id", "batch_id", "number", name=op.f("uq_paper_sheets_opd_id_batch_id_number")),
    )
    protect("paper_batches", "SELECT, INSERT, UPDATE")
    protect("paper_sheets")


def downgrade() -> None:
    op.drop_table("paper_sheets")
    op.drop_table("paper_batches")
