"""The rows of the city's result: OPD, UPP or kinds of office, each with its interval and what changed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from app.ikm import Aggregate, Interval, Unsur, Variation, nrr_shown, shortfall
from app.ikm.uncertainty import Strata
from app.periods.policy import Aggregation
from app.results.city.comparing import Standing, standings
from app.results.city.figures import Mean, Rollups, mean_of
from app.results.city.submitted import Office
from app.results.interpretation import beyond_of_means
from app.results.rollup import Rollup, roll_up
from app.results.summary import in_order
from app.results.surveys import SurveyResult
from app.results.visibility import FEWEST_IN_SEGMENT
from app.web.charts import HeatRow, RangeRow
from app.web.formats import angka, bertanda

SORTS = ("nama", "ikm", "perubahan")
Url = Callable[[str, str | None], str]  # of an OPD, or of one of its UPP


@dataclass(frozen=True)
class Line:
    """One row. Without figures (`ikm` None) where too few answered; `n` is said all the same."""

    id: UUID | str
    name: str
    note: str  # the OPD of a UPP, how many OPD of a kind
    url: str | None
    n: int
    target: int
    ikm: Decimal | None = None
    exact: Fraction | None = None
    mutu: str | None = None
    interval: Interval | None = None
    nrr: Mapping[str, Fraction] | None = None
    change: Decimal | None = None
    variation: Variation | None = None
    standing: Standing | None = None
    strata: Strata = ()

    @property
    def shortfall(self) -> int:
        return shortfall(self.target, self.n)

    @property
    def lowest(self) -> str:
        if not self.nrr:
            return ""
        code = in_order(self.nrr)[0]
        return f"{Unsur(code).short_name} {angka(nrr_shown(self.nrr[code]), 3)}"

    @property
    def range_row(self) -> RangeRow:
        return RangeRow(
            value=self.ikm,
            low=self.interval.lower if self.interval else None,
            high=self.interval.upper if self.interval else None,
        )

    @property
    def change_text(self) -> str:
        return bertanda(self.change, 2)


def of_opd(found: Rollups, before: Rollups, url: Url) -> list[Line]:
    earlier = {office.id: rollup for office, rollup in before}
    return ranked(
        [
            _line(office.id, office.name, "", url(office.kode, None), rollup, earlier.get(office.id))
            for office, rollup in found
        ]
    )


def of_upp(found: Rollups, before: Rollups, url: Url) -> list[Line]:
    """Return a row for each UPP; that of an OPD with one UPP carries the OPD's name already."""
    earlier = {result.upp_id: own for _, result, own in _units(before)}
    lines = []
    for office, result, own in _units(found):
        note = "" if result.upp_name == office.name else office.short_name
        address = url(office.kode, result.upp_kode)
        lines.append(_line(result.upp_id, result.upp_name, note, address, own, earlier.get(result.upp_id)))
    return ranked(lines)


def _units(found: Rollups) -> Iterator[tuple[Office, SurveyResult, Rollup]]:
    for office, rollup in found:
        for result in office.results:
            own = roll_up([result], rollup.kind, Aggregation.MEAN)
            if own is not None:
                yield office, result, own


def of_kinds(found: Rollups, before: Rollups) -> list[Line]:
    """Return a row for each kind of office: the mean of its OPD."""
    lines = []
    for kind in sorted({office.kind for office, _ in found}):
        own = [(office, rollup) for office, rollup in found if office.kind == kind]
        earlier = _comparable(own, before)
        mean = mean_of([rollup for _, rollup in own])
        line = Line(kind, kind.capitalize(), f"{angka(len(own))} OPD", None, mean.statistics.n, mean.target)
        lines.append(_filled(line, mean.aggregate, mean.nrr, mean.strata, earlier.aggregate, earlier.strata))
    return ranked(lines)


def _comparable(own: Rollups, before: Rollups) -> Mean:
    """Return the mean of the same OPD in the periode before; nothing where one of them had no figure then."""
    known = {office.id: rollup for office, rollup in before if rollup.aggregate}
    counted = [office.id for office, rollup in own if rollup.aggregate]
    whole = all(each in known for each in counted)
    return mean_of([known[each] for each in counted] if whole else [])


def _line(id_: UUID, name: str, note: str, url: str, own: Rollup, earlier: Rollup | None) -> Line:
    line = Line(id_, name, note, url, own.statistics.n, own.target)
    if own.statistics.n < FEWEST_IN_SEGMENT:
        return line
    shown = earlier if earlier and earlier.statistics.n >= FEWEST_IN_SEGMENT else None
    return _filled(
        line, own.aggregate, own.nrr, own.strata, shown.aggregate if shown else None, shown.strata if shown else ()
    )


def _filled(
    line: Line,
    own: Aggregate | None,
    nrr: Mapping[str, Fraction],
    strata: Strata,
    before: Aggregate | None,
    earlier: Strata,
) -> Line:
    if own is None:
        return line
    beyond = beyond_of_means(strata, earlier if before else ())
    return replace(
        line,
        ikm=own.ikm,
        exact=own.exact,
        mutu=own.mutu.value,
        interval=beyond.interval,
        nrr=nrr,
        change=own.ikm - before.ikm if before else None,
        variation=beyond.variation,
        strata=strata,
    )


def ranked(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the range of ranks that their answers allow."""
    found = standings([line.strata for line in lines])
    return [replace(line, standing=standing) for line, standing in zip(lines, found, strict=True)]


def in_sorting(lines: Sequence[Line], by: str, *, descending: bool) -> list[Line]:
    """Return the lines by name, IKM or change; those without a figure stand last either way."""
    named = sorted(lines, key=lambda line: line.name, reverse=descending and by == "nama")
    if by == "nama":
        return named
    known = [line for line in named if _figure(line, by) is not None]
    known.sort(key=lambda line: _figure(line, by) or 0, reverse=descending)
    return known + [line for line in named if _figure(line, by) is None]


def _figure(line: Line, by: str) -> Fraction | Decimal | None:
    return line.exact if by == "ikm" else line.change


def heat_row(line: Line, codes: Sequence[str]) -> HeatRow:
    """Return the row of the heat map."""
    nrr = line.nrr or {}
    values = tuple(nrr_shown(nrr[code]) if code in nrr else None for code in codes)
    return HeatRow(
        name=line.name,
        values=values,
        texts=tuple(angka(value, 3) for value in values),
        n_text=angka(line.n),
        ikm_text=angka(line.ikm, 2),
        mutu=line.mutu,
        href=line.url,
    )
