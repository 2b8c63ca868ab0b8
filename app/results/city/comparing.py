"""Which OPD are really above others: a rank is a range, because chance alone reorders neighbours. Pure.

Two OPDs are told apart where their difference exceeds sampling variation (z at 95 %). An OPD's rank then lies between one
more than those clearly above it, and the number of all less those clearly below (Goldstein and Spiegelhalter, "League
Tables and Their Limitations", Journal of the Royal Statistical Society A 159, 1996).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.ikm import TooFewResponses, variance_of_mean
from app.ikm.uncertainty import Z95, Strata


@dataclass(frozen=True)
class Standing:
    """The best and the worst rank that the answers allow, of `of` that can be compared."""

    best: int
    worst: int
    of: int


def standings(units: Sequence[Strata]) -> list[Standing | None]:
    """Return the range of ranks of each unit, in the order given; None for one that cannot be compared."""
    measured = [_measure(strata) for strata in units]
    known = [each for each in measured if each is not None]
    return [None if own is None else _standing(own, known) for own in measured]


Measure = tuple[float, float]  # mean and variance


def _measure(strata: Strata) -> Measure | None:
    if not strata:
        return None
    try:
        variance = sum(float(weight) ** 2 * float(variance_of_mean(unit)) for weight, unit in strata)
        return sum(float(weight * unit.mean) for weight, unit in strata), variance
    except TooFewResponses:
        return None


def _standing(own: Measure, known: Sequence[Measure]) -> Standing:
    above = sum(_differs(other, own) for other in known)
    below = sum(_differs(own, other) for other in known)
    return Standing(above + 1, len(known) - below, len(known))


def _differs(higher: Measure, lower: Measure) -> bool:
    return higher[0] - lower[0] > Z95 * math.sqrt(higher[1] + lower[1])
