"""The answers behind a document, row by row: of one survey and one kind of customer, without any name.

Within a day the order is that of a hash, so that a list never tells who came after whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, String, and_, cast, func, or_, select

from app import clock
from app.extensions import db
from app.opd.models import Layanan, Titik
from app.responses.models import Collection, Response, ResponseState

Scores = tuple[int | None, ...]
Said = tuple[Scores, dict[str, int]]  # the nine, and what was said to pertanyaan tambahan


@dataclass(frozen=True)
class AnswerLine:
    """One answer as it stands, counted or not."""

    day: date
    layanan: str
    titik: str
    collection: Collection
    state: ResponseState
    excluded: bool
    exclusion_reason: str
    scores: list[int | None]
    extra_scores: dict[str, int]
    seconds: int | None
    sex: str
    age_band: str
    education: str
    occupation: str
    occupation_other: str
    office_kind: str
    position: str
    saran: str

    @property
    def answered(self) -> int:
        return sum(score is not None for score in self.scores)


def list_counted(survey_id: UUID, layanan_ids: Sequence[UUID], *, as_of: datetime | None) -> list[Said]:
    """Return the scores of the answers that were counted at a moment (when the survey was frozen), or are now."""
    rows = db.session.execute(
        select(Response.scores, Response.extra_scores)
        .where(*_of(survey_id, layanan_ids), _counted(as_of))
        .order_by(_day(), _key())
    )
    return [(tuple(row.scores), row.extra_scores) for row in rows]


def list_answers(survey_id: UUID, layanan_ids: Sequence[UUID]) -> list[AnswerLine]:
    """Return every answer of these layanan, those that do not count included."""
    rows = db.session.execute(
        select(
            _day(), Layanan.name, Titik.name, Response.collection, Response.state, Response.excluded_at.is_not(None),
            func.coalesce(Response.exclusion_reason, ""), Response.scores, Response.extra_scores,
            _seconds(),
            *(func.coalesce(column, "") for column in _PROFILE), Response.saran,
        )
        .join(Layanan, and_(Layanan.opd_id == Response.opd_id, Layanan.id == Response.layanan_id))
        .join(Titik, and_(Titik.opd_id == Response.opd_id, Titik.id == Response.titik_id))
        .where(*_of(survey_id, layanan_ids))
        .order_by(_day(), _key())
        .execution_options(yield_per=2000)
    )  # fmt: skip
    return [AnswerLine(*row) for row in rows]


def stamp(survey_id: UUID, layanan_ids: Sequence[UUID]) -> str:
    """Return a word that changes whenever an answer of these layanan arrives, or a mark beside one changes."""
    row = db.session.execute(
        select(
            func.count(),
            func.count(Response.excluded_at),
            func.max(Response.received_at),
            func.max(Response.excluded_at),
            func.max(Response.late_decided_at),
        ).where(*_of(survey_id, layanan_ids))
    ).one()
    return repr(tuple(row))


def names(upp_id: UUID) -> str:
    """Return the names of the UPP's layanan and titik, which the sheets print."""
    found = [
        list(db.session.scalars(select(model.name).where(model.upp_id == upp_id).order_by(model.id)))
        for model in (Layanan, Titik)
    ]
    return repr(found)


_PROFILE = (
    Response.sex, Response.age_band, Response.education, Response.occupation, Response.occupation_other,
    Response.office_kind, Response.position,
)  # fmt: skip


def _of(survey_id: UUID, layanan_ids: Sequence[UUID]) -> tuple[ColumnElement[bool], ...]:
    return Response.survey_id == survey_id, Response.layanan_id.in_(layanan_ids)


def _counted(as_of: datetime | None) -> ColumnElement[bool]:
    in_time = Response.state == ResponseState.DITERIMA
    if as_of is None:
        return and_(in_time, Response.excluded_at.is_(None))
    return and_(
        in_time,
        Response.received_at <= as_of,
        or_(Response.excluded_at.is_(None), Response.excluded_at > as_of),
        or_(Response.late_decided_at.is_(None), Response.late_decided_at <= as_of),
    )


def _day() -> Any:
    return func.date(func.timezone(str(clock.zone()), Response.finished_at))


def _key() -> Any:
    return func.md5(cast(Response.id, String))


def _seconds() -> Any:
    return cast(func.extract("epoch", Response.finished_at - Response.started_at), Integer)
