"""Create proposals to exclude answers, and decisions."""

from __future__ import annotations

revision = "20261124_1770"
down_revision = "20261124_1760"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
