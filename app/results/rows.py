"""From figures to the rows that the chart macros draw. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from uuid import UUID

from app.ikm import Aggregate, Figures, Mutu, Unsur, UnsurTally, mutu_of, nilai_konversi, nrr_shown
from app.ikm.figures import LOWEST_SHOWN
from app.ikm.uncertainty import Strata
from app.results.extras import own_unsur_of, questions_of
from app.results.interpretation import beyond_of_means, find_interval
from app.results.statistics import Statistics
from app.results.summary import changes_of, in_order
from app.results.surveys import KindResult, LayananResult
from app.surveys.questionnaire import QuestionnaireVersion
from app.web.charts import DistributionRow, HeatRow, TrendPoint, UnsurRow
from app.web.formats import angka, bertanda

Exact = Mapping[str, Fraction]


def exact_of(figures: Figures) -> dict[str, Fraction]:
    """Return the exact NRR of each unsur that has a score, in questionnaire order."""
    return {row.code: row.exact for row in figures.unsur if row.exact is not None}


def unsur_rows(codes: Sequence[str], nrr: Exact, before: Exact, city: Exact) -> list[UnsurRow]:
    """Return the unsur from the lowest; those without a score stand last. Differences are of the printed figures."""
    order = in_order({code: nrr[code] for code in codes if code in nrr})
    changes, from_city = changes_of(nrr, before), changes_of(nrr, city)
    rows = []
    for place, code in enumerate(order, start=1):
        konversi = nilai_konversi(nrr[code])
        rows.append(
            UnsurRow(
                name=Unsur(code).official_name,
                short=Unsur(code).short_name,
                nrr=nrr_shown(nrr[code]),
                nrr_text=angka(nrr_shown(nrr[code]), 3),
                konversi_text=angka(konversi, 2),
                mutu=mutu_of(konversi),
                rank=place if place <= LOWEST_SHOWN else None,
                previous=nrr_shown(before[code]) if code in before else None,
                change_text=bertanda(changes[code], 3) if code in changes else None,
                city=nrr_shown(city[code]) if code in city else None,
                city_change_text=bertanda(from_city[code], 3) if code in from_city else None,
            )
        )
    missing = (Unsur(code) for code in codes if code not in nrr)
    return rows + [
        UnsurRow(unsur.official_name, None, angka(None), angka(None), None, unsur.short_name) for unsur in missing
    ]


def layanan_rows(
    kind: KindResult, hidden: Collection[UUID], link: Callable[[UUID], str] | None = None
) -> list[HeatRow]:
    """Return one row a layanan; a hidden one shows its n and no figures."""
    return [
        replace(
            whole_row(each.name, each, withheld=each.id in hidden),
            href=link(each.id) if link and each.figures.n and each.id not in hidden else None,
        )
        for each in kind.layanan
    ]


def total_row(kind: KindResult) -> HeatRow:
    return whole_row("Seluruh layanan", kind, withheld=False)


def whole_row(name: str, whole: KindResult | LayananResult, *, withheld: bool) -> HeatRow:
    """Return a row with n against the target."""
    figures, n_text, short = whole.figures, _n_text(whole.figures.n, whole.target), _short_text(whole.shortfall)
    if withheld:
        return HeatRow(name, (None,) * len(figures.unsur), ("–",) * len(figures.unsur), n_text, short)
    return figures_row(name, figures, n_text, short)


def figures_row(name: str, figures: Figures, n_text: str, shortfall_text: str | None = None) -> HeatRow:
    """Return a row of a heat map: NRR of each unsur, and the IKM."""
    return HeatRow(
        name=name,
        values=tuple(row.nrr for row in figures.unsur),
        texts=tuple(angka(row.nrr, 3) for row in figures.unsur),
        n_text=n_text,
        shortfall_text=shortfall_text,
        ikm_text=angka(figures.ikm, 2),
        mutu=figures.mutu,
    )


def _n_text(n: int, target: int) -> str:
    return f"{angka(n)} / {angka(target)}"


def _short_text(missing: int) -> str | None:
    return f"kurang {angka(missing)}" if missing else None


def distribution_rows(
    codes: Sequence[str], statistics: Statistics, asked: QuestionnaireVersion | None = None
) -> list[DistributionRow]:
    """Return how often 1 to 4 were answered to each unsur, in questionnaire order, and to own unsur after them."""
    found = [
        DistributionRow(Unsur(code).official_name, statistics.frequencies(index)) for index, code in enumerate(codes)
    ]
    own = own_unsur_of(statistics, asked) if asked else []
    return found + [DistributionRow(f"{each.name} (tambahan)", frequencies) for each, frequencies in own]


@dataclass(frozen=True)
class QuestionRow:
    """One question, or one own unsur, as a small table shows it."""

    name: str
    n: int
    nrr: str
    konversi: str = ""
    mutu: Mutu | None = None
    total: bool = False  # an unsur, over its questions


def question_rows(codes: Sequence[str], statistics: Statistics, asked: QuestionnaireVersion) -> tuple[QuestionRow, ...]:
    """Return each unsur that has sub-questions with the NRR of all its questions, whose mean is its own."""
    found: list[QuestionRow] = []
    for place, (code, tally) in enumerate(statistics.tallies(codes).items()):
        questions = questions_of(statistics, place, asked)
        if questions and len(questions) == len(tally.parts):
            found.append(replace(_question_row(Unsur(code).official_name, tally), total=True))
            found += [_question_row(text, UnsurTally.from_frequencies(given)) for text, given in questions]
    return tuple(found)


def own_rows(statistics: Statistics, asked: QuestionnaireVersion) -> tuple[QuestionRow, ...]:
    """Return the own unsur, which never enter the IKM."""
    return tuple(
        _question_row(each.name, UnsurTally.from_frequencies(given)) for each, given in own_unsur_of(statistics, asked)
    )


def _question_row(name: str, tally: UnsurTally) -> QuestionRow:
    if not tally.scored:
        return QuestionRow(name, tally.count, angka(None))
    konversi = nilai_konversi(tally.nrr)
    return QuestionRow(name, tally.count, angka(nrr_shown(tally.nrr), 3), angka(konversi, 2), mutu_of(konversi))


def trend_point(label: str, kind: KindResult | None, *, provisional: bool = False) -> TrendPoint:
    """Return a periode's point with its 95 % interval; without an IKM the line has a gap."""
    if kind is None or kind.figures.ikm is None:
        return TrendPoint(label, None)
    found = find_interval(kind.complete)
    return TrendPoint(
        label=label,
        value=kind.figures.ikm,
        text=angka(kind.figures.ikm, 2),
        low=found.lower if found else None,
        high=found.upper if found else None,
        mutu=kind.figures.mutu,
        note="sementara" if provisional else None,
    )


def mean_point(label: str, aggregate: Aggregate, strata: Strata, note: str | None = None) -> TrendPoint:
    """Return the point of a mean of units."""
    interval = beyond_of_means(strata).interval
    return TrendPoint(
        label=label,
        value=aggregate.ikm,
        text=angka(aggregate.ikm, 2),
        low=interval.lower if interval else None,
        high=interval.upper if interval else None,
        mutu=aggregate.mutu,
        note=note,
    )


def telling(points: Sequence[TrendPoint]) -> tuple[TrendPoint, ...]:
    """Return the points if they are a trend: two figures or more."""
    return tuple(points) if sum(point.value is not None for point in points) > 1 else ()
