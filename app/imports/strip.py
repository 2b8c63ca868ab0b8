"""A tick for each row of a file: wrong ones rise above the rest and carry their number, twins hang below. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

FILLED = 0.6  # of a tick's place; the rest is the gap to the next
STOUT = 1.5  # a tick is at most so much wider than it is in a full strip: few rows are still ticks, not blocks


class TickKind(StrEnum):
    GOOD = "good"
    TWIN = "twin"
    WRONG = "wrong"


@dataclass(frozen=True)
class Tick:
    """Left edge in percent of the width. `number`: of the first wrong row, where there is room to write it."""

    left: float
    kind: TickKind
    number: int | None = None

    def middle(self, width: float) -> float:
        """Return where the number stands; near the ends it is moved in, so that it is not cut off."""
        return round(min(max(self.left + width / 2, 1.6), 98.4), 3)


@dataclass(frozen=True)
class Strip:
    """`each`: how many rows a tick stands for. `width` of a tick in percent."""

    ticks: tuple[Tick, ...]
    width: float
    each: int


def strip(first: int, last: int, wrong: Collection[int], twins: Collection[int], *, most: int, apart: float) -> Strip:
    """Return the ticks of rows `first` to `last`: at most `most`, their numbers at least `apart` percent from each other."""
    total = max(last - first + 1, 1)
    each = ceil(total / most)
    count = ceil(total / each)
    place = 100 / count
    wrong_at = _first_in_tick(first, each, wrong)
    twin_at = _first_in_tick(first, each, twins)
    ticks = []
    written = -apart
    for index in range(count):
        left = index * place
        kind = TickKind.WRONG if index in wrong_at else TickKind.TWIN if index in twin_at else TickKind.GOOD
        number = wrong_at.get(index) if left - written >= apart else None
        if number is not None:
            written = left
        ticks.append(Tick(round(left, 3), kind, number))
    width = FILLED * min(place, STOUT * 100 / most)
    return Strip(tuple(ticks), round(width, 3), each)


def _first_in_tick(first: int, each: int, numbers: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for number in sorted(numbers, reverse=True):
        found[(number - first) // each] = number
    return found
