"""Simulated paces: how UPP of several tempers gather answers, working day by working day, until their target is met."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

LONGEST = 400  # working days: who has not finished by then has given up
TARGETS = (60, 100, 150, 250, 300, 370, 384)
SHORTEST_COLLECTION, LONGEST_COLLECTION = 10, 70  # working days, at an even pace
FIRST_LOOK = 3  # working days of collecting before anybody asks for a forecast

Temper = Callable[[Random, float], Iterator[int]]


def steady(dice: Random, rate: float) -> Iterator[int]:
    while True:
        yield poisson(dice, rate)


def weekly(dice: Random, rate: float) -> Iterator[int]:
    """Full counters on some days of the week, empty ones on others."""
    week = [1.7, 1.3, 0.9, 0.7, 0.4]
    dice.shuffle(week)
    while True:
        for share in week:
            yield poisson(dice, rate * share)


def bursts(dice: Random, rate: float) -> Iterator[int]:
    """Somebody goes out with the tablet now and then."""
    often = dice.uniform(0.2, 0.4)
    while True:
        went_out = dice.random() < often
        yield poisson(dice, rate / often * dice.gammavariate(3, 1 / 3) if went_out else rate * 0.1)


def slow_start(dice: Random, rate: float) -> Iterator[int]:
    learning, day = dice.randint(8, 25), 0
    while True:
        day += 1
        yield poisson(dice, rate * min(1.0, 0.15 + 0.85 * day / learning))


def stops(dice: Random, rate: float) -> Iterator[int]:
    """The petugas is needed elsewhere for days."""
    while True:
        for _ in range(dice.randint(4, 12)):
            yield poisson(dice, rate * 1.3)
        for _ in range(dice.randint(2, 8)):
            yield 0


TEMPERS: tuple[Temper, ...] = (steady, weekly, bursts, slow_start, stops)


@dataclass(frozen=True)
class Pace:
    """What a UPP brought in on each working day; on the last of them the target was met. Somebody looks after `seen` days."""

    temper: str
    target: int
    days: tuple[int, ...]
    seen: int
    remaining: int  # working days from the last answer to the submission


def simulate(dice: Random, temper: Temper) -> Pace:
    """Return a pace at whose look a forecast stands: something came in during the last ten working days."""
    while True:
        target = dice.choice(TARGETS)
        length = math.exp(dice.uniform(math.log(SHORTEST_COLLECTION), math.log(LONGEST_COLLECTION)))
        days: list[int] = []
        for count in temper(dice, target / length):
            days.append(count)
            if sum(days) >= target or len(days) == LONGEST:
                break
        if sum(days) < target or len(days) <= FIRST_LOOK:
            continue
        seen = dice.randint(FIRST_LOOK, len(days) - 1)
        if any(days[max(0, seen - 10) : seen]):
            return Pace(temper.__name__, target, tuple(days), seen, dice.randint(2, 4))


def poisson(dice: Random, mean: float) -> int:
    """Return how many come when `mean` come on average (Knuth's method; the normal law for many)."""
    if mean > 30:
        return max(0, round(dice.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        count += 1
        product *= dice.random()
    return count
