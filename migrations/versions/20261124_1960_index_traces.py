"""Let the look-ups of a link's traces by network find theirs by index: a viral link's last minutes are many."""

from __future__ import annotations

from alembic import op

revision = "20261124_1960"
down_revision = "20261124_1950"

NAME = "ix_link_traces_opd_id_link_id_network_key_at"


def upgrade() -> None:
    op.create_index(NAME, "link_traces", ["opd_id", "link_id", "network_key", "at"])


def downgrade() -> None:
    op.drop_index(NAME, "link_traces")
