"""Create single-use codes for respondents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.walls import open_to_app, protect

revision = "20261124_1750"
down_revision = "20261124_1740"


def upgrade() -> None:
    op.create_table(
        "ticket_batches",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("titik_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint("count BETWEEN 1 AND 500", name=op.f("ck_ticket_batches_count_handy")),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_ticket_batches_opd_id")),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id", "layanan_id"], ["layanan.opd_id", "layanan.id"], name="fk_own_layanan_id"),
        sa.ForeignKeyConstraint(["opd_id", "titik_id"], ["titik.opd_id", "titik.id"], name="fk_own_titik_id"),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_ticket_batches")),
    )
    op.create_table(
        "tickets",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("response_id", sa.Uuid()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(used_at IS NULL) = (response_id IS NULL)", name=op.f("ck_tickets_used_whole")),
        sa.ForeignKeyConstraint(
            ["opd_id", "batch_id"], ["ticket_batches.opd_id", "ticket_batches.id"], name="fk_own_batch_id"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
    )
    op.create_index("ix_tickets_code_hash", "tickets", ["code_hash"], unique=True)
    op.create_index("ix_tickets_opd_id_batch_id", "tickets", ["opd_id", "batch_id"])
    protect("ticket_batches", "SELECT, INSERT")
    open_to_app("tickets", "SELECT, INSERT, UPDATE")  # a used code stays used; no code is taken back by deleting it


def downgrade() -> None:
    op.drop_table("tickets")
    op.drop_table("ticket_batches")
