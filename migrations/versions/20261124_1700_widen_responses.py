"""Say of every answer how it came: device, ticket, paper, screens, notice, clock, flags; and decide on late ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261124_1700"
down_revision = "20261124_1015"

MARKS = "flags, late_decision, late_reason, late_decided_at, late_decided_by"


def columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("device_id", sa.Uuid()),
        sa.Column("ticket_id", sa.Uuid()),
        sa.Column("batch_id", sa.Uuid()),
        sa.Column("ui_version", sa.String(), server_default="", nullable=False),
        sa.Column("notice_version", sa.String(), server_default="", nullable=False),
        sa.Column("clock_offset", sa.Integer()),
        sa.Column("flags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("late_decision", sa.String()),
        sa.Column("late_reason", sa.String()),
        sa.Column("late_decided_at", sa.DateTime(timezone=True)),
        sa.Column("late_decided_by", sa.String()),
    )


def upgrade() -> None:
    for column in columns():
        op.add_column("responses", column)
    op.create_check_constraint(
        op.f("ck_responses_late_decision_known"), "responses", "late_decision IN ('dihitung', 'tidak_dihitung')"
    )
    # Marks beside an answer; the answer itself stays as it was said.
    op.execute(f"GRANT UPDATE ({MARKS}) ON responses TO potret_app")
    op.add_column("quarantine", sa.Column("reason", sa.String(), server_default="", nullable=False))
    op.add_column("quarantine", sa.Column("device_id", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("quarantine", "device_id")
    op.drop_column("quarantine", "reason")
    op.drop_constraint(op.f("ck_responses_late_decision_known"), "responses")
    for column in reversed(columns()):
        op.drop_column("responses", column.name)
