"""NRR per unsur as bars from 1 to 4 between the limits of mutu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .scale import MUTU_LIMITS, Number, position

LOWEST_SCORE, HIGHEST_SCORE = 1, 4


@dataclass(frozen=True, slots=True)
class UnsurRow:
    """What is known of one unsur.

    `nrr` is None while nobody has scored it; `rank` is 1 to 3 for the lowest three; `short` stands for
    the name on a phone.
    """

    name: str
    nrr: Number | None
    nrr_text: str
    konversi_text: str
    mutu: str | None
    short: str | None = None
    rank: int | None = None
    change_text: str | None = None
    previous: Number | None = None
    city: Number | None = None
    city_change_text: str | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One band of mutu on the axis: from `start` to `end`, its letter in the `middle`, all in percent."""

    letter: str
    start: float
    end: float

    @property
    def middle(self) -> float:
        return round((self.start + self.end) / 2, 2)


@dataclass(frozen=True, slots=True)
class NrrBar:
    """One bar: its end, last period's tick, the city's circle, in percent of the axis; None where unknown."""

    row: UnsurRow
    end: float | None
    previous: float | None
    city: float | None
    fell: bool


@dataclass(frozen=True, slots=True)
class NrrChart:
    bands: tuple[Band, ...]
    bars: tuple[NrrBar, ...]
    has_previous: bool
    has_city: bool

    @property
    def limits(self) -> tuple[float, ...]:
        """Where C, B and A begin."""
        return tuple(band.start for band in self.bands[1:])


def nrr_bars(rows: Sequence[UnsurRow]) -> NrrChart:
    """Return the bars in the order given; the caller puts the lowest first."""
    return NrrChart(
        bands=mutu_bands(),
        bars=tuple(_bar(row) for row in rows),
        has_previous=any(row.previous is not None for row in rows),
        has_city=any(row.city is not None for row in rows),
    )


def mutu_bands() -> tuple[Band, ...]:
    """Return the bands D, C, B, A on the axis of one unsur: the IKM's limits divided by 25."""
    starts = [("D", 0.0), *((letter, _place(Fraction(limit) / 25)) for letter, limit in MUTU_LIMITS)]
    ends = [start for _, start in starts[1:]] + [100.0]
    return tuple(Band(letter, start, end) for (letter, start), end in zip(starts, ends, strict=True))


def _bar(row: UnsurRow) -> NrrBar:
    return NrrBar(
        row=row,
        end=_on_axis(row.nrr),
        previous=_on_axis(row.previous),
        city=_on_axis(row.city),
        fell=row.nrr is not None and row.previous is not None and row.nrr < row.previous,
    )


def _on_axis(nrr: Number | None) -> float | None:
    return None if nrr is None else _place(nrr)


def _place(nrr: Number) -> float:
    return position(nrr, LOWEST_SCORE, HIGHEST_SCORE)
