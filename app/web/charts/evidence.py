"""Pictures beside a quality note: one petugas among colleagues, and how long the answers took."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

BARS = 14
HEIGHT = 60  # pixels of the tallest bar


@dataclass(frozen=True, slots=True)
class Dot:
    """One petugas: `x` in percent, `own` where the note is about them."""

    label: str
    x: float
    own: bool


@dataclass(frozen=True, slots=True)
class DotStrip:
    """`ticks`: (x, value) of the scale."""

    dots: tuple[Dot, ...]
    ticks: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    height: float
    marked: float  # height of the part that the note points at


@dataclass(frozen=True, slots=True)
class Histogram:
    """`last` is the value at the right end; what lies beyond stands in the last bar."""

    bars: tuple[Bar, ...]
    last: int


def dot_strip(means: Sequence[tuple[str, float, bool]]) -> DotStrip:
    """Return (label, mean, own) on a scale of tenths that just holds them all."""
    low = min(int(mean * 10) for _, mean, _ in means) / 10
    high = max(-int(-mean * 10 // 1) for _, mean, _ in means) / 10
    high = max(high, low + 0.2)
    span = high - low
    step = 0.1 if span <= 0.5 else 0.2 if span <= 1 else 0.5
    ticks = [low + step * number for number in range(int(span / step + 1.0001))]
    dots = sorted(
        (Dot(label, _percent((mean - low) / span), own) for label, mean, own in means), key=lambda dot: dot.own
    )
    return DotStrip(tuple(dots), tuple((_percent((tick - low) / span), round(tick, 1)) for tick in ticks))


def histogram(values: Sequence[tuple[float, bool]]) -> Histogram:
    """Return how often each span of values occurs; `True` marks those that the note points at."""
    ordered = sorted(value for value, _ in values)
    last = max(ordered[int(len(ordered) * 0.95) - 1], 1.0)
    counts = [[0, 0] for _ in range(BARS)]
    for value, marked in values:
        place = min(int(value / last * BARS), BARS - 1)
        counts[place][0] += 1
        counts[place][1] += marked
    most = max(count for count, _ in counts)
    width = _percent(1 / BARS)
    return Histogram(tuple(_bar(place, width, counts[place], most) for place in range(BARS)), round(last))


def _bar(place: int, width: float, count: Collection[int], most: int) -> Bar:
    every, marked = count
    return Bar(_percent(place / BARS), width, round(HEIGHT * every / most, 1), round(HEIGHT * marked / most, 1))


def _percent(part: float) -> float:
    return round(part * 100, 2)
