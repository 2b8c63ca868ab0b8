"""Create the phones and tablets that may send interviews."""

from __future__ import annotations

revision = "20261124_1710"
down_revision = "20261124_1700"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
