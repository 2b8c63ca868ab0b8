"""Parts of a whole along one bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .scale import percent

#: Percent below which a part could no longer be seen or told apart on a phone.
LEAST_VISIBLE = Fraction(3, 2)


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a bar: `x` and `width` in percent of the whole."""

    key: str
    count: int
    x: float
    width: float


def shares(counts: Mapping[str, int], least: Fraction = LEAST_VISIBLE) -> tuple[Share, ...]:
    """Return the parts with a count above zero, in the order given, filling the bar from 0 to 100.

    A part thinner than `least` percent is widened to it, at the expense of the others in proportion: one
    office among hundreds must still be seen.
    """
    present = {key: count for key, count in counts.items() if count > 0}
    total = sum(present.values())
    widths = {key: Fraction(count * 100, total) for key, count in present.items()}
    thin = {key for key, width in widths.items() if width < least}
    rest = sum(width for key, width in widths.items() if key not in thin)
    room = 100 - least * len(thin)
    parts, start = [], Fraction(0)
    for key, count in present.items():
        width = least if key in thin else widths[key] * room / rest
        parts.append(Share(key, count, percent(start / 100), percent(width / 100)))
        start += width
    return tuple(parts)
