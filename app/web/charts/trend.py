"""The IKM over the years between the limits of mutu around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.web.formats import angka

from .scale import MUTU_LIMITS, Number, percent

HEIGHT, TOP, BOTTOM, YEARS = 184, 14, 146, 174
LABEL_GAP = 19
#: Pixels down per percent across: below a point from which the line falls more steeply, a label touches it.
STEEP = 1
#: More labelled points than this would touch on a phone; then only the ends and the extremes are labelled.
MOST_LABELS = 6
#: More years than this would touch; then every other one is named, the last always.
MOST_YEARS = 8


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period: `value` is None where there was no survey; `low` and `high` bound its 95 % interval."""

    label: str
    value: Number | None
    text: str = "–"
    low: Number | None = None
    high: Number | None = None
    mutu: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A point drawn: `x` in percent, the rest in pixels from the top; `label_y` is None for no label."""

    point: TrendPoint
    x: float
    y: float
    label_y: float | None
    low_y: float | None
    high_y: float | None
    last: bool


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class LimitLine:
    letter: str
    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Trend:
    points: tuple[TrendPoint, ...]
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    limits: tuple[LimitLine, ...]
    years: tuple[tuple[float, str], ...]
    summary: str
    height: int = HEIGHT
    years_y: int = YEARS

    @property
    def has_interval(self) -> bool:
        return any(point.low is not None and point.high is not None for point in self.points)

    @property
    def has_note(self) -> bool:
        return any(point.note or point.value is None for point in self.points)


def trend(points: Sequence[TrendPoint]) -> Trend:
    """Return the line with the nearest limit below and above it; a year without a value leaves a gap."""
    known = [(index, point) for index, point in enumerate(points) if point.value is not None]
    limits = _limits_around([v for _, p in known for v in (p.value, p.low, p.high) if v is not None])
    axis = _Axis(limits, [p for _, p in known])
    places = {
        index: (_column(index, len(points)), axis.y(point.value)) for index, point in known if point.value is not None
    }
    marks = tuple(_mark(index, point, places, axis, 100 / len(points)) for index, point in known)
    return Trend(
        points=tuple(points),
        marks=_only_telling_labels(marks),
        lines=tuple(Line(*places[index], *places[index + 1]) for index in sorted(places) if index + 1 in places),
        limits=tuple(LimitLine(letter, angka(limit), axis.y(limit)) for letter, limit in limits),
        years=_years([point.label for point in points]),
        summary="; ".join(f"{point.label}: {point.text}" for point in points),
    )


class _Axis:
    """The vertical scale, with a twelfth of its span as margin so that no point sits on the edge."""

    def __init__(self, limits: Sequence[tuple[str, Number]], points: Sequence[TrendPoint]) -> None:
        values = [Fraction(limit) for _, limit in limits]
        values += [Fraction(v) for p in points for v in (p.value, p.low, p.high) if v is not None]
        low, high = (min(values), max(values)) if values else (Fraction(25), Fraction(100))
        margin = max((high - low) / 12, Fraction(1, 2))
        self.low, self.high = low - margin, high + margin

    def y(self, value: Number) -> float:
        part = (Fraction(value) - self.low) / (self.high - self.low)
        return round(float(BOTTOM - part * (BOTTOM - TOP)), 1)


def _limits_around(values: Sequence[Number]) -> tuple[tuple[str, Number], ...]:
    if not values:
        return ()
    low, high = min(values), max(values)
    below = [limit for limit in MUTU_LIMITS if limit[1] <= low][-1:]
    between = [limit for limit in MUTU_LIMITS if low < limit[1] <= high]
    above = [limit for limit in MUTU_LIMITS if limit[1] > high][:1]
    return tuple(below + between + above)


def _years(labels: Sequence[str]) -> tuple[tuple[float, str], ...]:
    every = 1 if len(labels) <= MOST_YEARS else 2
    return tuple(
        (_column(index, len(labels)), label)
        for index, label in enumerate(labels)
        if (len(labels) - 1 - index) % every == 0
    )


def _column(index: int, count: int) -> float:
    return percent(Fraction(2 * index + 1, 2 * count))


def _mark(index: int, point: TrendPoint, places: dict[int, tuple[float, float]], axis: _Axis, step: float) -> Mark:
    x, y = places[index]
    low_y = None if point.low is None else axis.y(point.low)
    high_y = None if point.high is None else axis.y(point.high)
    neighbours = [places[near][1] for near in (index - 1, index + 1) if near in places]
    return Mark(point, x, y, _label_y(y, low_y, high_y, neighbours, step), low_y, high_y, index == max(places))


def _label_y(y: float, low_y: float | None, high_y: float | None, neighbours: Sequence[float], step: float) -> float:
    """Return the label's baseline on the side from which the line leaves less steeply, inside the chart."""
    falls = max((near - y for near in neighbours), default=0)
    rises = max((y - near for near in neighbours), default=0)
    below = (low_y or y) + LABEL_GAP
    above = (high_y or y) - LABEL_GAP + 8
    steep = falls > rises and falls / step > STEEP
    if (steep and above > TOP) or below > YEARS - 16:
        return round(above, 1)
    return round(below, 1)


def _only_telling_labels(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    if len(marks) <= MOST_LABELS:
        return marks
    telling = {marks[0], marks[-1], min(marks, key=lambda m: m.y), max(marks, key=lambda m: m.y)}
    return tuple(mark if mark in telling else replace(mark, label_y=None) for mark in marks)
