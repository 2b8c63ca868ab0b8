"""Positions and steps on an axis."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from app.ikm.mutu import Mutu

Number = int | Fraction | Decimal

#: Letter and lower limit of mutu C, B and A on the scale of the IKM, rising; below the first is D.
MUTU_LIMITS = tuple((mutu.value, mutu.lower_limit) for mutu in (Mutu.C, Mutu.B, Mutu.A))


@lru_cache(maxsize=4096)  # exact, and asked for the same few places on every line of a table
def position(value: Number, low: Number, high: Number) -> float:
    """Return where `value` lies from `low` to `high`: percent with two decimals, never outside 0 to 100."""
    if high <= low:
        raise ValueError(f"an axis from {low} to {high} has no length")
    part = (Fraction(value) - Fraction(low)) / (Fraction(high) - Fraction(low))
    return percent(min(max(part, Fraction(0)), Fraction(1)))


def percent(part: Fraction) -> float:
    """Return a part of one as percent with two decimals: fine enough for a wall screen, short in the page."""
    return round(float(part * 100), 2)


def step_of(value: Number, limits: Sequence[Number]) -> int:
    """Return the lightness step of `value`, 1 below the first limit and one more at each limit reached."""
    if isinstance(value, int):  # compares with every kind of number; a calendar has a thousand cells
        return bisect_right(limits, value) + 1
    return bisect_right([Fraction(limit) for limit in limits], Fraction(value)) + 1
