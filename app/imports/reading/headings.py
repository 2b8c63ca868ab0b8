"""Where a sheet's titles end, where its answers begin, and where its sums begin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.imports.reading import meanings
from app.imports.reading.words import Cell, is_blank, plain, shown

SEARCHED = 30  # rows in which a heading is looked for
ENOUGH = 4  # points (meanings.known_labels) that make a row a heading
ABOVE = 2  # rows above it that may hold the label of a merged cell
LONGEST_LABEL = 400
_SUMS = re.compile(
    r"(jumlah|jml|total|nilai|nrr|rata rata|rerata|ikm|skm|indeks|mutu|kinerja|bobot|keterangan|catatan|mengetahui|konversi)\b"
)


@dataclass(frozen=True)
class Heading:
    """`row` and `first` are indexes: of the heading, and of the first answers below it."""

    row: int
    first: int
    labels: tuple[str, ...]


def find_heading(rows: list[list[Cell]], chosen: int | None = None) -> Heading:
    """Return the heading of a sheet: the row whose labels are understood best, or the one that somebody chose."""
    row = chosen if chosen is not None else _best(rows)
    row = min(max(row, 0), len(rows) - 1)
    return Heading(row, _first_answers(rows, row), _labels(rows, row))


def points(rows: list[list[Cell]]) -> int:
    """Return how well the best heading of a sheet is understood."""
    return max((_points(row) for row in rows[:SEARCHED]), default=0)


def find_end(rows: list[list[Cell]], first: int, *, unsur: frozenset[int], marks: frozenset[int]) -> int:
    """Return the index behind the last answers: sums and signatures that recaps carry below them are left out.

    A row of sums begins with a word such as "Jumlah": in the column of numbers (`marks`), in an unsur, or in another
    column if it holds no good answers (a name may begin like that).
    """
    for index in range(first, len(rows)):
        row = rows[index]
        column = next((column for column, cell in enumerate(row) if not is_blank(cell)), None)
        if column is None or not _names_sums(row[column]):
            continue
        if column in unsur or column in marks or not _is_answered(row, unsur):
            return index
    return len(rows)


def _names_sums(cell: Cell) -> bool:
    return isinstance(cell, str) and (cell.strip()[:1] in ("∑", "Σ") or _SUMS.match(plain(cell)) is not None)


def _is_answered(row: list[Cell], unsur: frozenset[int]) -> bool:
    cells = [row[column] for column in unsur if column < len(row) and not is_blank(row[column])]
    return len(cells) > 4 and all(shown(cell).strip() in ("1", "2", "3", "4") for cell in cells)


def _best(rows: list[list[Cell]]) -> int:
    found = max(range(min(SEARCHED, len(rows))), key=lambda index: _points(rows[index]))
    if _points(rows[found]) >= ENOUGH:
        return found
    return next((index for index, row in enumerate(rows[:SEARCHED]) if _texts(row) > 1), 0)


def _points(row: list[Cell]) -> int:
    return meanings.known_labels(cell for cell in row if isinstance(cell, str) and len(cell) <= LONGEST_LABEL)


def _texts(row: list[Cell]) -> int:
    return sum(isinstance(cell, str) and not is_blank(cell) for cell in row)


def _labels(rows: list[list[Cell]], row: int) -> tuple[str, ...]:
    width = max(map(len, rows[row:]), default=0)
    return tuple(_label(rows, row, column) for column in range(width))


def _label(rows: list[list[Cell]], row: int, column: int) -> str:
    for index in range(row, max(row - ABOVE, 0) - 1, -1):
        cell = rows[index][column] if column < len(rows[index]) else None
        if not is_blank(cell):
            return " ".join(shown(cell).split())
    return ""


def _first_answers(rows: list[list[Cell]], row: int) -> int:
    """Return the row behind the heading, its second line, and the line of column numbers (1) (2) (3) … of many recaps."""
    first = row + 1
    while first < len(rows) and (_points(rows[first]) >= ENOUGH * 2 or _is_column_numbers(rows[first])):
        first += 1
    return first


def _is_column_numbers(row: list[Cell]) -> bool:
    texts = [shown(cell).strip("() ") for cell in row if not is_blank(cell)]
    return len(texts) > 5 and texts == [str(number) for number in range(1, len(texts) + 1)]
