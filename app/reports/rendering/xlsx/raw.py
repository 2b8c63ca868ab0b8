"""Data mentah with its codebook: one row an answer, the saran on a sheet of their own."""

from __future__ import annotations

from datetime import date

from .book import RULE, SOFT, Book
from .data import RawData, Variable
from .head import write_head

DATA, SARAN, CODEBOOK, NOTES = "Data", "Saran", "Kamus data", "Keterangan"
FIRST = 6  # row below the head of a sheet
EDGE = {"bottom": 1, "bottom_color": RULE}
DATE = "yyyy-mm-dd"
LINES = (
    "Satu baris lembar Data adalah satu jawaban, juga yang tidak dihitung; kolom status mengatakan mana yang dihitung.",
    "Tidak ada nama, NIK, nomor telepon, alamat perangkat, atau jam pengisian; umur hanya sebagai kelompok.",
    "Saran ada di lembar sendiri dan tidak berdampingan dengan profil, supaya tidak menunjuk orang. NIK, nomor telepon, "
    "dan alamat surel yang terketik di dalamnya sudah disamarkan.",
    "Di dalam satu hari urutannya acak, sehingga tidak menunjukkan siapa datang sesudah siapa.",
    "Sel kosong berarti tidak dijawab. Arti setiap kolom dan nilainya ada di lembar Kamus data.",
    "Berkas ini untuk pengolahan di dalam perangkat daerah. Jangan menerbitkan kelompok yang kurang dari 5 orang.",
)


def render(data: RawData) -> bytes:
    book = Book(f"Data mentah SKM {data.head.title_period} {data.head.unit}", data.head.opd, data.head.collected_to)
    _answers(book, data)
    _saran(book, data)
    _codebook(book, data)
    notes = book.sheet(NOTES, widths=[86])
    write_head(book, notes, "Data mentah SKM", data.head)
    book.lines(notes, FIRST, (*LINES, f"Pelanggan: {data.head.customer}. {data.head.data_version}."), room=86)
    return book.bytes()


def _answers(book: Book, data: RawData) -> None:
    """A plain table from the first cell on, as statistics programs read it."""
    sheet = book.sheet(DATA, landscape=True, widths=[_width(variable) for variable in data.variables])
    for column, variable in enumerate(data.variables):
        book.text(sheet, 0, column, variable.name, bold=True, bottom=1)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(data.rows), 1), len(data.variables) - 1)
    day, number, plain = book.style(num_format=DATE, align="left"), book.style(num_format="0"), {"valign": "vcenter"}
    for row, values in enumerate(data.rows, 1):
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(row, column, value, number)
            elif value:
                book.text(sheet, row, column, value, **plain)


def _width(variable: Variable) -> float:
    return 28 if variable.name in ("layanan", "titik", "alasan") else max(9, len(variable.name) + 3)


def _saran(book: Book, data: RawData) -> None:
    sheet = book.sheet(SARAN, widths=[12, 30, 90])
    for column, name in enumerate(("tanggal", "layanan", "saran")):
        book.text(sheet, 0, column, name, bold=True, bottom=1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for row, (day, layanan, text) in enumerate(data.saran, 1):
        sheet.write_datetime(row, 0, day, book.style(num_format=DATE, align="left", valign="top"))
        book.text(sheet, row, 1, layanan, valign="top", text_wrap=True)
        book.text(sheet, row, 2, text, valign="top", text_wrap=True)


def _codebook(book: Book, data: RawData) -> None:
    sheet = book.sheet(CODEBOOK, widths=[22, 60, 20, 40])
    for column, name in enumerate(("kolom", "arti", "nilai", "arti nilai")):
        book.text(sheet, 0, column, name, bold=True, bottom=1)
    sheet.freeze_panes(1, 0)
    row = 1
    for variable in data.variables:
        book.text(sheet, row, 0, variable.name, bold=True, valign="top", top=1, top_color=RULE)
        book.text(sheet, row, 1, variable.meaning, text_wrap=True, valign="top", top=1, top_color=RULE)
        for value, meaning in variable.values or (("", ""),):
            book.text(sheet, row, 2, value, font_color=SOFT)
            book.text(sheet, row, 3, meaning)
            row += 1
