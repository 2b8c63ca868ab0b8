"""Create the city's set-up: test mode, off where a city works already; letters that try the mail server out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.walls import open_to_app

revision = "20261124_1860"
down_revision = "20261124_1800"

KINDS = "'undangan', 'atur_ulang', 'pengingat', 'pengingat_manual', 'tembusan', 'eskalasi', 'ringkasan'"


def upgrade() -> None:
    op.create_table(
        "city_setup",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("test_mode", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(), server_default="", nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_city_setup_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_setup")),
    )
    open_to_app("city_setup", "SELECT, UPDATE")
    op.execute("INSERT INTO city_setup (id, test_mode) SELECT 1, NOT EXISTS (SELECT FROM periode)")
    for table in ("letters", "city_letters"):
        _know(table, f"{KINDS}, 'percobaan'")


def downgrade() -> None:
    op.execute("DELETE FROM city_letters WHERE kind = 'percobaan'")
    for table in ("letters", "city_letters"):
        _know(table, KINDS)
    op.drop_table("city_setup")


def _know(table: str, kinds: str) -> None:
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_kind_known")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_kind_known CHECK (kind IN ({kinds}))")
