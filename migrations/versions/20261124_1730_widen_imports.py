"""Let an import be prepared, mapped, checked and run in the background."""

from __future__ import annotations

revision = "20261124_1730"
down_revision = "20261124_1720"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
