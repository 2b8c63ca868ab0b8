"""What an OPD may be compared with: the city's mean of each unsur, from submitted results only."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.opd.models import CustomerKind
from app.results.statistics import Statistics, add_up
from app.surveys.models import FrozenResult, Survey
from app.surveys.states import FINISHED
from app.tenancy.scope import all_opds

FEWEST_OPD = 5  # with fewer, an OPD could work out its neighbour's figures


def unsur_means(periode_id: UUID, kind: CustomerKind) -> dict[str, Fraction]:
    """Return the mean over OPDs of each unsur's NRR (an OPD's answers pooled); empty while too few OPDs have submitted."""
    latest = (
        select(FrozenResult.survey_id, func.max(FrozenResult.version).label("version"))
        .group_by(FrozenResult.survey_id)
        .subquery()
    )
    with all_opds("results: the city's mean of each unsur"):
        rows = db.session.execute(
            select(FrozenResult.opd_id, FrozenResult.figures["codes"], FrozenResult.figures["layanan"])
            .join(latest, (latest.c.survey_id == FrozenResult.survey_id) & (latest.c.version == FrozenResult.version))
            .join(Survey, (Survey.opd_id == FrozenResult.opd_id) & (Survey.id == FrozenResult.survey_id))
            .where(Survey.periode_id == periode_id, Survey.state.in_(FINISHED))
        ).all()
    parts: dict[UUID, list[Statistics]] = defaultdict(list)
    codes: tuple[str, ...] = ()
    for opd_id, row_codes, layanan in rows:
        codes = tuple(row_codes)
        parts[opd_id] += [Statistics.from_json(row["statistics"]) for row in layanan if row["kind"] == kind.value]
    opd = [add_up(found).tallies(codes) for found in parts.values() if found]
    means = {}
    for code in codes:
        values = [tallies[code].nrr for tallies in opd if tallies[code].scored]
        if len(values) >= FEWEST_OPD:
            means[code] = sum(values, Fraction()) / len(values)
    return means
