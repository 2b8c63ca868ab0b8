"""What was forgotten in which night, and what people ask about their data. Both are the city's, of no single OPD."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Numbered, one_of
from app.privacy.states import RequestKind, RequestState, RequestWay


class RetentionRun(Base):
    """One rule of retention.py in one night, over all OPD: counts, never what it was."""

    __tablename__ = "retention_runs"

    at: Mapped[datetime] = mapped_column(primary_key=True)  # of the night, the same for all its rules
    rule: Mapped[str] = mapped_column(primary_key=True)
    removed: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)  # OPD (or the city) in which the rule could not be carried out


class DataRequest(Numbered, Base):
    """What a person asks about their own data (UU 27/2022), to be answered within 3 × 24 hours.

    Who asked is forgotten a year after the answer; number, kind and times stay.
    """

    __tablename__ = "data_requests"
    __table_args__ = (
        one_of("kind", RequestKind),
        one_of("way", RequestWay),
        one_of("state", RequestState),
        CheckConstraint("(state IN ('dipenuhi', 'tidak_dapat')) = (answered_at IS NOT NULL)", name="answered_whole"),
    )

    token: Mapped[UUID] = mapped_column(unique=True)  # of the form, so that one that is sent twice is one request
    kind: Mapped[RequestKind]
    way: Mapped[RequestWay]
    state: Mapped[RequestState] = mapped_column(default=RequestState.DITERIMA)
    name: Mapped[str]
    contact: Mapped[str]
    text: Mapped[str]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(default="")  # who typed a letter in; "" for the public form
    handled_by: Mapped[str] = mapped_column(default="")
    handled_at: Mapped[datetime | None]
    hurried_at: Mapped[datetime | None]  # when Bagian Organisasi was told that it is nearly due
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]

    @property
    def number(self) -> str:
        """Return what both sides call it: PD-2026-0007."""
        return f"PD-{self.received_at.year}-{self.id:04}"

    @property
    def open(self) -> bool:
        return self.answered_at is None
