"""The result page of the city: its figure, its OPD beside each other with their chance, and what moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.ikm import Unsur
from app.opd.models import CustomerKind
from app.results import interpretation, periode_choice, rows
from app.results.city import lines
from app.results.city.figures import Mean, Rollups, mean_of, rollups
from app.results.city.lines import Line, Url
from app.results.city.submitted import load
from app.results.importance import Importance, importance
from app.results.interpretation import Beyond, Fact
from app.results.periode_choice import PeriodeRef
from app.results.summary import Lead, in_order, lead
from app.web.charts import HeatRow, TrendPoint, UnsurRow
from app.web.formats import angka, daftar

VIEWS = {"opd": "OPD", "upp": "UPP", "jenis": "Jenis perangkat daerah"}
MOST_EARLIER = 5
MOST_MOVED = 3


@dataclass(frozen=True)
class CityPage:
    """One kind of customer. `lines` are what the view shows, unsorted; `risen` and `fallen` are OPD."""

    periode: PeriodeRef
    kind: CustomerKind
    kinds: tuple[CustomerKind, ...]
    offices: int
    submitted: int
    counted: int
    mean: Mean
    facts: tuple[Fact, ...]
    beyond: Beyond
    before: PeriodeRef | None
    lead: Lead | None
    spread: str
    weights: str | None
    trend: tuple[TrendPoint, ...]
    unsur: tuple[UnsurRow, ...]
    importance: Importance
    lines: tuple[Line, ...]
    heat: tuple[HeatRow, ...]
    risen: tuple[Line, ...]
    fallen: tuple[Line, ...]
    office_kinds: tuple[str, ...]

    @property
    def waiting(self) -> int:
        return self.offices - self.submitted


def build(
    every: Sequence[PeriodeRef], periode: PeriodeRef, wanted: str | None, *, view: str, office_kind: str, url: Url
) -> CityPage:
    """Return the page. `every`: all periode; `wanted`: the kind of customer of the address; `view`: of VIEWS."""
    offices = load(periode.id)
    kinds = tuple(kind for kind in CustomerKind if rollups(offices, kind, periode.aggregation))
    kind = periode_choice.choose_kind(kinds or (CustomerKind.MASYARAKAT,), wanted)
    found = rollups(offices, kind, periode.aggregation)
    past = _past(every, periode, kind)
    before, earlier = past[-1] if past else (None, [])
    mean = mean_of([rollup for _, rollup in found])
    now_same, before_same = _same(found, earlier)
    whole = len(now_same) == len(found)
    nrr_before = mean_of([rollup for _, rollup in before_same]).nrr if before_same and whole else {}
    opd = lines.of_opd(found, earlier, url)
    shown = _chosen(found, opd, earlier, view, office_kind, url)
    return CityPage(
        periode=periode,
        kind=kind,
        kinds=kinds,
        offices=len(offices),
        submitted=sum(bool(office.results) for office in offices),
        counted=sum(rollup.aggregate is not None for _, rollup in found),
        mean=mean,
        facts=_facts(mean, now_same, before_same, periode, before),
        beyond=_beyond(mean, now_same, before_same),
        before=before if nrr_before else None,
        lead=lead(mean.nrr, nrr_before),
        spread=_spread(opd),
        weights=interpretation.weights_sentence(mean.weights, "rata-rata OPD") if mean.weights else None,
        trend=_trend(past, periode, mean, provisional=any(not office.results for office in offices)),
        unsur=tuple(rows.unsur_rows(mean.codes, mean.nrr, nrr_before, {})) if mean.nrr else (),
        importance=importance(mean.codes, mean.statistics, mean.pooled_nrr),
        lines=tuple(shown),
        heat=tuple(lines.heat_row(line, mean.codes) for line in shown),
        risen=_moved(opd, up=True),
        fallen=_moved(opd, up=False),
        office_kinds=tuple(sorted({office.kind for office, _ in found})),
    )


def _chosen(found: Rollups, opd: Sequence[Line], before: Rollups, view: str, office_kind: str, url: Url) -> list[Line]:
    if view == "jenis":
        return lines.of_kinds(found, before)
    own = [(office, rollup) for office, rollup in found if office_kind in ("", office.kind)]
    if view == "upp":
        return lines.of_upp(own, before, url)
    ids = {office.id for office, _ in own}
    return lines.ranked([line for line in opd if line.id in ids])


def _past(every: Sequence[PeriodeRef], periode: PeriodeRef, kind: CustomerKind) -> list[tuple[PeriodeRef, Rollups]]:
    """Return the periode before this one in which anything was submitted, the oldest first."""
    earlier = [each for each in every if each.deadline < periode.deadline][:MOST_EARLIER]
    found = [(each, rollups(load(each.id), kind, each.aggregation)) for each in earlier]
    return [(each, own) for each, own in found if any(rollup.aggregate for _, rollup in own)][::-1]


def _same(now: Rollups, before: Rollups) -> tuple[Rollups, Rollups]:
    """Return both sides for the OPD that have a figure on both: others would look like a change."""
    known = {office.id: (office, rollup) for office, rollup in before if rollup.aggregate}
    own = [(office, rollup) for office, rollup in now if rollup.aggregate and office.id in known]
    return own, [known[office.id] for office, _ in own]


def _means(now: Rollups, before: Rollups) -> tuple[Mean, Mean]:
    return mean_of([rollup for _, rollup in now]), mean_of([rollup for _, rollup in before])


def _facts(
    mean: Mean, now_same: Rollups, before_same: Rollups, periode: PeriodeRef, before: PeriodeRef | None
) -> tuple[Fact, ...]:
    if mean.aggregate is None:
        return ()
    facts = [interpretation.sample_fact(mean.statistics.n, mean.target)]
    now, then = _means(now_same, before_same)
    if before and now.aggregate and then.aggregate:
        when = f"{periode_choice.when(periode, before)}, pada {angka(len(now_same))} OPD yang sama"
        facts += filter(None, [interpretation.change_fact(now.aggregate.ikm, then.aggregate.ikm, when)])
    if mean.pooled:
        facts.append(Fact(f"{angka(mean.pooled.ikm, 2)} bila digabung", "semua jawaban digabung, tanpa rata-rata OPD"))
    return tuple(facts)


def _beyond(mean: Mean, now_same: Rollups, before_same: Rollups) -> Beyond:
    """Return the interval of all, and what the change of those OPD is worth that can be compared."""
    whole = interpretation.beyond_of_means(mean.strata)
    now, then = _means(now_same, before_same)
    moved = interpretation.beyond_of_means(now.strata, then.strata)
    return Beyond(whole.n, whole.interval, moved.subject, moved.variation)


def _spread(opd: Sequence[Line]) -> str:
    """Say in how many OPD the unsur is the lowest that is lowest most often."""
    lowest = Counter(in_order(line.nrr)[0] for line in opd if line.nrr)
    if not lowest:
        return ""
    most = max(lowest.values())
    names = daftar(Unsur(code).official_name for code, count in lowest.items() if count == most)
    return f"{names} terendah di {angka(most)} dari {angka(sum(lowest.values()))} OPD."


def _moved(opd: Sequence[Line], *, up: bool) -> tuple[Line, ...]:
    own = [(line.change, line) for line in opd if line.change and (line.change > 0) is up]
    own.sort(key=lambda pair: abs(pair[0]), reverse=True)
    return tuple(line for _, line in own[:MOST_MOVED])


def _trend(
    past: Sequence[tuple[PeriodeRef, Rollups]], periode: PeriodeRef, mean: Mean, *, provisional: bool
) -> tuple[TrendPoint, ...]:
    names = periode_choice.labels([*(each for each, _ in past), periode])
    points = [_point(names[each.id], mean_of([rollup for _, rollup in own])) for each, own in past]
    return rows.telling([*points, _point(names[periode.id], mean, note="sementara" if provisional else None)])


def _point(label: str, mean: Mean, note: str | None = None) -> TrendPoint:
    if mean.aggregate is None:
        return TrendPoint(label, None)
    return rows.mean_point(label, mean.aggregate, mean.strata, note)
