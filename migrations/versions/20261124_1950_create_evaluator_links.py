"""Create links of evaluators. What a link opens never changes; the city's readings ask for none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import open_to_app

revision = "20261124_1950"
down_revision = "20261124_1940"


def upgrade() -> None:
    op.create_table(
        "evaluator_links",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("periode_id", sa.Uuid(), nullable=False),
        sa.Column("opd_ids", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_evaluator_links_expires_later")),
        sa.CheckConstraint("opd_ids IS NULL OR cardinality(opd_ids) > 0", name=op.f("ck_evaluator_links_some_opd")),
        sa.ForeignKeyConstraint(["periode_id"], ["periode.id"], name=op.f("fk_evaluator_links_periode_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluator_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_evaluator_links_token_hash")),
    )
    open_to_app("evaluator_links", "SELECT, INSERT, DELETE, UPDATE (uses, last_used_at, revoked_at, revoked_by)")
    op.execute("REVOKE SELECT ON evaluator_links FROM potret_reader")


def downgrade() -> None:
    op.drop_table("evaluator_links")
