"""Create stacks of paper questionnaires that are typed in."""

from __future__ import annotations

revision = "20261124_1740"
down_revision = "20261124_1730"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
