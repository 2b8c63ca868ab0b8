"""Create tokens of the API."""

from __future__ import annotations

revision = "20261124_1800"
down_revision = "20261124_1790"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
