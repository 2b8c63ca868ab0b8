"""The result page of an OPD with several UPP: their roll-up by the periode's rule, and each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from app.access.roles import Role
from app.ikm import Unsur, nrr_shown
from app.opd.models import CustomerKind, Upp
from app.opd.queries import list_titik
from app.responses.saran import count_themes
from app.results import groups, interpretation, parts, periode_choice, petugas, rows
from app.results.city.means import unsur_means
from app.results.groups import GroupTable
from app.results.importance import Importance, importance
from app.results.interpretation import Beyond, Fact
from app.results.narrowing import segment_of
from app.results.periode_choice import PeriodeRef
from app.results.pooling import parts_in, results_of_all, visible
from app.results.rollup import Rollup, roll_up
from app.results.segments import PETUGAS, TITIK
from app.results.statistics import merge
from app.results.summary import Lead, in_order, lead
from app.results.surveys import KindResult, SurveyResult
from app.results.themes import said_of, theme_rows
from app.results.visibility import Reader
from app.surveys.models import Survey
from app.surveys.states import SurveyState
from app.web.charts import CountRow, DistributionRow, HeatRow, TrendPoint, UnsurRow
from app.web.formats import angka

SORTS = {"ikm": "IKM", "nama": "nama"}
MOST_EARLIER = 6


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


Results = Sequence[SurveyResult]


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
    beyond: Beyond | None
    lead: Lead | None
    weights: str | None
    trend: tuple[TrendPoint, ...]
    unsur: tuple[UnsurRow, ...]
    lines: tuple[UppLine, ...]
    heat: tuple[HeatRow, ...]
    importance: Importance | None
    groups: dict[str, str]
    group: GroupTable | None
    distribution: tuple[DistributionRow, ...]
    saran_count: int
    themes: tuple[tuple[str, CountRow], ...]
    hidden: int  # UPP whose result has not been submitted, for those who see no more than that


def load(
    surveys: Sequence[Survey], periode: Sequence[PeriodeRef], chosen: PeriodeRef, role: Role
) -> tuple[Results, list[tuple[PeriodeRef, Results]]]:
    """Return what may be seen of each UPP's year in a periode, and in those before it without segments, the oldest first."""
    earlier = [each for each in periode if each.deadline < chosen.deadline][:MOST_EARLIER][::-1]
    seen = {each.id: _seen(surveys, each, role) for each in earlier}
    results = iter(results_of_all([own for each in earlier for own in seen[each.id]], segments=()))
    past: list[tuple[PeriodeRef, Results]] = [(each, [next(results) for _ in seen[each.id]]) for each in earlier]
    return results_of_all(_seen(surveys, chosen, role)), past


def _seen(surveys: Sequence[Survey], periode: PeriodeRef, role: Role) -> list[list[Survey]]:
    """Return the parts of each UPP's year that may be seen, of those UPP of which anything may."""
    every = (visible(own, periode, role) for own in _by_upp(surveys, periode).values())
    return [own for own in every if own]


def kinds_in(results: Sequence[SurveyResult]) -> tuple[CustomerKind, ...]:
    """Return the kinds of customer that any UPP serves, masyarakat first."""
    served = {part.kind for result in results for part in result.kinds if part.layanan}
    return tuple(kind for kind in CustomerKind if kind in served) or (CustomerKind.MASYARAKAT,)


def build(
    upp: Mapping[UUID, Upp], surveys: Sequence[Survey], results: Results, kind: CustomerKind, periode: PeriodeRef,
    past: Sequence[tuple[PeriodeRef, Results]], reader: Reader, *, group: str = "", upp_url: Callable[[str], str] | None = None,
) -> OpdPage:  # fmt: skip
    """Return the page. `results`: what may be seen of this periode; `past`: the same of those before, the oldest first."""
    found = roll_up(results, kind, periode.aggregation)
    known = [
        (each, rollup) for each, own in past if (rollup := roll_up(own, kind, each.aggregation)) and rollup.aggregate
    ]
    before, earlier = known[-1] if known else (None, None)
    nrr, nrr_before = (found.nrr if found else {}), (earlier.nrr if earlier else {})
    by_upp = {result.upp_id: result for result in results}
    lines = [
        _line(upp[upp_id], parts.present(own).state, by_upp.get(upp_id), kind)
        for upp_id, own in _by_upp(surveys, periode).items()
    ]
    own = [(result, part) for result in results if (part := _part(result, kind)) is not None]
    said = count_themes(
        [each for result, _ in own for each in result.survey_ids], [each.id for _, part in own for each in part.layanan]
    )
    chosen = groups.titles(kind, petugas=reader.sees_petugas)
    return OpdPage(
        periode=periode,
        kind=kind,
        kinds=kinds_in(results),
        before=before,
        rollup=found,
        provisional=any(result.provisional for result in results),
        facts=_facts(found, earlier, periode, before),
        beyond=interpretation.beyond_of_means(found.strata, earlier.strata if earlier else ()) if found else None,
        lead=lead(nrr, nrr_before, said_of(nrr, said)),
        weights=interpretation.weights_sentence(found.weights, _rule(found)) if found and found.weights else None,
        trend=_trend(known, periode, found, provisional=any(result.provisional for result in results)),
        unsur=tuple(rows.unsur_rows(results[0].codes, nrr, nrr_before, unsur_means(periode, kind))) if nrr else (),
        lines=tuple(lines),
        heat=tuple(_heat_row(result, part, reader, upp_url) for result, part in own),
        importance=importance(found.codes, found.statistics, found.pooled_nrr) if found else None,
        groups=chosen,
        group=_group(own, kind, reader, group if group in chosen else next(iter(chosen)), chosen),
        distribution=tuple(rows.distribution_rows(found.codes, found.statistics)) if found else (),
        saran_count=said.total,
        themes=theme_rows(said),
        hidden=sum(not line.shown for line in lines),
    )


def _rule(found: Rollup) -> str:
    return found.sentence[0].lower() + found.sentence[1:]


def _heat_row(result: SurveyResult, part: KindResult, reader: Reader, upp_url: Callable[[str], str] | None) -> HeatRow:
    row = rows.whole_row(result.upp_name, part, withheld=part.figures.n < reader.fewest)
    return replace(row, href=upp_url(result.upp_kode) if upp_url else None)


def _group(
    own: Sequence[tuple[SurveyResult, KindResult]],
    kind: CustomerKind,
    reader: Reader,
    key: str,
    titles: Mapping[str, str],
) -> GroupTable | None:
    if not own:
        return None
    values = merge(segment_of(result, part, key) for result, part in own)
    names = petugas.codes_of(values) if key == PETUGAS else {}
    if key == TITIK:
        upp = {result.upp_id: result.upp_name for result, _ in own}
        names = {str(each.id): f"{each.name}, {upp[each.upp_id]}" for each in list_titik() if each.upp_id in upp}
    return groups.build(key, titles[key], kind, values, names, own[0][0].codes, fewest=reader.fewest)


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
    known: Sequence[tuple[PeriodeRef, Rollup]], periode: PeriodeRef, found: Rollup | None, *, provisional: bool
) -> tuple[TrendPoint, ...]:
    names = periode_choice.labels([*(each for each, _ in known), periode])
    points = [_point(names[each.id], rollup) for each, rollup in known]
    return rows.telling([*points, _point(names[periode.id], found, note="sementara" if provisional else None)])


def _point(label: str, rollup: Rollup | None, note: str | None = None) -> TrendPoint:
    if rollup is None or rollup.aggregate is None:
        return TrendPoint(label, None)
    return rows.mean_point(label, rollup.aggregate, rollup.strata, note)
