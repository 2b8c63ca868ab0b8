"""Create link codes, one for each layanan and titik, and the short-lived traces of what came through them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.walls import open_to_app, protect

revision = "20261124_1720"
down_revision = "20261124_1710"


def upgrade() -> None:
    op.create_table(
        "link_codes",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("titik_id", sa.Uuid(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_link_codes_opd_id")),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id", "layanan_id"], ["layanan.opd_id", "layanan.id"], name="fk_own_layanan_id"),
        sa.ForeignKeyConstraint(["opd_id", "titik_id"], ["titik.opd_id", "titik.id"], name="fk_own_titik_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_link_codes_code")),
        sa.UniqueConstraint("opd_id", "layanan_id", "titik_id", name=op.f("uq_link_codes_opd_id_layanan_id_titik_id")),
        sa.UniqueConstraint("opd_id", "id", name=op.f("uq_link_codes_opd_id_id")),
    )
    op.create_table(
        "device_salts",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_device_salts_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "day", name=op.f("pk_device_salts")),
    )
    op.create_table(
        "link_traces",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("device_key", sa.String(), nullable=False),
        sa.Column("network_key", sa.String(), nullable=False),
        sa.Column("vector", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_link_traces_opd_id")),
        sa.ForeignKeyConstraint(["opd_id", "link_id"], ["link_codes.opd_id", "link_codes.id"], name="fk_own_link_id"),
        sa.PrimaryKeyConstraint("opd_id", "response_id", name=op.f("pk_link_traces")),
    )
    op.create_index("ix_link_traces_opd_id_link_id_at", "link_traces", ["opd_id", "link_id", "at"])
    open_to_app("link_codes", "SELECT, INSERT, UPDATE")  # a code on a poster is never taken back, only switched off
    protect("device_salts", "SELECT, INSERT, DELETE")
    protect("link_traces", "SELECT, INSERT, DELETE")


def downgrade() -> None:
    op.drop_table("link_traces")
    op.drop_table("device_salts")
    op.drop_table("link_codes")
