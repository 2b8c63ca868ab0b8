"""Which answers of a kiosk should be looked at. Many from one tablet and one network are what a kiosk is for, so only their
pace and their likeness say anything; nothing is refused, and nothing about the tablet is remembered.

What counts is when people answered, not when it arrived: a kiosk without a network sends a whole day at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from app.extensions import db
from app.links import suspicion
from app.links.suspicion import BURST_WITHIN, KIOSK_BURST, RUN, Flag, Signs, Traffic
from app.links.watching import flag_too, usual
from app.responses.intake import Answer
from app.responses.models import Collection, Response


@dataclass(frozen=True)
class Near:
    """Another answer that ended at nearly the same time."""

    id: UUID
    at: datetime


def examine(answer: Answer, signs: Signs) -> tuple[str, ...]:
    """Return the flags of an answer; those that make a burst with it are flagged too."""
    crowd = crowd_around(answer.finished_at, _near(answer))
    if len(crowd) >= KIOSK_BURST:
        flag_too([each.id for each in crowd], Flag.BERUNTUN)
    traffic = Traffic(burst=len(crowd), run=_run(answer))
    norms = usual(answer.survey_id, answer.layanan_id, Collection.KIOS)
    return tuple(flag.value for flag in suspicion.flags(signs, traffic, norms, burst=KIOSK_BURST))


def crowd_around(at: datetime, near: Sequence[Near], within: timedelta = BURST_WITHIN) -> list[Near]:
    """Return the largest group of others that ended with this one inside the time of a burst."""
    starts = [at, *(each.at for each in near if at - within < each.at <= at)]
    groups = [[each for each in near if start <= each.at < start + within] for start in starts]
    return max(groups, key=len)


def _near(answer: Answer) -> list[Near]:
    low, high = answer.finished_at - BURST_WITHIN, answer.finished_at + BURST_WITHIN
    rows = db.session.execute(
        _others(answer)
        # What ended later than `low` arrived later than `low`: the index knows arrivals.
        .where(Response.received_at > low, Response.finished_at > low, Response.finished_at < high)
        .order_by(Response.finished_at)
        .limit(4 * KIOSK_BURST)
    )
    return [Near(row.id, row.finished_at) for row in rows]


def _run(answer: Answer) -> int:
    """Return how many answers before it have the same scores, without one of others in between."""
    before = db.session.execute(
        _others(answer)
        .add_columns(Response.scores)
        .where(
            Response.received_at > answer.finished_at - suspicion.RUN_WITHIN, Response.finished_at <= answer.finished_at
        )
        .order_by(Response.finished_at.desc())
        .limit(RUN - 1)
    ).all()
    return next((place for place, row in enumerate(before) if tuple(row.scores) != answer.scores), len(before))


def _others(answer: Answer) -> Select[UUID, datetime]:
    return select(Response.id, Response.finished_at).where(
        Response.survey_id == answer.survey_id,
        Response.layanan_id == answer.layanan_id,
        Response.titik_id == answer.titik_id,
        Response.collection == Collection.KIOS,
        Response.id != answer.id,
    )
