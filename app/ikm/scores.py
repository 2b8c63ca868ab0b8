"""From scores to tallies: what the answers to one unsur add up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

HIGHEST = 4
SCORES = range(1, HIGHEST + 1)

Code = TypeVar("Code", bound=str)


class NoScore(ValueError):
    """An unsur, or one of its sub-questions, has no score yet: it has no NRR."""


@dataclass(frozen=True, slots=True)
class UnsurTally:
    """How many scores an unsur has (`count`) and what they add up to (`total`).

    An unsur with sub-questions carries their tallies in `parts`; its count and total then span all of them.
    Impossible numbers (a mean outside 1..4, a negative count) are a ValueError.
    """

    count: int
    total: int
    parts: tuple["UnsurTally", ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.total <= HIGHEST * self.count:
            raise ValueError(f"{self.count} scores of 1..4 cannot add up to {self.total}")
        if self.parts and (self.count, self.total) != _span(self.parts):
            raise ValueError("count and total differ from those of the sub-questions")

    @classmethod
    def from_scores(cls, scores: Iterable[int | None]) -> "UnsurTally":
        """Tally one column of answers; None is one left out, any other value outside 1..4 a ValueError."""
        given = [score for score in scores if score is not None]
        if unknown := [score for score in given if score not in SCORES]:
            raise ValueError(f"a score is 1, 2, 3 or 4, not {unknown[0]!r}")
        return cls(len(given), sum(given))

    @classmethod
    def from_frequencies(cls, frequencies: Sequence[int]) -> "UnsurTally":
        """Tally the four numbers of respondents who answered 1, 2, 3 and 4, in this order."""
        if len(frequencies) != HIGHEST or min(frequencies) < 0:
            raise ValueError(f"needs the frequencies of the values 1 to 4, not {frequencies!r}")
        return cls(sum(frequencies), sum(map(int.__mul__, SCORES, frequencies)))

    @classmethod
    def from_sub_questions(cls, parts: Iterable["UnsurTally"]) -> "UnsurTally":
        """Join the tallies of an unsur's sub-questions: its NRR is the plain mean of theirs."""
        parts = tuple(parts)
        return cls(*_span(parts), parts)

    @property
    def scored(self) -> bool:
        """Whether the unsur has an NRR: a score, and with sub-questions a score on each of them."""
        return all(part.scored for part in self.parts) if self.parts else self.count > 0

    @property
    def nrr(self) -> Fraction:
        """The exact nilai rata-rata, 1 to 4 (14/2017, Lampiran). Raises NoScore when there is none."""
        if not self.scored:
            raise NoScore("an unsur without a score has no NRR")
        if self.parts:
            return sum((part.nrr for part in self.parts), Fraction()) / len(self.parts)
        return Fraction(self.total, self.count)

    def __add__(self, other: "UnsurTally") -> "UnsurTally":
        """Pool two sets of responses. Different numbers of sub-questions cannot be pooled: ValueError."""
        if EMPTY in (self, other):
            return other if self == EMPTY else self
        if len(self.parts) != len(other.parts):
            raise ValueError("tallies with different sub-questions cannot be pooled")
        if self.parts:
            return UnsurTally.from_sub_questions(map(UnsurTally.__add__, self.parts, other.parts))
        return UnsurTally(self.count + other.count, self.total + other.total)


def _span(parts: tuple[UnsurTally, ...]) -> tuple[int, int]:
    return sum(part.count for part in parts), sum(part.total for part in parts)


EMPTY = UnsurTally(0, 0)


def tally_rows(rows: Sequence[Sequence[int | None]], width: int) -> list[UnsurTally]:
    """Tally respondents' rows of `width` answers, column by column. Another width is a ValueError."""
    if any(len(row) != width for row in rows):
        raise ValueError(f"every row must have {width} answers")
    if not rows:
        return [EMPTY] * width
    return [UnsurTally.from_scores(column) for column in zip(*rows, strict=True)]


def pool(units: Iterable[Mapping[Code, UnsurTally]]) -> dict[Code, UnsurTally]:
    """Add up the tallies of several sets of responses by unsur; one that a set lacks adds nothing."""
    pooled: dict[Code, UnsurTally] = {}
    for unit in units:
        for code, tally in unit.items():
            pooled[code] = pooled.get(code, EMPTY) + tally
    return pooled
