"""Side effects as rows: written with the change that causes them, claimed by the relay, finished by a worker.

Global, since the relay claims across OPDs; a row holds ids, never data of an OPD.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Numbered, one_of


class OutboxState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"  # gave up after too many attempts; visible on the operations page


class OutboxRow(Numbered, Base):
    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", OutboxState),
        Index("ix_outbox_due", "due_at", postgresql_where=text("state = 'waiting'")),
    )

    topic: Mapped[str]
    opd_id: Mapped[UUID | None] = mapped_column(ForeignKey("opd.id"))
    payload: Mapped[dict[str, Any]]
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]  # also moved forward by a claim, so a claim that goes stale comes back by itself
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
