"""What reads the whole city cannot read password hashes; who has joined is a column of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261124_1937"
down_revision = "20261124_1935"
READ = (
    "id, email, name, password_changed_at, active, demo, last_sign_in_at, email_trouble, created_at, failed_sign_ins,"
    " last_failed_at, joined"
)


def upgrade() -> None:
    op.add_column(
        "users",
        sa.Column("joined", sa.Boolean(), sa.Computed("password_hash IS NOT NULL", persisted=True), nullable=False),
    )
    op.execute("REVOKE SELECT ON users FROM potret_reader")
    op.execute(f"GRANT SELECT ({READ}) ON users TO potret_reader")


def downgrade() -> None:
    op.execute(f"REVOKE SELECT ({READ}) ON users FROM potret_reader")
    op.execute("GRANT SELECT ON users TO potret_reader")
    op.drop_column("users", "joined")
