"""What every OPD has submitted in a periode, read once for as long as nothing of it changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.opd.models import Opd, Upp
from app.results.pooling import pool
from app.results.reading import results_of
from app.results.surveys import SurveyResult
from app.surveys.models import FrozenResult, Survey
from app.surveys.states import FINISHED
from app.tenancy.scope import all_opds

Key = tuple[tuple[UUID, str, UUID, str], ...]  # survey, state, frozen version, the name of the UPP


@dataclass(frozen=True)
class Office:
    """An OPD, and the years of those of its UPP that have submitted; none where nothing was."""

    id: UUID
    kode: str
    name: str
    short_name: str
    kind: str
    results: tuple[SurveyResult, ...]


def load(periode_id: UUID) -> tuple[Office, ...]:
    """Return every OPD that has a survey in the periode, by name."""
    with all_opds("results: which results of a periode were submitted"):
        latest = (
            select(FrozenResult.opd_id, FrozenResult.survey_id, func.max(FrozenResult.version).label("version"))
            .group_by(FrozenResult.opd_id, FrozenResult.survey_id)
            .subquery()
        )
        rows = db.session.execute(
            select(Survey.id, Survey.state, FrozenResult.id, Upp.name)
            .join(latest, (latest.c.opd_id == Survey.opd_id) & (latest.c.survey_id == Survey.id))
            .join(FrozenResult, (FrozenResult.opd_id == Survey.opd_id) & (FrozenResult.survey_id == Survey.id)
                  & (FrozenResult.version == latest.c.version))
            .join(Upp, (Upp.opd_id == Survey.opd_id) & (Upp.id == Survey.upp_id))
            .where(Survey.periode_id == periode_id, Survey.state.in_(FINISHED))
            .order_by(Survey.id)
        )  # fmt: skip
        key = tuple((row[0], row[1].value, row[2], row[3]) for row in rows)
        names = db.session.execute(
            select(Opd.id, Opd.kode, Opd.name, Opd.short_name, Opd.kind)
            .where(Opd.active, Opd.id.in_(select(Survey.opd_id).where(Survey.periode_id == periode_id)))
            .order_by(Opd.name)
        ).all()
    results = _read(periode_id, key)
    return tuple(Office(*row, results=results.get(row.id, ())) for row in names)


@lru_cache(maxsize=16)  # a frozen version never changes, so the same versions are the same results
def _read(periode_id: UUID, key: Key) -> dict[UUID, tuple[SurveyResult, ...]]:
    """Return the result of each UPP's year, by OPD; the parts of a semester or triwulan are pooled."""
    with all_opds("results: what every OPD has submitted"):
        statement = select(Survey).where(Survey.id.in_([survey_id for survey_id, *_ in key])).order_by(Survey.part)
        surveys = list(db.session.scalars(statement))
        results = results_of(surveys, segments=())
        by_upp: dict[tuple[UUID, UUID], list[SurveyResult]] = defaultdict(list)
        for survey in surveys:
            by_upp[survey.opd_id, survey.upp_id].append(results[survey.id])
    found: dict[UUID, list[SurveyResult]] = defaultdict(list)
    for (opd_id, _), parts in by_upp.items():
        found[opd_id].append(pool(parts))
    return {opd_id: tuple(sorted(own, key=lambda each: each.upp_name)) for opd_id, own in found.items()}
