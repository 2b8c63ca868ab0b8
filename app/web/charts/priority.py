"""Which unsur to mend first: its NRR across, its weight for the whole upwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .scale import Number, position

HEIGHT, MARGIN = 280, 40
#: A label's height in pixels, and its width a letter in percent of a chart as narrow as a phone's.
LABEL_HEIGHT, LETTER = 16, 2.5
#: From the point's middle to the label's beginning, in percent.
GAP = 3.5
SHIFTS = (0, -9, 9, -17, 17)


@dataclass(frozen=True, slots=True)
class PriorityPoint:
    """One unsur: NRR 1 to 4, correlation with the whole -1 to 1; `first` marks those to mend first."""

    name: str
    nrr: Number
    correlation: Decimal
    nrr_text: str
    correlation_text: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class PriorityMark:
    """`x` in percent; `y` and `label_y` in pixels; the label stands left of the point when `left`."""

    point: PriorityPoint
    x: float
    y: float
    label_y: float
    left: bool

    @property
    def label_span(self) -> tuple[float, float]:
        """Where the label begins and ends, in percent."""
        length = LETTER * len(self.point.name)
        return (self.x - GAP - length, self.x - GAP) if self.left else (self.x + GAP, self.x + GAP + length)


@dataclass(frozen=True, slots=True)
class PriorityMap:
    """The quadrants meet at `split_x` (percent) and `split_y` (pixels)."""

    marks: tuple[PriorityMark, ...]
    split_x: float
    split_y: float
    height: int = HEIGHT

    @property
    def first(self) -> tuple[str, ...]:
        """The names of the unsur to mend first."""
        return tuple(mark.point.name for mark in self.marks if mark.point.first)


def priority_map(points: Sequence[PriorityPoint]) -> PriorityMap:
    """Return the points from the top, the cross where the means meet, and labels that do not touch."""
    across = [Fraction(point.nrr) for point in points]
    upward = [Fraction(point.correlation) for point in points]
    x, y = _scale(across, 8, 92), _scale(upward, HEIGHT - MARGIN, MARGIN)
    bare = [PriorityMark(point, x(Fraction(point.nrr)), y(Fraction(point.correlation)), 0, False) for point in points]
    return PriorityMap(
        marks=_labelled(sorted(bare, key=lambda mark: mark.y)),
        split_x=x(sum(across, Fraction(0)) / len(across)),
        split_y=y(sum(upward, Fraction(0)) / len(upward)),
    )


def _scale(values: Sequence[Fraction], start: int, end: int) -> Callable[[Fraction], float]:
    low, high = min(values), max(values)

    def place(value: Fraction) -> float:
        part = position(value, low, high) / 100 if high > low else 0.5
        return round(start + part * (end - start), 2)

    return place


def _labelled(bare: Sequence[PriorityMark]) -> tuple[PriorityMark, ...]:
    """Return the marks, each with its label at the first free place: right, left, then a little aside."""
    placed: list[PriorityMark] = []
    for mark in bare:
        others = [other for other in bare if other is not mark]
        tries = [
            PriorityMark(mark.point, mark.x, mark.y, round(mark.y + shift, 2), left)
            for shift in SHIFTS
            for left in (False, True)
        ]
        placed.append(next((label for label in tries if _is_free(label, placed, others)), tries[0]))
    return tuple(placed)


def _is_free(label: PriorityMark, placed: Sequence[PriorityMark], others: Sequence[PriorityMark]) -> bool:
    start, end = label.label_span
    if start < 0 or end > 100:
        return False
    over_label = any(
        abs(label.label_y - other.label_y) < LABEL_HEIGHT and start < other.label_span[1] and other.label_span[0] < end
        for other in placed
    )
    over_point = any(abs(label.label_y - other.y) < 12 and start - 2 < other.x < end + 2 for other in others)
    return not over_label and not over_point
