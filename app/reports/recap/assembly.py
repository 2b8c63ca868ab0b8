"""From what was submitted in a periode to the city's recap. Only results that Bagian Organisasi has received count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from flask import current_app
from sqlalchemy import and_, select

from app.extensions import db
from app.ikm import Aggregate, Unsur, mean_of_ikm, nrr_shown, pooled_ikm
from app.opd.models import CustomerKind, Opd, Upp
from app.periods.models import Periode
from app.periods.policy import AGGREGATION_SENTENCES, Policy
from app.reports.rendering.recap.data import CityRecap, KindRecap, Office, Total, Unit
from app.reports.words import title_period
from app.results.interpretation import find_interval
from app.results.reading import result_of
from app.results.rollup import Rollup, roll_up
from app.results.statistics import common
from app.results.surveys import KindResult, SurveyResult
from app.results.visibility import FEWEST_IN_SEGMENT
from app.surveys.models import Survey
from app.surveys.states import FINISHED
from app.tenancy.scope import all_opds
from app.web.formats import angka

EDITION = 1  # of the recap's words and layout: raise it with them, and recaps made before count as out of date
Key = tuple[str, UUID]  # name and id of an OPD
Submitted = dict[Key, list[SurveyResult]]  # in the order of names


def assemble(periode: Periode) -> CityRecap:
    """Return everything that the recap of a periode prints."""
    policy = Policy.from_json(periode.policy)
    submitted, awaited, waiting = _read(periode.id)
    return CityRecap(
        city=current_app.config["CITY_NAME"],
        title_period=title_period(periode.name, periode.year),
        year=periode.year,
        opens_on=periode.opens_on,
        deadline=periode.deadline,
        office_rule=AGGREGATION_SENTENCES[policy.aggregation],
        kinds=tuple(found for kind in CustomerKind if (found := _kind(submitted, awaited, kind, policy)) is not None),
        waiting=waiting,
    )


def fingerprint(recap: CityRecap) -> str:
    return sha256(f"{EDITION} {recap!r}".encode()).hexdigest()


def _read(periode_id: UUID) -> tuple[Submitted, dict[Key, int], tuple[str, ...]]:
    """Return what was submitted by OPD, how many UPP of each are awaited, and the OPD that have submitted nothing."""
    submitted: Submitted = defaultdict(list)
    awaited: dict[Key, int] = defaultdict(int)
    with all_opds("recap: what every OPD has submitted"):
        rows = db.session.execute(
            select(Opd.name, Opd.id, Survey)
            .join(Survey, Survey.opd_id == Opd.id)
            .join(Upp, and_(Upp.opd_id == Survey.opd_id, Upp.id == Survey.upp_id))
            .where(Survey.periode_id == periode_id, Opd.active)
            .order_by(Opd.name, Opd.id, Upp.name, Survey.part)
        ).all()
        for name, opd_id, survey in rows:
            if survey.state in FINISHED:
                submitted[name, opd_id].append(result_of(survey, segments=()))
            else:
                awaited[name, opd_id] += 1
    return submitted, awaited, tuple(name for name, opd_id in awaited if (name, opd_id) not in submitted)


def _kind(submitted: Submitted, awaited: dict[Key, int], kind: CustomerKind, policy: Policy) -> KindRecap | None:
    offices, exact, parts = [], [], []
    for key, results in submitted.items():
        found = roll_up(results, kind, policy.aggregation)
        if found is None:
            continue
        own = [(result, part) for result in results for part in result.kinds if part.kind is kind and part.layanan]
        offices.append(_office(key[0], own, found, awaited.get(key, 0)))
        parts += [(result, part) for result, part in own if part.figures.exact is not None]
        if found.aggregate is not None:
            exact.append(found.aggregate.exact)
    if not offices:
        return None
    pooled = _pooled(parts) if parts else None
    return KindRecap(
        customer=kind.value, offices=tuple(offices), mean=_total(mean_of_ikm(exact)), pooled=_total(pooled)
    )


def _pooled(parts: Sequence[tuple[SurveyResult, KindResult]]) -> Aggregate | None:
    found = common([part.statistics for _, part in parts])
    return pooled_ikm(each.tallies(result.codes) for each, (result, _) in zip(found, parts, strict=True))


def _office(name: str, own: Sequence[tuple[SurveyResult, KindResult]], found: Rollup, awaited: int) -> Office:
    total = _total(found.aggregate) if found.statistics.n >= FEWEST_IN_SEGMENT else _total(None)
    return Office(
        name=name,
        units=tuple(_unit(result, part) for result, part in own),
        awaited=awaited,
        ikm=total.ikm,
        mutu=total.mutu,
        kinerja=total.kinerja,
    )


def _unit(result: SurveyResult, part: KindResult) -> Unit:
    """Return a row; the recap leaves the OPD, so figures of very few answers are not printed."""
    figures = part.figures
    shown = figures.ikm is not None and figures.n >= FEWEST_IN_SEGMENT
    interval = find_interval(part.complete) if shown else None
    lowest = figures.lowest[0] if shown else None
    nrr = {row.code: row.exact for row in figures.unsur if row.exact is not None}
    return Unit(
        name=result.upp_name,
        state=result.state.label,
        n=figures.n,
        target=part.target,
        ikm=figures.ikm if shown else None,
        mutu=figures.mutu.value if shown and figures.mutu else None,
        lower=interval.lower if interval else None,
        upper=interval.upper if interval else None,
        lowest=f"{Unsur(lowest).short_name} {angka(nrr_shown(nrr[lowest]), 3)}" if lowest else "",
        note=_note(part),
    )


def _note(part: KindResult) -> str:
    figures = part.figures
    if part.reported is not None:
        return "dilaporkan, tidak dapat dihitung ulang"
    if not figures.n:
        return "belum ada responden"
    if figures.n < FEWEST_IN_SEGMENT:
        return f"tidak ditampilkan, responden kurang dari {FEWEST_IN_SEGMENT}"
    if figures.ikm is None:
        return "IKM belum dapat dihitung, ada unsur tanpa nilai"
    return f"kurang {angka(part.shortfall)} responden dari target" if part.shortfall else ""


def _total(found: Aggregate | None) -> Total:
    if found is None:
        return Total(None, None, None, 0)
    return Total(found.ikm, found.mutu.value, found.mutu.kinerja, found.units)
