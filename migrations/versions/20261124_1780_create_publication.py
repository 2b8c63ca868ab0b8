"""Create the record of published results and of the media used."""

from __future__ import annotations

revision = "20261124_1780"
down_revision = "20261124_1770"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
