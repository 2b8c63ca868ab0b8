"""Remember since when a link is switched off: a kiosk may send later what was answered before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261124_1810"
down_revision = "20261124_1800"


def upgrade() -> None:
    op.add_column("link_codes", sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE link_codes SET deactivated_at = now() WHERE NOT active")


def downgrade() -> None:
    op.drop_column("link_codes", "deactivated_at")
