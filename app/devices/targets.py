"""How many interviews a petugas should do today for the survey to reach its target in time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import func, select

from app.accounts.models import Membership
from app.extensions import db
from app.opd.models import Assignment
from app.workdays import NATIONAL_CALENDAR


def day_target(missing: int, today: date, until: date, petugas: int) -> int | None:
    """Return one petugas's share of what is missing this morning, or None where nothing is.

    Spread over the working days that are left (today counts, also when it is none) and the petugas who share the work.

    >>> day_target(100, date(2026, 11, 24), date(2026, 11, 27), 5)
    5
    """
    if missing <= 0:
        return None
    days = max(NATIONAL_CALENDAR.working_days_between(today - timedelta(days=1), until), 1)
    return ceil(missing / (days * max(petugas, 1)))


def count_petugas(upp_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many petugas share the work of each UPP."""
    rows = db.session.execute(
        select(Assignment.upp_id, func.count(Assignment.membership_id.distinct()))
        .join(Membership, Membership.id == Assignment.membership_id)
        .where(Assignment.upp_id.in_(upp_ids), Membership.active)
        .group_by(Assignment.upp_id)
    )
    return {upp_id: count for upp_id, count in rows}
