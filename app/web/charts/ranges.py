"""Figures with their 95 % interval, one below the other on one axis, so that the eye sees which overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .scale import MUTU_LIMITS, Number, position

#: The axis ends a little outside the outermost interval.
MARGIN = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class RangeRow:
    """`value` is None where there is no figure, `low` and `high` where there is no interval."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RangeMark:
    """Places in percent of the axis."""

    x: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RangeChart:
    """`limits`: (letter, place) of the bands of mutu that begin on the axis."""

    marks: tuple[RangeMark, ...]
    limits: tuple[tuple[str, float], ...]
    mean: float | None


def ranges(rows: Sequence[RangeRow], mean: Decimal | None = None) -> RangeChart:
    """Return the marks in the order given, and where their mean stands."""
    known = [each for row in rows for each in (row.value, row.low, row.high) if each is not None]
    if not known:
        return RangeChart(tuple(RangeMark(None, None, None) for _ in rows), (), None)
    start, end = min(known) - MARGIN, max(known) + MARGIN

    def place(value: Number | None) -> float | None:
        return None if value is None else position(value, start, end)

    return RangeChart(
        marks=tuple(RangeMark(place(row.value), place(row.low), place(row.high)) for row in rows),
        limits=tuple((letter, position(limit, start, end)) for letter, limit in MUTU_LIMITS if start < limit < end),
        mean=place(mean) if mean is not None and start <= mean <= end else None,
    )
