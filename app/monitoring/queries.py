"""How much work waits and for how long. Counts of the machine, nothing of an OPD."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from app import clock
from app.compliance.models import Heartbeat
from app.extensions import db
from app.letters.models import CityLetter, Letter, LetterState
from app.outbox.models import OutboxRow, OutboxState
from app.responses.models import PendingFold
from app.results.reconciliation import list_alarms
from app.tenancy.scope import all_opds


@dataclass(frozen=True)
class Vitals:
    """Ages in seconds. `heartbeats`: name → age; `letters`: state → how many."""

    heartbeats: Mapping[str, float]
    outbox_waiting: int
    outbox_oldest: float
    outbox_parked: int
    folds_waiting: int
    letters: Mapping[str, int]
    alarms: int


def get_vitals() -> Vitals:
    now = clock.now()
    with all_opds("metrics: how much work waits"):
        heartbeats = {row.name: (now - row.at).total_seconds() for row in db.session.scalars(select(Heartbeat))}
        waiting = OutboxRow.state == OutboxState.WAITING
        count, oldest = db.session.execute(
            select(func.count(), func.min(OutboxRow.created_at)).where(waiting, OutboxRow.due_at <= now)
        ).one()
        parked = _count(select(func.count()).where(OutboxRow.state == OutboxState.PARKED))
        folds = _count(select(func.count()).select_from(PendingFold))
        letters = {state.value: 0 for state in LetterState}
        for table in (Letter, CityLetter):
            for state, number in db.session.execute(select(table.state, func.count()).group_by(table.state)):
                letters[LetterState(state).value] += number
    return Vitals(
        heartbeats=heartbeats,
        outbox_waiting=count,
        outbox_oldest=(now - oldest).total_seconds() if oldest else 0.0,
        outbox_parked=parked,
        folds_waiting=folds,
        letters=letters,
        alarms=len(list_alarms()),
    )


def _count(statement: Select[int]) -> int:
    return db.session.scalar(statement) or 0
