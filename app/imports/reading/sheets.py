"""A file as sheets of cells, whatever it was written with. Row 1 of a sheet is `rows[0]`, column A is index 0."""

from __future__ import annotations

import csv
import pickle
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path

from app.imports.reading import files, sheet_process
from app.imports.reading.files import FileKind
from app.imports.reading.problems import FileRejected
from app.imports.reading.words import Cell, is_blank

MAX_ROWS = 50_000
MAX_SHEET_ROWS = MAX_ROWS + 200  # titles above, sums below
MAX_COLUMNS = 120
WAIT = 60  # seconds
DELIMITERS = ",;\t|"

TOO_TALL = "Berkas ini berisi lebih dari 50.000 baris. Bagi menjadi beberapa berkas."
TOO_LARGE = "Lembar “{name}” terlalu besar: paling banyak 50.000 baris dan 120 kolom. Hapus baris dan kolom yang kosong, atau bagi berkasnya."
UNREADABLE = "Lembar kerja ini tidak dapat dibuka, atau terlalu besar. Simpan ulang sebagai XLSX, lalu unggah lagi."
NOTHING = "Tidak ada lembar yang berisi di berkas ini."


@dataclass(frozen=True)
class Sheet:
    """`rows` is None for a sheet that is too large to be read."""

    name: str
    rows: list[list[Cell]] | None

    @property
    def filled(self) -> list[list[Cell]]:
        """Return the rows; raises FileRejected where there are too many."""
        if self.rows is None:
            raise FileRejected(TOO_LARGE.format(name=self.name))
        return self.rows


def open_sheets(name: str, content: bytes) -> list[Sheet]:
    """Return the sheets of a file that hold anything. Raises FileRejected for a file that is not what it says."""
    if files.examine(name, content) is FileKind.CSV:
        text = _decode(content)
        found = [Sheet("", _text_rows(text, _delimiter(text)))]
    else:
        found = _spreadsheet(content)
    filled = [
        sheet for sheet in found if sheet.rows is None or any(not is_blank(cell) for row in sheet.rows for cell in row)
    ]
    if not filled:
        raise FileRejected(NOTHING)
    return filled


def pasted_sheet(text: str) -> Sheet:
    """Return a table that was copied out of a spreadsheet: its cells are parted by tabs where there are any."""
    return Sheet("", _text_rows(text, "\t" if "\t" in text else _delimiter(text)))


def _spreadsheet(content: bytes) -> list[Sheet]:
    command = [sys.executable, "-I", str(Path(sheet_process.__file__)), str(MAX_SHEET_ROWS), str(MAX_COLUMNS)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=WAIT, check=False)
    except subprocess.TimeoutExpired as error:
        raise FileRejected(UNREADABLE) from error
    if done.returncode == sheet_process.LOCKED:
        raise FileRejected(files.LOCKED)
    if done.returncode != 0:
        raise FileRejected(UNREADABLE)
    return [Sheet(name, rows) for name, rows in pickle.loads(done.stdout)]  # noqa: S301 — written by our own process


def _decode(content: bytes) -> str:
    """Return the text: UTF-8, UTF-16 with its mark, or the Windows page that Excel writes as "CSV"."""
    if content.startswith(files.UTF16):
        return _decoded(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRejected("Berkas ini tidak dapat dibaca sebagai teks. Simpan sebagai CSV UTF-8 atau XLSX.") from error


def _text_rows(text: str, delimiter: str) -> list[list[Cell]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows: list[list[Cell]] = [list(row) for row in islice(reader, MAX_SHEET_ROWS + 1)]
    except csv.Error as error:
        raise FileRejected(f"Baris {reader.line_num} tidak terbaca sebagai CSV. Periksa tanda kutipnya.") from error
    if len(rows) > MAX_SHEET_ROWS:
        raise FileRejected(TOO_TALL)
    if max(map(len, rows), default=0) > MAX_COLUMNS:
        raise FileRejected("Berkas ini berisi lebih dari 120 kolom. Hapus kolom yang tidak perlu.")
    return rows


def _delimiter(text: str) -> str:
    """Return the sign that splits most, in the first lines that hold anything."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    return max(DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))
