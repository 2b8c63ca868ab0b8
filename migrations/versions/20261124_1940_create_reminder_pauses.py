"""Create pauses of reminders. The reason is forgotten with its row, so the app may delete; what was paused never changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.walls import protect

revision = "20261124_1940"
down_revision = "20261124_1938"


def upgrade() -> None:
    op.create_table(
        "reminder_pauses",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("periode_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("end_note", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_reminder_pauses_reason_given")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by = '')", name=op.f("ck_reminder_pauses_end_whole")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_reminder_pauses_membership_id")),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_reminder_pauses_opd_id")),
        sa.ForeignKeyConstraint(["periode_id"], ["periode.id"], name=op.f("fk_reminder_pauses_periode_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reminder_pauses_user_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_reminder_pauses")),
    )
    op.create_index("ix_reminder_pauses_opd_id_periode_id", "reminder_pauses", ["opd_id", "periode_id", "user_id"])
    protect("reminder_pauses", "SELECT, INSERT, DELETE, UPDATE (ended_at, ended_by, end_note)")


def downgrade() -> None:
    op.drop_table("reminder_pauses")
