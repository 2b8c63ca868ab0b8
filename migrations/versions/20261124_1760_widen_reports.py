"""Let chapter texts be edited, and keep other documents than the report."""

from __future__ import annotations

revision = "20261124_1760"
down_revision = "20261124_1750"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
