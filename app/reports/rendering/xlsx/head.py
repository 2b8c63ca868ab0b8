"""The first rows of a sheet: what it is, whose, and of which data."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from .. import formats as f
from .book import SOFT, Book
from .data import Head

ROWS = 5  # and an empty one below them


def write_head(book: Book, sheet: Worksheet, title: str, head: Head) -> None:
    """Write title, unit, period and version of the data into the first column."""
    book.text(sheet, 0, 0, title, bold=True, font_size=14)
    sheet.set_row(0, 22)
    unit = head.unit if head.unit == head.opd else f"{head.unit}, {head.opd}"
    book.text(sheet, 1, 0, unit, bold=True)
    kind = "" if head.customer == "masyarakat" else ", pelanggan internal"
    book.text(sheet, 2, 0, f"SKM {head.title_period}{kind}")
    book.text(sheet, 3, 0, f"Pengumpulan {f.day_range(head.collected_from, head.collected_to)}", font_color=SOFT)
    book.text(sheet, 4, 0, head.data_version, font_color=SOFT)
