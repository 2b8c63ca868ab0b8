"""Let a periode be adapted: questionnaire versions, reported results, verification notes."""

from __future__ import annotations

revision = "20261124_1790"
down_revision = "20261124_1780"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
