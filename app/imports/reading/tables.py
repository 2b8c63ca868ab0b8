"""A sheet with a heading of known words: files to fill in, in any order of columns. Other columns are not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from app.imports.reading.problems import FileRejected, Problem, Unreadable, shortened
from app.imports.reading.sheets import Sheet
from app.imports.reading.words import Cell, is_blank, plain, shown

SEARCHED = 20  # rows in which the heading is looked for
Row = TypeVar("Row")


class TableReader:
    """Reads the rows below the heading, and keeps every wrong cell.

    `heads`: each head with other words that people write for it; a row that says something only in `aside` is empty.
    """

    def __init__(
        self,
        sheet: Sheet,
        heads: Mapping[str, Sequence[str]],
        needed: frozenset[str],
        *,
        aside: frozenset[str] = frozenset(),
    ) -> None:
        self.cells = sheet.filled
        self.aside = aside
        self.problems: list[Problem] = []
        known = {plain(word): head for head, others in heads.items() for word in (head, *others)}
        self.start = _heading(self.cells, known)
        self.columns = {
            known[word]: column
            for column, cell in reversed(list(enumerate(self.cells[self.start])))
            if (word := plain(shown(cell))) in known
        }
        missing = [head for head in heads if head in needed and head not in self.columns]
        if missing:
            raise FileRejected(f"Kolom yang belum ada: {', '.join(missing)}. Pakai contoh berkas di halaman ini.")

    def read(self, parse: Callable[[int], Row]) -> list[Row]:
        """Return what each filled row says. Raises FileRejected with every wrong cell, or for no row at all."""
        found = [parse(index) for index in range(self.start + 1, len(self.cells)) if self._is_filled(index)]
        if self.problems:
            raise FileRejected(f"{len(self.problems)} kesalahan. Tidak ada yang disimpan.", self.problems)
        if not found:
            raise FileRejected("Belum ada baris yang diisi di bawah judulnya.")
        return found

    def at(self, head: str, index: int, read: Callable[[Cell], Any]) -> Any:
        """Return what a cell says; None, and a problem, where it cannot be read: then `read` gives no rows at all."""
        try:
            return read(self.cell(head, index))
        except Unreadable as wrong:
            self.wrong(head, index, wrong)
            return None

    def wrong(self, head: str, index: int, wrong: Unreadable) -> None:
        self.problems.append(self.problem(head, index, wrong.message, wrong.fix))

    def problem(self, head: str, index: int, message: str, fix: str) -> Problem:
        value = shortened(shown(self.cell(head, index)))
        return Problem(index + 1, self.columns.get(head, 0), value, message, fix)

    def cell(self, head: str, index: int) -> Cell:
        """Return a cell as it stands; None where the sheet has no such column."""
        column = self.columns.get(head)
        row = self.cells[index]
        return row[column] if column is not None and column < len(row) else None

    def _is_filled(self, index: int) -> bool:
        return any(not is_blank(self.cell(head, index)) for head in self.columns if head not in self.aside)


def text_of(cell: Cell, most: int, word: str, *, needed: bool = True) -> str:
    """Return the words of a cell on one line; raises Unreadable where there are none, or too many."""
    text = " ".join(shown(cell).split())
    if needed and not text:
        raise Unreadable(f"{word} belum diisi.", f"Isi {word.lower()}nya")
    if len(text) > most:
        raise Unreadable(f"{word} paling panjang {most} huruf.", "Ringkas isinya")
    return text


def _heading(cells: list[list[Cell]], known: Mapping[str, str]) -> int:
    return max(
        range(min(SEARCHED, len(cells))), key=lambda index: sum(plain(shown(cell)) in known for cell in cells[index])
    )
