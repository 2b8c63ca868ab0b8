"""The list of an OPD's surveys, and of those that wait for verification: read for pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.opd.models import Opd, Upp
from app.periods.models import Periode
from app.results.models import Tally
from app.results.segments import ALL
from app.surveys.models import Executor, FrozenResult, Survey
from app.surveys.parts import part_name
from app.surveys.states import SurveyState
from app.tenancy.scope import all_opds


@dataclass(frozen=True)
class SurveyLine:
    id: UUID
    periode_id: UUID
    periode_name: str
    upp_kode: str
    upp_name: str
    state: SurveyState
    window_from: date | None
    window_to: date | None
    executor: Executor
    target: int
    respondents: int
    part: str = ""  # "Semester 1" of a year in parts


@dataclass(frozen=True)
class WaitingLine:
    survey_id: UUID
    opd_kode: str
    opd_name: str
    upp_kode: str
    upp_name: str
    state: SurveyState
    submitted_at: datetime | None
    respondents: int
    target: int
    version: int
    certified_by: str


def list_lines(periode_id: UUID | None = None) -> list[SurveyLine]:
    """Return the surveys in scope with how many answers each has, the latest periode first."""
    counted = (
        select(Tally.survey_id, func.sum(Tally.n).label("n"))
        .where(Tally.segment == ALL)
        .group_by(Tally.survey_id)
        .subquery()
    )
    statement = (
        select(Survey, Periode.name, Upp.kode, Upp.name, func.coalesce(counted.c.n, 0))
        .join(Periode, Periode.id == Survey.periode_id)
        .join(Upp, Upp.id == Survey.upp_id)
        .outerjoin(counted, counted.c.survey_id == Survey.id)
        .order_by(Periode.deadline.desc(), Upp.name, Survey.part)
    )
    if periode_id is not None:
        statement = statement.where(Survey.periode_id == periode_id)
    rows = db.session.execute(statement).all()
    parts = Counter((survey.periode_id, survey.upp_id) for survey, *_ in rows)
    return [
        SurveyLine(
            survey.id, survey.periode_id, periode, kode, name, survey.state, survey.window_from, survey.window_to, survey.executor,
            survey.target, int(n), part_name(survey.part, parts[survey.periode_id, survey.upp_id]),
        )
        for survey, periode, kode, name, n in rows
    ]  # fmt: skip


def list_waiting(states: tuple[SurveyState, ...] = (SurveyState.DIAJUKAN,)) -> list[WaitingLine]:
    """Return the surveys of the whole city in these states, those that have waited longest first."""
    latest = (
        select(FrozenResult.survey_id, func.max(FrozenResult.version).label("version"))
        .group_by(FrozenResult.survey_id)
        .subquery()
    )
    with all_opds("verification: what has been submitted"):
        rows = db.session.execute(
            select(
                Survey.id, Opd.kode, Opd.name, Upp.kode, Upp.name, Survey.state, Survey.submitted_at, FrozenResult.respondents,
                Survey.target, FrozenResult.version, FrozenResult.certified_by,
            )
            .join(Opd, Opd.id == Survey.opd_id)
            .join(Upp, Upp.id == Survey.upp_id)
            .join(latest, latest.c.survey_id == Survey.id)
            .join(FrozenResult, (FrozenResult.survey_id == Survey.id) & (FrozenResult.version == latest.c.version))
            .where(Survey.state.in_(states))
            .order_by(Survey.submitted_at)
        ).all()  # fmt: skip
    return [WaitingLine(*row) for row in rows]


def count_waiting() -> int:
    """Return how many submitted surveys wait for verification."""
    with all_opds("menu: how many wait for verification"):
        return (
            db.session.scalar(select(func.count()).select_from(Survey).where(Survey.state == SurveyState.DIAJUKAN)) or 0
        )
