"""A file of scores as rows: spreadsheet or CSV, one respondent a row, headed by unsur codes or U1…U9. Pure but for calamine.

The wizard that guesses any layout comes later; this reads the plain layout that `ikm hitung` reads, and names every cell that
is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from app.errors import Rejected
from app.ikm import CellError, TableRejected, decode, read_table
from app.ikm.unsur import Unsur

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 50_000
SPREADSHEETS = (".xlsx", ".xls", ".ods")
TOO_MUCH = "Berkas ini berisi lebih dari 50.000 baris. Bagi menjadi beberapa berkas."


class FileRejected(Rejected):
    """The file cannot be read as scores; `errors` names each wrong cell."""

    def __init__(self, message: str, errors: Sequence[CellError] = ()) -> None:
        super().__init__(message, field="file")
        self.errors = tuple(errors)


@dataclass(frozen=True)
class Scores:
    """Rows of nine scores in questionnaire order; None where nothing was answered."""

    rows: tuple[tuple[int | None, ...], ...]


def read_scores(name: str, content: bytes) -> Scores:
    """Return the scores of a file. Raises FileRejected with every wrong cell, or with what is wrong with the file."""
    if len(content) > MAX_BYTES:
        raise FileRejected("Berkas paling besar 10 MB.")
    text = _spreadsheet_as_csv(content) if name.lower().endswith(SPREADSHEETS) else _text(content)
    try:
        table = read_table(text)
    except TableRejected as refusal:
        count = len(refusal.errors)
        raise FileRejected(f"{count} kesalahan di berkas ini. Perbaiki, lalu unggah lagi.", refusal.errors) from refusal
    if len(table.rows) > MAX_ROWS:
        raise FileRejected(TOO_MUCH)
    return Scores(_in_questionnaire_order(table.codes, table.rows))


def _text(content: bytes) -> str:
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or b"\x00" in content[:1024]:
        raise FileRejected("Isi berkas ini bukan teks CSV. Simpan sebagai CSV atau XLSX, lalu unggah lagi.")
    try:
        return decode(content)
    except TableRejected as refusal:
        raise FileRejected("Berkas ini tidak dapat dibaca sebagai teks. Simpan sebagai CSV UTF-8.") from refusal


def _spreadsheet_as_csv(content: bytes) -> str:
    if content[:4] not in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise FileRejected("Isi berkas ini bukan lembar kerja. Periksa apakah namanya sesuai dengan isinya.")
    _refuse_bomb(content)
    try:
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError) as error:
        raise FileRejected(
            "Lembar kerja ini tidak dapat dibuka. Simpan ulang sebagai XLSX, lalu unggah lagi."
        ) from error
    if len(rows) > MAX_ROWS + 1:
        raise FileRejected(TOO_MUCH)
    return "\n".join(",".join(_cell(value) for value in row) for row in rows)


def _refuse_bomb(content: bytes) -> None:
    """Refuse an archive that would unpack to far more than a real sheet (a real one grows about elevenfold)."""
    from zipfile import BadZipFile, ZipFile

    if content[:4] != b"PK\x03\x04":
        return
    try:
        entries = ZipFile(BytesIO(content)).infolist()
    except BadZipFile as error:
        raise FileRejected("Lembar kerja ini rusak. Simpan ulang sebagai XLSX, lalu unggah lagi.") from error
    size = sum(entry.file_size for entry in entries)
    if len(entries) > 200 or size > 200 * 1024 * 1024 or size > 100 * max(len(content), 10_000):
        raise FileRejected("Lembar kerja ini tidak wajar besarnya setelah dibuka, sehingga ditolak.")


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace('"', '""')
    return f'"{text}"' if any(sign in text for sign in ',"\n;') else text


def _in_questionnaire_order(
    codes: Sequence[str], rows: Sequence[Sequence[int | None]]
) -> tuple[tuple[int | None, ...], ...]:
    """Return each row in the order of the questionnaire. Columns U1…U9 stand in that order already."""
    named = {code.upper(): index for index, code in enumerate(codes)}
    wanted = [unsur.value for unsur in Unsur] if set(named) <= set(Unsur) else [f"U{number}" for number in range(1, 10)]
    if set(wanted) != set(named):
        missing = [code for code in wanted if code not in named]
        raise FileRejected(f"Kolom yang belum ada: {', '.join(missing)}. Perlu sembilan unsur.")
    order = [named[code] for code in wanted]
    return tuple(tuple(row[index] for index in order) for row in rows)
