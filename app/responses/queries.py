"""Reading answers: counts and lists, never whole tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.responses.models import Response, ResponseState


def iterate_counted(survey_id: UUID) -> Iterator[tuple[UUID, list[int | None], dict[str, int]]]:
    """Yield id, scores and extra scores of the answers that are taken in time and not excluded, by id."""
    rows = db.session.execute(
        select(Response.id, Response.scores, Response.extra_scores)
        .where(
            Response.survey_id == survey_id, Response.state == ResponseState.DITERIMA, Response.excluded_at.is_(None)
        )
        .order_by(Response.id)
        .execution_options(yield_per=2000)
    )
    for row in rows:
        yield row.id, row.scores, row.extra_scores


def count_by_petugas(petugas_id: UUID, since: datetime) -> int:
    """Return how many answers a petugas has recorded since a moment."""
    return (
        db.session.scalar(select(func.count()).where(Response.petugas_id == petugas_id, Response.received_at >= since))
        or 0
    )


def count_late(survey_id: UUID) -> int:
    """Return how many answers arrived after closing."""
    return (
        db.session.scalar(
            select(func.count()).where(Response.survey_id == survey_id, Response.state == ResponseState.SUSULAN)
        )
        or 0
    )
