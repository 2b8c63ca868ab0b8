"""Counts of a few named things, as bars true to the largest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .scale import position


@dataclass(frozen=True, slots=True)
class CountRow:
    """One thing and how often; `note` is a line below its name."""

    name: str
    count: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CountBar:
    """`width` is in percent of the largest count."""

    row: CountRow
    width: float


def count_bars(rows: Sequence[CountRow]) -> tuple[CountBar, ...]:
    """Return a bar per row in the order given."""
    most = max((row.count for row in rows), default=0)
    return tuple(CountBar(row, position(row.count, 0, max(most, 1))) for row in rows)
