"""What each column of a sheet probably holds: by the words above it, then by what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.imports.reading import headings, meanings
from app.imports.reading.added import Added, added_of
from app.imports.reading.headings import Heading
from app.imports.reading.meanings import UNSUR, Meaning
from app.imports.reading.plan import UnsurOrder
from app.imports.reading.problems import Unreadable, letters, shortened
from app.imports.reading.scores import ScoreColumn, official_words
from app.imports.reading.sheets import Sheet
from app.imports.reading.words import Cell, is_blank, plain, shown

LOOKED_AT = 500  # rows of values
SAMPLES = 3
LONG_TEXT = 40  # letters: longer than any answer to a question with options
MANY = 0.6  # share of readable values below which a label is not believed

Questions = Mapping[str, Sequence[str]]  # options by code of the unsur, questionnaire order


@dataclass(frozen=True)
class Column:
    """`number`: 8 or 9 where the unsur depends on the order, and nothing in the file tells which it is; `code`: of the
    pertanyaan tambahan that it holds."""

    index: int
    label: str
    samples: tuple[str, ...]
    meaning: Meaning
    note: str = ""
    number: int | None = None
    code: str = ""

    @property
    def letters(self) -> str:
        return letters(self.index)


@dataclass(frozen=True)
class Guess:
    heading: Heading
    columns: tuple[Column, ...]
    offered: tuple[Added, ...] = ()

    @property
    def asks_order(self) -> bool:
        return any(column.number for column in self.columns)

    def meanings(self, order: UnsurOrder = UnsurOrder.KUESIONER) -> dict[int, Meaning]:
        """Return what each column holds, U8 and U9 by the order."""
        return {
            column.index: order.meaning(column.number) if column.number else column.meaning for column in self.columns
        }

    @property
    def added(self) -> dict[int, str]:
        """Return the code of each column that holds a pertanyaan tambahan."""
        return {column.index: column.code for column in self.columns if column.code}


def best_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """Return the sheet whose heading is understood best, the first of equals."""
    return max(sheets, key=lambda sheet: headings.points(sheet.rows) if sheet.rows else 0)


def guess(sheet: Sheet, questions: Questions, heading_row: int | None = None, added: Sequence[Added] = ()) -> Guess:
    """Return what each filled column of the sheet probably holds."""
    rows = sheet.filled
    heading = headings.find_heading(rows, heading_row)
    below = rows[heading.first : heading.first + LOOKED_AT]
    values = [_distinct(below, column) for column in range(len(heading.labels))]
    columns = [
        _column(index, label, values[index], questions, added)
        for index, label in enumerate(heading.labels)
        if label or values[index]
    ]
    return Guess(heading, tuple(_each_once(columns)), tuple(added))


def _distinct(rows: list[list[Cell]], column: int) -> list[Cell]:
    cells = (row[column] for row in rows if column < len(row) and not is_blank(row[column]))
    return list(dict.fromkeys(cells))


def _column(index: int, label: str, values: list[Cell], questions: Questions, added: Sequence[Added]) -> Column:
    samples = tuple(shortened(shown(value)) for value in values[:SAMPLES])
    blank = Column(index, label, samples, Meaning.ABAIKAN)
    if found_added := added_of(label, added):
        return replace(blank, meaning=Meaning.TAMBAHAN, code=found_added.code)
    if not values and meanings.of_label(label) is None and meanings.number_of(label) is None:
        return replace(blank, note="Kolom ini kosong")
    if meanings.is_personal(label):
        return replace(blank, note="Data pribadi: tidak dibaca dan tidak disimpan")
    number = meanings.number_of(label)
    if number is not None:
        return _numbered(blank, number, values, questions)
    found = _believed(meanings.of_label(label), label, values, questions) or _by_values(values, questions)
    return replace(blank, meaning=found) if found else replace(blank, note="Judulnya tidak dikenal")


def _numbered(column: Column, number: int, values: list[Cell], questions: Questions) -> Column:
    told = _by_values(values, questions)
    if number < 8:
        return replace(column, meaning=UnsurOrder.KUESIONER.meaning(number))
    if told in (Meaning.SARPRAS, Meaning.PENGADUAN):
        return replace(column, meaning=told, note=f"U{number} dikenali dari kata jawabannya")
    return replace(column, meaning=UnsurOrder.KUESIONER.meaning(number), number=number)


def _believed(meaning: Meaning | None, label: str, values: list[Cell], questions: Questions) -> Meaning | None:
    """Return the meaning of a label where the values allow it: "Waktu" may be the time, "Pengaduan" a free text."""
    if meaning is None or not values:
        return meaning
    if meaning.unsur is None:
        return meaning
    if all(isinstance(value, datetime | date) for value in values):
        return Meaning.WAKTU_ISI
    if _share_of_scores(meaning, values, questions) >= MANY:
        return meaning
    if any(len(shown(value)) > LONG_TEXT for value in values):
        return Meaning.SARAN
    return meaning


def _share_of_scores(meaning: Meaning, values: list[Cell], questions: Questions) -> float:
    column = ScoreColumn.of_unsur(meaning.value, questions[meaning.value], values)
    return sum(_reads(column, value) for value in values) / len(values)


def _reads(column: ScoreColumn, value: Cell) -> bool:
    try:
        column.read(value)
    except Unreadable:
        return False
    return True


def _by_values(values: list[Cell], questions: Questions) -> Meaning | None:
    """Return the one unsur whose official words these are; None where they are none, or could be two unsur's."""
    words = {plain(value) for value in values if isinstance(value, str)}
    fits = [
        meaning
        for meaning in UNSUR
        if words and words <= official_words(meaning.value, questions[meaning.value]).keys()
    ]
    return fits[0] if len(fits) == 1 else None


def _each_once(columns: list[Column]) -> list[Column]:
    """Let only one column have each meaning: the first keeps it."""
    seen: set[tuple[Meaning, str]] = set()
    kept = []
    for column in columns:
        holds = column.meaning, column.code
        if holds in seen and column.meaning is not Meaning.ABAIKAN:
            kept.append(
                replace(
                    column,
                    meaning=Meaning.ABAIKAN,
                    number=None,
                    code="",
                    note=f"{column.meaning.label} sudah dibaca dari kolom lain",
                )
            )
        else:
            seen.add(holds)
            kept.append(column)
    return kept
