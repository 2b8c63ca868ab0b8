"""Reading the inbox of data requests and the log of retention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.privacy.models import DataRequest, RetentionRun
from app.privacy.retention import RULES, Rule

SHOWN = 200


@dataclass(frozen=True)
class RequestLine:
    id: int
    number: str
    kind: str
    way: str
    state: str
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    overdue: bool  # open and late, or answered too late


@dataclass(frozen=True)
class RuleLine:
    """A rule of the register with what the last night did; None where it does nothing by itself, or has not run yet."""

    rule: Rule
    removed: int | None = None
    failed: int = 0


@dataclass(frozen=True)
class Night:
    at: datetime
    removed: int
    failed: int


def list_requests() -> list[RequestLine]:
    """Return the open requests, the most urgent first, then the answered ones, the latest first."""
    rows = db.session.scalars(select(DataRequest).order_by(DataRequest.received_at.desc()).limit(SHOWN)).all()
    now = clock.now()
    lines = [
        RequestLine(row.id, row.number, row.kind.label, row.way.label, row.state.label, row.received_at, row.due_at,
                    row.answered_at, (row.answered_at or now) > row.due_at)
        for row in rows
    ]  # fmt: skip
    waiting = sorted((line for line in lines if line.answered_at is None), key=lambda line: line.due_at)
    return waiting + [line for line in lines if line.answered_at is not None]


def count_open() -> int:
    return db.session.scalar(select(func.count()).where(DataRequest.answered_at.is_(None))) or 0


def get_request(request_id: int) -> DataRequest:
    found = db.session.get(DataRequest, request_id)
    if found is None:
        raise NotFound("Permintaan ini tidak ada.")
    return found


def lock_request(request_id: int) -> DataRequest:
    """Return the request as it is now; of two who answer at once the second waits."""
    found = db.session.scalar(
        select(DataRequest)
        .where(DataRequest.id == request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("Permintaan ini tidak ada.")
    return found


def list_rules() -> list[RuleLine]:
    """Return the whole register with what the last night did."""
    latest = select(func.max(RetentionRun.at)).scalar_subquery()
    runs = {row.rule: row for row in db.session.scalars(select(RetentionRun).where(RetentionRun.at == latest))}
    return [
        RuleLine(rule, runs[rule.key].removed, runs[rule.key].failed) if rule.key in runs else RuleLine(rule)
        for rule in RULES
    ]


def list_nights(count: int = 14) -> Sequence[Night]:
    """Return the last nights, the latest first."""
    statement = (
        select(RetentionRun.at, func.sum(RetentionRun.removed), func.sum(RetentionRun.failed))
        .group_by(RetentionRun.at)
        .order_by(RetentionRun.at.desc())
        .limit(count)
    )
    return [Night(*row) for row in db.session.execute(statement)]
