"""Add, claim, finish and fail rows of the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, text, update

from app import clock
from app.extensions import db
from app.outbox.models import OutboxRow, OutboxState
from app.outbox.topics import Topic

# A claim that nobody finished comes back after this time: longer than a task may run (workers/app.py).
LEASE = timedelta(minutes=6)
MAX_ATTEMPTS = 8
POISON = " (dicoba berulang kali tanpa selesai)"
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))


@dataclass(frozen=True)
class Claim:
    id: int
    topic: Topic
    opd_id: UUID | None
    payload: dict[str, Any]
    attempts: int


def add(topic: Topic, *, opd_id: UUID | None = None, due_at: datetime | None = None, **payload: Any) -> None:
    """Ask for a side effect in the transaction of its cause; the relay is woken when that commits."""
    now = clock.now()
    db.session.add(
        OutboxRow(
            topic=topic.value,
            opd_id=opd_id,
            payload={key: str(value) if isinstance(value, UUID) else value for key, value in payload.items()},
            due_at=due_at or now,
            created_at=now,
        )
    )
    db.session.execute(text("NOTIFY outbox"))


def claim(limit: int = 50) -> list[Claim]:
    """Take due rows for the relay: no other relay takes them until the lease is over.

    A claim is no try yet: however long the broker or the workers are away, the row waits for them. One that was begun
    again and again and neither finished nor failed kills its workers: it is parked.
    """
    now = clock.now()
    db.session.execute(
        update(OutboxRow)
        .where(OutboxRow.state == OutboxState.WAITING, OutboxRow.due_at <= now, OutboxRow.attempts >= MAX_ATTEMPTS)
        .values(state=OutboxState.PARKED, finished_at=now, last_error=func.coalesce(OutboxRow.last_error, "") + POISON)
    )
    due = (
        select(OutboxRow.id)
        .where(OutboxRow.state == OutboxState.WAITING, OutboxRow.due_at <= now)
        .order_by(OutboxRow.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = db.session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(due))
        .values(due_at=now + LEASE)
        .returning(OutboxRow.id, OutboxRow.topic, OutboxRow.opd_id, OutboxRow.payload, OutboxRow.attempts)
        .execution_options(synchronize_session=False)
    )
    return [Claim(row.id, Topic(row.topic), row.opd_id, row.payload, row.attempts) for row in rows]


def begin(row_id: int) -> bool:
    """A try begins; committed before the work, it counts also when who tries is killed.

    False for a row that is done, that somebody is at, or that was tried often enough.
    """
    free = select(OutboxRow.id).where(
        OutboxRow.id == row_id,
        OutboxRow.state == OutboxState.WAITING,
        OutboxRow.attempts < MAX_ATTEMPTS,  # the broker hands a killer out again at once, without asking claim()
    )
    begun = db.session.scalar(
        update(OutboxRow)
        .where(OutboxRow.id.in_(free.with_for_update(skip_locked=True)))
        .values(attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return begun is not None


def find(row_id: int) -> Claim | None:
    """Return a row that still waits to be done, locked until the transaction ends; None if it is done or being done."""
    row = db.session.scalar(
        select(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.state == OutboxState.WAITING)
        .with_for_update(skip_locked=True)
    )
    return Claim(row.id, Topic(row.topic), row.opd_id, row.payload, row.attempts) if row else None


def is_waiting(topic: Topic, **payload: Any) -> bool:
    """Return whether something is still to be done: a row of the topic that carries all of this payload."""
    wanted = {key: str(value) if isinstance(value, UUID) else value for key, value in payload.items()}
    waiting = exists().where(
        OutboxRow.state == OutboxState.WAITING, OutboxRow.topic == topic.value, OutboxRow.payload.contains(wanted)
    )
    return bool(db.session.scalar(select(waiting)))


def finish(row_id: int) -> None:
    """Mark the row as done."""
    db.session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row_id)
        .values(state=OutboxState.DONE, finished_at=clock.now(), last_error="")
    )


def fail(row_id: int, error: str, *, attempts: int) -> None:
    """Count a failure: try again later, or park the row where people can see it."""
    values: dict[str, Any] = {"last_error": error[:500]}
    if attempts >= MAX_ATTEMPTS:
        values |= {"state": OutboxState.PARKED, "finished_at": clock.now()}
    else:
        values |= {"due_at": clock.now() + BACKOFF[min(attempts, len(BACKOFF)) - 1]}
    db.session.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(**values))
