"""How much of a target is reached."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from app.web.formats import angka

from .scale import percent, position

#: The bar ends at 110 % of the target: ticks of a column stand in line, and going past them can be seen.
BAR_END = Fraction(11, 10)
#: More segments than this would be thinner than two pixels in a table column.
MOST_SEGMENTS = 40


@dataclass(frozen=True, slots=True)
class TargetBar:
    """Bar and tick in percent of the width. `percent_text` is rounded down: 99.9 % is not yet 100%."""

    width: float
    tick: float
    achieved_text: str
    target_text: str
    percent_text: str
    reached: bool


def target_bar(achieved: int, target: int) -> TargetBar:
    """Return the bar of `achieved` out of `target`; without a target (0) there is no percentage."""
    return TargetBar(
        width=position(achieved, 0, max(target, 1) * BAR_END),
        tick=position(1, 0, BAR_END),
        achieved_text=angka(achieved),
        target_text=angka(target),
        percent_text=f"{achieved * 100 // target}%" if target else "–",
        reached=achieved >= target,
    )


@dataclass(frozen=True, slots=True)
class Segment:
    x: float
    width: float
    done: bool


@dataclass(frozen=True, slots=True)
class UppBar:
    """One segment a UPP; none when there are too many, then `width` (percent) draws one plain bar."""

    segments: tuple[Segment, ...]
    width: float
    done_text: str
    total_text: str


def upp_bar(done: int, total: int) -> UppBar:
    """Return one segment per UPP, the finished ones first."""
    segments = tuple(
        Segment(percent(Fraction(index, total)), percent(Fraction(1, total)), index < done)
        for index in range(total if total <= MOST_SEGMENTS else 0)
    )
    return UppBar(segments, position(done, 0, max(total, 1)), angka(done), angka(total))


@dataclass(frozen=True, slots=True)
class Step:
    """One segment of a questionnaire's progress: `state` is current, done or open."""

    x: float
    width: float
    state: str


def steps(current: int, answered: Collection[int], total: int = 9) -> tuple[Step, ...]:
    """Return one segment per question; `current` and `answered` count from 1."""
    width = percent(Fraction(1, total))
    return tuple(
        Step(percent(Fraction(number - 1, total)), width, _state(number, current, answered))
        for number in range(1, total + 1)
    )


def _state(number: int, current: int, answered: Collection[int]) -> str:
    if number == current:
        return "current"
    return "done" if number in answered else "open"
