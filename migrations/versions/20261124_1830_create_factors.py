"""Create second factors, known browsers and the checks of the trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.walls import open_to_app

revision = "20261124_1830"
down_revision = "20261124_1820"


def upgrade() -> None:
    # A session of the release before has no proof: its owner is asked once more before a sensitive change.
    op.add_column("sessions", sa.Column("awaits_factor", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sessions", sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_second_factors_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"])
    op.create_table(
        "known_browsers",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_known_browsers_user_id")),
        sa.PrimaryKeyConstraint("user_id", "token_hash", name=op.f("pk_known_browsers")),
    )
    op.create_table(
        "audit_checks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("opd_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("head_id", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.String(), nullable=False),
        sa.Column("broken_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_audit_checks_opd_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_checks")),
    )
    op.create_index("ix_audit_checks_opd_id_id", "audit_checks", ["opd_id", "id"])
    op.create_index("ix_audit_checks_at", "audit_checks", ["at"])
    open_to_app("second_factors")
    open_to_app("recovery_codes")
    open_to_app("known_browsers")
    open_to_app("audit_checks", "SELECT, INSERT")  # what a check found is history too


def downgrade() -> None:
    op.drop_table("audit_checks")
    op.drop_table("known_browsers")
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
    op.drop_column("sessions", "proven_at")
    op.drop_column("sessions", "awaits_factor")
