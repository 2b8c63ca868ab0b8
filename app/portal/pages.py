"""Everything that the public pages of the city, an OPD and a UPP say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from uuid import UUID

from app.ikm import Mutu
from app.opd.models import CustomerKind
from app.portal import figures, improvements, lines
from app.portal.choice import Choice, Year, kinds_of
from app.portal.figures import City, Portrait
from app.portal.improvements import Improvement, NrrOf, Promises
from app.portal.lines import Line
from app.portal.published import OpdPublished, UppPublished
from app.results import rows
from app.web.charts import TrendPoint, UnsurRow
from app.web.formats import angka

SHOWN_FIRST = 10
IMPROVEMENTS_SHOWN = 3


@dataclass(frozen=True)
class CityPage:
    choice: Choice
    kind: CustomerKind
    cities: tuple[City, ...]  # one a kind of customer
    total: int  # of all kinds
    lines: tuple[Line, ...]
    found: int  # how many lines there are before the list is cut
    axis_from: int
    trend: tuple[TrendPoint, ...]
    mutu: tuple[tuple[Mutu, int], ...]
    promises: Promises | None
    improvements: tuple[Improvement, ...]

    @property
    def city(self) -> City:
        return next(each for each in self.cities if each.kind is self.kind)


@dataclass(frozen=True)
class UnitPage:
    """The page of an OPD or of one of its UPP."""

    choice: Choice
    opd: OpdPublished
    upp: UppPublished | None  # None on the page of an OPD with several UPP
    name: str
    kinds: tuple[CustomerKind, ...]
    kind: CustomerKind
    portrait: Portrait
    change: str
    trend: tuple[TrendPoint, ...]
    unsur: tuple[UnsurRow, ...]
    upp_lines: tuple[Line, ...]
    layanan_lines: tuple[Line, ...]
    promises: Promises | None
    improvements: tuple[Improvement, ...]

    @property
    def verification_codes(self) -> tuple[str, ...]:
        return self.upp.verification_codes if self.upp else ()


def city_page(choice: Choice, kind: CustomerKind, words: str, *, everything: bool) -> CityPage:
    """Return the city's page; with `words` only the OPD that have them in their name, UPP or layanan."""
    cities = tuple(figures.of_city(choice.now.published, each, choice.now.rule) for each in kinds_of(choice.opd))
    whole = lines.opd_lines(choice.opd, _opd_portraits(choice.now, kind), _opd_portraits(choice.before, kind))
    found = _search(whole, choice.opd, words.casefold().split()) if words.strip() else whole
    shown = found if everything or words.strip() else found[:SHOWN_FIRST]
    counts = Counter(line.mutu for line in whole if line.mutu)
    return CityPage(
        choice=choice,
        kind=kind,
        cities=cities,
        total=sum(city.n for city in cities),
        lines=tuple(shown),
        found=len(found),
        axis_from=lines.axis_start(whole),
        trend=_city_trend(choice, kind),
        mutu=tuple((mutu, counts[mutu]) for mutu in Mutu),
        promises=improvements.count_promises(choice.before.id) if choice.before else None,
        improvements=tuple(improvements.with_saran(list_improvements(choice, kind)[:IMPROVEMENTS_SHOWN])),
    )


def list_improvements(choice: Choice, kind: CustomerKind, opd_id: UUID | None = None) -> list[Improvement]:
    """Return what was carried out since the periode before, with the unsur's NRR then and now."""
    if choice.before is None:
        return []
    nrr = NrrOf(_nrr_by_upp(choice.before, kind), _nrr_by_upp(choice.now, kind))
    return improvements.list_improvements(choice.before.id, nrr, opd_id)


def opd_page(choice: Choice, opd: OpdPublished, wanted: str | None) -> UnitPage:
    """Return the page of an OPD: of its only UPP, or of all of them together."""
    if len(opd.upp) == 1:
        return replace(upp_page(choice, opd, opd.upp[0], wanted), name=opd.name)
    kinds, kind = _kinds([opd], wanted)
    units = lines.upp_lines(
        opd.upp, _upp_portraits(choice.now, opd.id, kind), _upp_portraits(choice.before, opd.id, kind)
    )
    found = {year: _opd_portraits(year, kind).get(opd.id) for year in choice.years}
    return _unit(choice, opd, None, kinds, kind, found, upp_lines=tuple(units))


def upp_page(choice: Choice, opd: OpdPublished, upp: UppPublished, wanted: str | None) -> UnitPage:
    """Return the page of one UPP."""
    kinds = kinds_of([replace(opd, upp=(upp,))])
    kind = next((each for each in kinds if each.value == wanted), kinds[0])
    found = {year: _upp_portraits(year, opd.id, kind).get(upp.id) for year in choice.years}
    now = found[choice.now] or Portrait(0)
    return _unit(choice, opd, upp, kinds, kind, found, layanan_lines=tuple(lines.layanan_lines(upp, kind, now)))


def _unit(
    choice: Choice,
    opd: OpdPublished,
    upp: UppPublished | None,
    kinds: tuple[CustomerKind, ...],
    kind: CustomerKind,
    found: Mapping[Year, Portrait | None],
    *,
    upp_lines: tuple[Line, ...] = (),
    layanan_lines: tuple[Line, ...] = (),
) -> UnitPage:
    now = found[choice.now] or Portrait(0)
    before = found[choice.before] if choice.before else None
    city = figures.of_city(choice.now.published, kind, choice.now.rule)
    codes = opd.upp[0].codes
    done = list_improvements(choice, kind, opd.id)
    if upp is not None:
        done = [each for each in done if each.upp_id == upp.id]
    return UnitPage(
        choice=choice,
        opd=opd,
        upp=upp,
        name=upp.name if upp else opd.name,
        kinds=kinds,
        kind=kind,
        portrait=now,
        change=lines.change_words(now, before),
        trend=_until(choice, [_point(year, found[year]) for year in reversed(choice.years)]),
        unsur=tuple(rows.unsur_rows(codes, now.exact_nrr, before.exact_nrr if before else {}, city.nrr))
        if now.nrr
        else (),
        upp_lines=upp_lines,
        layanan_lines=layanan_lines,
        promises=improvements.count_promises(choice.now.id, opd.id),
        improvements=tuple(improvements.with_saran(done)),
    )


def _kinds(opd: Sequence[OpdPublished], wanted: str | None) -> tuple[tuple[CustomerKind, ...], CustomerKind]:
    kinds = kinds_of(opd)
    return kinds, next((kind for kind in kinds if kind.value == wanted), kinds[0])


def _search(found: Sequence[Line], opd: Sequence[OpdPublished], words: list[str]) -> list[Line]:
    """Return the lines whose OPD, UPP or layanan have all the words, and which UPP and layanan these are."""
    inside = {each.kode: [upp.name for upp in each.upp] + _layanan_names(each) for each in opd}
    result = []
    for line in found:
        names = list(dict.fromkeys(name for name in inside[line.kode] if _has(name, words) and name != line.name))
        if names or _has(f"{line.name} {line.short_name}", words):
            result.append(replace(line, matches=tuple(names[:4])))
    return result


def _layanan_names(opd: OpdPublished) -> list[str]:
    return [layanan.name for upp in opd.upp for layanan in upp.layanan]


def _has(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _city_trend(choice: Choice, kind: CustomerKind) -> tuple[TrendPoint, ...]:
    points = []
    for year in reversed(choice.years):
        if year.running:
            continue  # a mean of the few that have published is no figure of the city to compare
        mean = figures.of_city(year.published, kind, year.rule).mean
        points.append(
            TrendPoint(str(year.year), mean.ikm, angka(mean.ikm, 2), mutu=mean.mutu)
            if mean
            else TrendPoint(str(year.year), None)
        )
    return _until(choice, points)


def _until(choice: Choice, points: Sequence[TrendPoint]) -> tuple[TrendPoint, ...]:
    """Return the points up to the chosen year."""
    return rows.telling([point for point in points if int(point.label) <= choice.now.year])


def _point(year: Year, portrait: Portrait | None) -> TrendPoint:
    if portrait is None or portrait.aggregate is None:
        return TrendPoint(str(year.year), None)
    ikm = portrait.aggregate.ikm
    return TrendPoint(str(year.year), ikm, angka(ikm, 2), mutu=portrait.aggregate.mutu)


def _opd_portraits(year: Year | None, kind: CustomerKind) -> dict[UUID, Portrait]:
    return figures.opd_portraits(year.published.opd, kind, year.rule) if year else {}


def _upp_portraits(year: Year | None, opd_id: UUID, kind: CustomerKind) -> dict[UUID, Portrait]:
    opd = next((each for each in year.published.opd if each.id == opd_id), None) if year else None
    return figures.upp_portraits(opd, kind, _opd_portraits(year, kind)[opd_id]) if opd else {}


def _nrr_by_upp(year: Year, kind: CustomerKind) -> dict[UUID, dict[str, Fraction]]:
    whole = _opd_portraits(year, kind)
    return {
        upp_id: portrait.exact_nrr
        for opd in year.published.opd
        for upp_id, portrait in figures.upp_portraits(opd, kind, whole[opd.id]).items()
    }
