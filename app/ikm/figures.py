"""Every figure that a page or a report prints about one set of responses."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.ikm.calculation import (
    SCALE,
    WeightedIkm,
    ikm_exact,
    nilai_konversi,
    nrr_shown,
    nrr_tertimbang,
    reconcile,
)
from app.ikm.mutu import Mutu, mutu_of
from app.ikm.rounding import round_half_up
from app.ikm.scores import UnsurTally
from app.ikm.unsur import Unsur

LOWEST_SHOWN = 3
QUESTIONNAIRE_ORDER: dict[str, int] = {unsur: position for position, unsur in enumerate(Unsur)}


@dataclass(frozen=True, slots=True)
class UnsurFigures:
    """One unsur as printed; all None after `total` while it has no score.

    `count` and `total` are those of the scores; `exact` is the NRR as a fraction, `nrr` has 3 decimals.
    `tertimbang` is NRR × 1/k (3 decimals), `konversi` NRR × 25 (2 decimals), `mutu` its band.
    """

    code: str
    count: int
    total: int
    exact: Fraction | None = None
    nrr: Decimal | None = None
    tertimbang: Decimal | None = None
    konversi: Decimal | None = None
    mutu: Mutu | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of `n` respondents; all None from `exact` to `mutu` while an unsur is in `missing`.

    `unsur` and `missing` are in questionnaire order. `lowest` holds the codes of the three lowest NRR, lowest
    first, ties in questionnaire order. `index` is the IKM before conversion, 1 to 4, with 3 decimals.
    """

    n: int
    unsur: tuple[UnsurFigures, ...]
    exact: Fraction | None
    ikm: Decimal | None
    index: Decimal | None
    mutu: Mutu | None
    weights: tuple[WeightedIkm, ...]
    missing: tuple[str, ...]
    lowest: tuple[str, ...]

    @property
    def kinerja(self) -> str | None:
        """The words that go with `mutu`: Sangat baik, Baik, Kurang baik or Tidak baik."""
        return None if self.mutu is None else self.mutu.kinerja


def figures_of(tallies: Mapping[str, UnsurTally], n: int) -> Figures:
    """Return the figures of `n` respondents from the tally of each unsur that enters the IKM.

    Codes of the nine unsur are put in questionnaire order; any other names (U1…) keep the order given.
    No unsur at all, or more answers to a question than respondents, is a ValueError.
    """
    if not tallies:
        raise ValueError("figures need at least one unsur")
    if any(answered > n for tally in tallies.values() for answered in _answered(tally)):
        raise ValueError(f"a question has more answers than the {n} respondents")
    ordered = _in_questionnaire_order(tallies)
    exact = ikm_exact(list(ordered.values()))
    rounded = None if exact is None else round_half_up(exact)
    rows = tuple(_unsur_figures(code, tally, len(ordered)) for code, tally in ordered.items())
    return Figures(
        n=n,
        unsur=rows,
        exact=exact,
        ikm=rounded,
        index=None if exact is None else round_half_up(exact / SCALE, 3),
        mutu=None if rounded is None else mutu_of(rounded),
        weights=reconcile(list(ordered.values())),
        missing=tuple(row.code for row in rows if row.exact is None),
        lowest=lowest(rows),
    )


def _answered(tally: UnsurTally) -> list[int]:
    return [part.count for part in tally.parts] or [tally.count]


def _in_questionnaire_order(tallies: Mapping[str, UnsurTally]) -> dict[str, UnsurTally]:
    last = len(QUESTIONNAIRE_ORDER)
    return dict(sorted(tallies.items(), key=lambda item: QUESTIONNAIRE_ORDER.get(item[0], last)))


def _unsur_figures(code: str, tally: UnsurTally, unsur: int) -> UnsurFigures:
    if not tally.scored:
        return UnsurFigures(code, tally.count, tally.total)
    konversi = nilai_konversi(tally.nrr)
    return UnsurFigures(
        code=code,
        count=tally.count,
        total=tally.total,
        exact=tally.nrr,
        nrr=nrr_shown(tally.nrr),
        tertimbang=nrr_tertimbang(tally.nrr, unsur),
        konversi=konversi,
        mutu=mutu_of(konversi),
    )


def lowest(rows: tuple[UnsurFigures, ...]) -> tuple[str, ...]:
    """Return the codes of the three lowest NRR, lowest first."""
    scored = [(row.exact, row.code) for row in rows if row.exact is not None]
    scored.sort(key=lambda pair: pair[0])  # stable: equal NRR stay in questionnaire order
    return tuple(code for _, code in scored[:LOWEST_SHOWN])
