"""Where things stand on the lembar pengolahan."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

from xlsxwriter.utility import xl_col_to_name

from .data import Processing
from .formulas import Ranges

FIRST_COLUMN = 1  # of the scores; the first holds the respondent's number
HEADER = 6  # row of U1…U9; their names stand below


@dataclass(frozen=True)
class Layout:
    """Rows and columns count from 0, cells from 1."""

    rows: int
    sizes: tuple[int, ...]  # how many questions each unsur has
    own: int = 0  # own unsur, right of everything

    @property
    def unsur(self) -> int:
        return len(self.sizes)

    @property
    def width(self) -> int:
        """How many columns of questions enter the IKM."""
        return sum(self.sizes)

    @property
    def divided(self) -> bool:
        return self.width > self.unsur

    @property
    def shares(self) -> int:
        """The least number that every unsur's number of questions divides."""
        return lcm(*self.sizes)

    def places(self, unsur: int) -> range:
        """Return the places of an unsur's questions, the standard one first."""
        first = sum(self.sizes[:unsur])
        return range(first, first + self.sizes[unsur])

    @property
    def own_places(self) -> range:
        """The column right of the sum stays empty."""
        return range(self.width + 2, self.width + 2 + self.own)

    @property
    def first(self) -> int:
        return HEADER + 2

    @property
    def last(self) -> int:
        """The last respondent's row; one empty row stands there while nobody has answered."""
        return self.first + max(self.rows, 1) - 1

    @property
    def total(self) -> int:
        return self.last + 1

    @property
    def count(self) -> int:
        return self.last + 2

    @property
    def nrr(self) -> int:
        return self.last + 3

    @property
    def factors(self) -> int:
        """With sub-questions: by what a question's total is multiplied, so that all unsur count the same."""
        return self.last + 4

    @property
    def nrr_unsur(self) -> int:
        return self.last + 5 if self.divided else self.nrr

    @property
    def weighted(self) -> int:
        return self.nrr_unsur + 1

    @property
    def ikm(self) -> int:
        return self.nrr_unsur + 2

    @property
    def sums(self) -> int:
        """The column right of the unsur."""
        return FIRST_COLUMN + self.width

    def cell(self, row: int, place: int) -> str:
        """Return the address of a question's cell in a row."""
        return f"{xl_col_to_name(FIRST_COLUMN + place)}{row + 1}"

    def span(self, row: int, sheet: str = "") -> str:
        """Return the cells of all questions in a row."""
        return self.part(row, range(self.width), sheet)

    def part(self, row: int, places: range, sheet: str = "") -> str:
        return f"{sheet}{self.cell(row, places[0])}:{self.cell(row, places[-1])}"

    def ranges(self, sheet: str = "") -> Ranges:
        return Ranges(
            totals=self.span(self.total, sheet),
            counts=self.span(self.count, sheet),
            nrr=self.span(self.nrr_unsur, sheet),
            first_count=f"{sheet}{self.cell(self.count, 0)}",
            unsur=self.unsur,
            factors=self.span(self.factors, sheet) if self.divided else "",
            shares=self.shares,
        )

    @property
    def ikm_cell(self) -> str:
        return f"{xl_col_to_name(self.sums)}{self.ikm + 1}"


def headings(data: Processing, layout: Layout) -> list[tuple[int, str, str]]:
    """Return place, short head and name of every column of scores: U4, U4.2 and, of own unsur, X1."""
    found, texts = [], iter(data.questions)
    for unsur, named in enumerate(data.unsur):
        for number, place in enumerate(layout.places(unsur), 1):
            found.append(
                (place, f"U{unsur + 1}", named.name) if number == 1 else (place, f"U{unsur + 1}.{number}", next(texts))
            )
    return found + [
        (place, f"X{number}", each.name)
        for number, (place, each) in enumerate(zip(layout.own_places, data.own, strict=True), 1)
    ]
