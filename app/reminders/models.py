"""Who is not reminded for a while, and why."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified
from app.tenancy.models import OpdOwned


class ReminderPause(Identified, OpdOwned, Base):
    """A person is not reminded about the OPD up to and including a day, unless the pause was ended before.

    `membership_id` says in which role they paused, so how they are shown; the pause is the person's, in all their roles.
    """

    __tablename__ = "reminder_pauses"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(ended_at IS NULL) = (ended_by = '')", name="end_whole"),
        Index("ix_reminder_pauses_opd_id_periode_id", "opd_id", "periode_id", "user_id"),
    )

    periode_id: Mapped[UUID] = mapped_column(ForeignKey("periode.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    until: Mapped[date]
    reason: Mapped[str]  # in their own words, for Bagian Organisasi only; never in the trail, which forgets nothing
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(default="")
    end_note: Mapped[str] = mapped_column(default="")  # of Bagian Organisasi; empty where the person resumed
