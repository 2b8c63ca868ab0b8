"""Create single-use codes for respondents."""

from __future__ import annotations

revision = "20261124_1750"
down_revision = "20261124_1740"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
