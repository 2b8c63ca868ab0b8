"""Respondents' scores from a CSV text, with every error found and located."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.ikm.unsur import Unsur

SCORE_TEXTS: dict[str, int | None] = {"": None, "1": 1, "2": 2, "3": 3, "4": 4}
QUOTED_LENGTH = 30
NUMBERED = re.compile(r"U[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong at a line and column of the file, both counted from 1; the message is Indonesian."""

    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"baris {self.line}, kolom {self.column}: {self.message}"


class TableRejected(ValueError):
    """The text is no table of scores; `errors` holds every reason, in the order of the file."""

    def __init__(self, errors: Iterable[CellError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(map(str, self.errors)))


@dataclass(frozen=True, slots=True)
class Table:
    """Scores, one respondent a row, one unsur a column; None is an answer left out.

    `labels` are the column names as written, `codes` the same in capitals: codes of unsur, or U1, U2 ….
    """

    labels: tuple[str, ...]
    rows: tuple[tuple[int | None, ...], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The column names in capitals."""
        return tuple(label.upper() for label in self.labels)


def decode(content: bytes) -> str:
    """Return the text of an UTF-8 file, with or without BOM. Any other encoding raises TableRejected."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].split(b"\n")
        column = re.split(b"[,;]", before[-1])
        message = "berkas ini bukan teks UTF-8; simpan ulang sebagai CSV UTF-8"
        raise TableRejected([CellError(len(before), len(column), message)]) from None


def read_table(text: str) -> Table:
    """Read a header and respondents' rows, separated by `,` or `;`; a leading column `no` is ignored.

    Raises TableRejected with every error: unknown, repeated or mixed column names, a wrong number of columns,
    a value other than blank, 1, 2, 3 or 4, no header, no row. Empty lines at the end are no rows.
    """
    header, *lines = _lines(text)
    delimiter = ";" if ";" in header else ","
    names, errors = _split(header, 1, delimiter)
    if not any(names):
        raise TableRejected(errors or [CellError(1, 1, "berkas kosong atau tanpa baris judul")])
    errors += _header_errors(names)
    faulty = {error.column for error in errors}
    checked = [not _is_number_column(column, name) and column not in faulty for column, name in enumerate(names, 1)]
    rows = []
    for number, line in enumerate(lines, start=2):
        cells, row_errors = _split(line, number, delimiter)
        errors += row_errors or _row_errors(cells, checked, number)
        rows.append(tuple(SCORE_TEXTS.get(cell) for cell in _scores(cells, checked)))
    if not rows and not errors:
        errors.append(CellError(2, 1, "belum ada baris responden di bawah baris judul"))
    if errors:
        raise TableRejected(errors)
    return Table(tuple(_scores(names, checked)), tuple(rows))


def _lines(text: str) -> list[str]:
    """Split at any kind of line end; no score spans two lines, so that a stray quote spoils one row."""
    return io.StringIO(text.removeprefix("\ufeff").rstrip(), newline=None).read().split("\n")


def _split(line: str, number: int, delimiter: str) -> tuple[list[str], list[CellError]]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return [], [CellError(number, 1, "baris ini tidak terbaca sebagai CSV; periksa tanda kutipnya")]
    return [cell.strip() for cell in cells] or [""], []


def _scores(cells: list[str], checked: list[bool]) -> Iterator[str]:
    return (cell for cell, is_score in zip(cells, checked, strict=False) if is_score)


def _is_number_column(column: int, name: str) -> bool:
    return column == 1 and name.lower() == "no"


def _header_errors(names: list[str]) -> Iterator[CellError]:
    seen: list[str] = []
    for column, name in enumerate(names, start=1):
        if _is_number_column(column, name):
            continue
        code = name.upper()
        if not _is_known(code):
            yield CellError(1, column, f"nama kolom {_quoted(name)} tidak dikenal; pakai kode unsur atau U1, U2, …")
        elif code in seen:
            yield CellError(1, column, f"nama kolom {_quoted(name)} muncul lebih dari sekali")
        elif seen and _is_unsur(code) != _is_unsur(seen[0]):
            yield CellError(1, column, f"nama kolom {_quoted(name)} mencampur kode unsur dengan U1, U2, …")
        else:
            seen.append(code)
    if len(names) == 1 and _is_number_column(1, names[0]):
        yield CellError(1, 2, "belum ada kolom unsur")


def _is_known(code: str) -> bool:
    return _is_unsur(code) or NUMBERED.fullmatch(code) is not None


def _is_unsur(code: str) -> bool:
    return code in Unsur.__members__


def _row_errors(cells: list[str], checked: list[bool], line: int) -> Iterator[CellError]:
    for column, (cell, is_score) in enumerate(zip(cells, checked, strict=False), start=1):
        if is_score and cell not in SCORE_TEXTS:
            yield CellError(line, column, f"nilai {_quoted(cell)} harus 1, 2, 3, 4, atau kosong")
    if len(cells) != len(checked):
        column = min(len(cells), len(checked)) + 1
        yield CellError(line, column, f"baris ini berisi {len(cells)} kolom, seharusnya {len(checked)}")


def _quoted(text: str) -> str:
    """Make a cell fit for a message: short, and without control characters that a terminal would obey."""
    shown = "".join(character if character.isprintable() else "?" for character in text[:QUOTED_LENGTH])
    return f'"{shown}{"…" if len(text) > QUOTED_LENGTH else ""}"'
