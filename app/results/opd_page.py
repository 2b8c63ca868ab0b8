"""The result page of an OPD with several UPP: their roll-up by the periode's rule, and each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from app.access.roles import Role
from app.ikm import Unsur, nrr_shown
from app.opd.models import CustomerKind, Upp
from app.results import interpretation, parts, periode_choice, rows
from app.results.city import unsur_means
from app.results.interpretation import Fact
from app.results.periode_choice import PeriodeRef
from app.results.pooling import parts_in, result_of_all, visible
from app.results.rollup import Rollup, roll_up
from app.results.summary import Lead, in_order, lead
from app.results.surveys import KindResult, SurveyResult
from app.surveys.models import Survey
from app.surveys.states import SurveyState
from app.web.charts import TrendPoint, UnsurRow
from app.web.formats import angka

SORTS = {"ikm": "IKM", "nama": "nama"}


@dataclass(frozen=True)
class UppLine:
    """One UPP in the list; without figures where this person may not see them, or where there are none."""

    kode: str
    name: str
    active: bool
    state: SurveyState
    shown: bool
    ikm: Decimal | None = None
    exact: Fraction | None = None
    mutu: str | None = None
    lowest: str = ""
    n: int = 0
    target: int = 0
    shortfall: int = 0
    provisional: bool = False


@dataclass(frozen=True)
class OpdPage:
    """`rollup` is None where no UPP that may be seen serves this kind of customer."""

    periode: PeriodeRef
    kind: CustomerKind
    kinds: tuple[CustomerKind, ...]
    before: PeriodeRef | None  # the periode that figures are compared with
    rollup: Rollup | None
    provisional: bool
    facts: tuple[Fact, ...]
    lead: Lead | None
    trend: tuple[TrendPoint, ...]
    unsur: tuple[UnsurRow, ...]
    lines: tuple[UppLine, ...]
    hidden: int  # UPP whose result has not been submitted, for those who see no more than that


def visible_results(surveys: Sequence[Survey], periode: PeriodeRef, role: Role) -> list[SurveyResult]:
    """Return what may be seen of each UPP's year in a periode, without segments."""
    seen = (visible(own, periode, role) for own in _by_upp(surveys, periode).values())
    return [result_of_all(own, segments=()) for own in seen if own]


def kinds_in(results: Sequence[SurveyResult]) -> tuple[CustomerKind, ...]:
    """Return the kinds of customer that any UPP serves, masyarakat first."""
    served = {part.kind for result in results for part in result.kinds if part.layanan}
    return tuple(kind for kind in CustomerKind if kind in served) or (CustomerKind.MASYARAKAT,)


def build(
    upp: Mapping[UUID, Upp], surveys: Sequence[Survey], results: Sequence[SurveyResult], kind: CustomerKind, periode: PeriodeRef,
    before: tuple[PeriodeRef, Sequence[SurveyResult]] | None,
) -> OpdPage:  # fmt: skip
    """Return the page. `results`: what may be seen of this periode; `before`: the same of the one before."""
    found = roll_up(results, kind, periode.aggregation)
    earlier = roll_up(before[1], kind, before[0].aggregation) if before else None
    nrr, nrr_before = (found.nrr if found else {}), (earlier.nrr if earlier else {})
    by_upp = {result.upp_id: result for result in results}
    lines = [
        _line(upp[upp_id], parts.present(own).state, by_upp.get(upp_id), kind)
        for upp_id, own in _by_upp(surveys, periode).items()
    ]
    return OpdPage(
        periode=periode,
        kind=kind,
        kinds=kinds_in(results),
        before=before[0] if before and nrr_before else None,
        rollup=found,
        provisional=any(result.provisional for result in results),
        facts=_facts(found, earlier, periode, before[0] if before else None),
        lead=lead(nrr, nrr_before),
        trend=_trend(found, earlier, periode, before[0] if before else None),
        unsur=tuple(rows.unsur_rows(results[0].codes, nrr, nrr_before, unsur_means(periode.id, kind))) if nrr else (),
        lines=tuple(lines),
        hidden=sum(not line.shown for line in lines),
    )


def sorted_lines(lines: Sequence[UppLine], by: str, *, descending: bool) -> list[UppLine]:
    """Return the UPP by name or exact IKM; those without an IKM stand last either way."""
    named = sorted(lines, key=lambda line: line.name, reverse=descending and by == "nama")
    if by == "nama":
        return named
    known = [line for line in named if line.exact is not None]
    known.sort(key=lambda line: line.exact or 0, reverse=descending)
    return known + [line for line in named if line.exact is None]


def _by_upp(surveys: Sequence[Survey], periode: PeriodeRef) -> dict[UUID, Sequence[Survey]]:
    """Return the parts that make up each UPP's year."""
    found: dict[UUID, list[Survey]] = {}
    for survey in surveys:
        if survey.periode_id == periode.id:
            found.setdefault(survey.upp_id, []).append(survey)
    return {upp_id: parts_in(own, periode) for upp_id, own in found.items()}


def _line(upp: Upp, state: SurveyState, result: SurveyResult | None, kind: CustomerKind) -> UppLine:
    part = _part(result, kind)
    line = UppLine(upp.kode, upp.name, upp.active, state, result is not None)
    if result is None or part is None:
        return line
    nrr = rows.exact_of(part.figures)
    weakest = in_order(nrr)[0] if nrr else None
    return UppLine(
        upp.kode,
        upp.name,
        upp.active,
        state,
        shown=True,
        ikm=part.figures.ikm,
        exact=part.figures.exact,
        mutu=part.figures.mutu,
        lowest=f"{Unsur(weakest).short_name} {angka(nrr_shown(nrr[weakest]), 3)}" if weakest else "",
        n=part.figures.n,
        target=part.target,
        shortfall=part.shortfall,
        provisional=result.provisional,
    )


def _part(result: SurveyResult | None, kind: CustomerKind) -> KindResult | None:
    return next((part for part in result.kinds if part.kind is kind and part.layanan), None) if result else None


def _facts(
    found: Rollup | None, earlier: Rollup | None, periode: PeriodeRef, before: PeriodeRef | None
) -> tuple[Fact, ...]:
    if found is None:
        return ()
    facts = [interpretation.sample_fact(found.statistics.n, found.target)]
    if before and earlier and earlier.aggregate and found.aggregate:
        when = periode_choice.when(periode, before)
        facts += filter(None, [interpretation.change_fact(found.aggregate.ikm, earlier.aggregate.ikm, when)])
    return tuple(facts)


def _trend(
    found: Rollup | None, earlier: Rollup | None, periode: PeriodeRef, before: PeriodeRef | None
) -> tuple[TrendPoint, ...]:
    if before is None or earlier is None:
        return ()
    names = periode_choice.labels([before, periode])
    return rows.telling([_point(names[each.id], rollup) for each, rollup in ((before, earlier), (periode, found))])


def _point(label: str, rollup: Rollup | None) -> TrendPoint:
    if rollup is None or rollup.aggregate is None:
        return TrendPoint(label, None)
    return TrendPoint(label, rollup.aggregate.ikm, angka(rollup.aggregate.ikm, 2), mutu=rollup.aggregate.mutu)
