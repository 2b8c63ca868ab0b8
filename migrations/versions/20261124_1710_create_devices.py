"""Create the phones and tablets that may send interviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import open_to_app, protect

revision = "20261124_1710"
down_revision = "20261124_1700"

GLOBAL = {
    "devices": "SELECT, INSERT, UPDATE",
    "device_setups": "SELECT, INSERT, UPDATE",
}
OWNED = {
    "device_people": "SELECT, INSERT",
    "opd_keys": "SELECT, INSERT",
    "trainings": "SELECT, INSERT",
}


def upgrade() -> None:
    _create_global()
    _create_owned()
    for table, rights in GLOBAL.items():
        open_to_app(table, rights)
    for table, rights in OWNED.items():
        protect(table, rights)
    # A refused body is kept once, however often it is sent.
    op.create_index(
        "uq_quarantine_once", "quarantine", ["opd_id", "response_id", sa.text("md5(body)")], unique=True
    )


def _create_global() -> None:
    op.create_table(
        "devices",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True)),
        sa.Column("app_version", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_devices_opd_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("opd_id", "id", name=op.f("uq_devices_opd_id_id")),
    )
    op.create_index("ix_devices_token_hash", "devices", ["token_hash"], unique=True)
    op.create_table(
        "device_setups",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("device_id", sa.Uuid()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_device_setups_opd_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_device_setups_membership_id")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_device_setups_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_setups")),
    )
    op.create_index("ix_device_setups_code_hash", "device_setups", ["code_hash"], unique=True)
    op.create_index(op.f("ix_device_setups_membership_id"), "device_setups", ["membership_id"])


def _create_owned() -> None:
    op.create_table(
        "device_people",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_device_people_opd_id")),
        sa.ForeignKeyConstraint(["opd_id", "device_id"], ["devices.opd_id", "devices.id"], name="fk_own_device_id"),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_device_people_membership_id")),
        sa.PrimaryKeyConstraint("opd_id", "device_id", "membership_id", name=op.f("pk_device_people")),
    )
    op.create_table(
        "opd_keys",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_with", sa.String(), nullable=False),
        sa.Column("public_key", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("private_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_opd_keys_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "sealed_with", name=op.f("pk_opd_keys")),
    )
    op.create_table(
        "trainings",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_trainings_score_percent")),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_trainings_opd_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_trainings_membership_id")),
        sa.PrimaryKeyConstraint("opd_id", "membership_id", name=op.f("pk_trainings")),
    )


def downgrade() -> None:
    op.drop_index("uq_quarantine_once", table_name="quarantine")
    for table in (*OWNED, "device_setups", "devices"):
        op.drop_table(table)
