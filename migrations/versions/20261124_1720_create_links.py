"""Create link codes, one for each layanan and titik."""

from __future__ import annotations

revision = "20261124_1720"
down_revision = "20261124_1710"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
