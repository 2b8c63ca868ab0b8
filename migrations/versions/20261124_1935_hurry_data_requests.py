"""A data request that is nearly due is told once more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261124_1935"
down_revision = "20261124_1930"


def upgrade() -> None:
    op.add_column("data_requests", sa.Column("hurried_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("data_requests", "hurried_at")
