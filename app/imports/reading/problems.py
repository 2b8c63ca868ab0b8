"""What is wrong in a file: with the whole of it, or with one cell, by the address that a spreadsheet shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import Rejected

SHOWN_VALUE = 60


class FileRejected(Rejected):
    """The file cannot be taken at all; `problems` names each wrong cell where there are any."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message, field="file")
        self.problems = tuple(problems)


class Unreadable(Exception):
    """A cell does not say anything that its column may hold; both texts are Indonesian."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


@dataclass(frozen=True)
class Problem:
    """A wrong cell: `row` and `column` as the spreadsheet counts, row from 1, column from 0."""

    row: int
    column: int
    value: str
    message: str
    fix: str

    @property
    def address(self) -> str:
        return f"{letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.address}: {self.message} Isi: {self.value or 'kosong'}. {self.fix}."


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, Z, AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def shortened(text: str) -> str:
    """Return a value fit for a message: short and on one line."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= SHOWN_VALUE else f"{line[: SHOWN_VALUE - 1]}…"
