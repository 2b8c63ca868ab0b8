"""How the answers 1 to 4 are spread, per unsur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.web.formats import angka, persen

from .scale import percent

ANSWERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class DistributionRow:
    """How often each answer from 1 to 4 was given for one unsur."""

    name: str
    counts: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class AnswerShare:
    """One answer's part of the bar in percent; `text` is its share as printed, `20,00%`."""

    answer: int
    x: float
    width: float
    count_text: str
    text: str


@dataclass(frozen=True, slots=True)
class DistributionBar:
    name: str
    total_text: str
    parts: tuple[AnswerShare, ...]


def distribution(rows: Sequence[DistributionRow]) -> tuple[DistributionBar, ...]:
    """Return a bar per row, true to scale; without an answer its parts have width 0 and the text `–`."""
    return tuple(_bar(row) for row in rows)


def _bar(row: DistributionRow) -> DistributionBar:
    total = sum(row.counts)
    parts, before = [], 0
    for answer, count in zip(ANSWERS, row.counts, strict=True):
        parts.append(
            AnswerShare(
                answer=answer,
                x=percent(Fraction(before, total)) if total else 0.0,
                width=percent(Fraction(count, total)) if total else 0.0,
                count_text=angka(count),
                text=persen(Fraction(count, total) if total else None),
            )
        )
        before += count
    return DistributionBar(row.name, angka(total), tuple(parts))
