"""Rekap SKM kota as a workbook: one sheet by perangkat daerah, one by unit, with the rules beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from ..xlsx.book import RULE, SOFT, Book
from . import words
from .data import CityRecap, KindRecap, Office

FIRST = 4  # row of the table's head
EDGE = {"bottom": 1, "bottom_color": RULE}
OFFICES = (
    ("No", 5), ("Perangkat daerah", 52), ("Pelanggan", 13), ("Menyampaikan", 16), ("Responden", 12), ("Target", 10), ("IKM", 9),
    ("Mutu", 7), ("Kinerja", 14),
)  # fmt: skip
UNITS = (
    ("Perangkat daerah", 40), ("Unit", 44), ("Pelanggan", 13), ("Status", 16), ("Responden", 12), ("Target", 10), ("Kurang", 9),
    ("IKM", 9), ("Mutu", 7), ("Batas bawah 95%", 12), ("Batas atas 95%", 12), ("Unsur terendah", 22), ("Catatan", 44),
)  # fmt: skip


def render(recap: CityRecap) -> bytes:
    book = Book(words.title(recap), f"Pemerintah {recap.city}", recap.deadline)
    offices = _sheet(book, recap, "Perangkat daerah", OFFICES)
    _fill(book, offices, _office_rows(recap))
    units = _sheet(book, recap, "Unit", UNITS)
    _fill(book, units, _unit_rows(recap))
    _notes(book, recap)
    return book.bytes()


def _sheet(book: Book, recap: CityRecap, name: str, columns: Sequence[tuple[str, float]]) -> Worksheet:
    sheet = book.sheet(name, landscape=True, widths=[width for _, width in columns])
    book.text(sheet, 0, 0, words.title(recap), bold=True, font_size=14)
    book.text(sheet, 1, 0, words.standing(recap))
    book.text(sheet, 2, 0, words.FOOT, font_color=SOFT)
    for column, (head, _) in enumerate(columns):
        book.text(sheet, FIRST, column, head, bold=True, top=1, bottom=1, text_wrap=True)
    sheet.freeze_panes(FIRST + 1, 0)
    sheet.repeat_rows(FIRST)
    return sheet


def _fill(book: Book, sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    for at, values in enumerate(rows, FIRST + 1):
        for column, value in enumerate(values):
            if isinstance(value, Decimal):
                sheet.write_number(at, column, float(value), book.style(num_format="0.00", **EDGE))
            elif isinstance(value, int):
                sheet.write_number(at, column, value, book.style(num_format="#,##0", **EDGE))
            else:
                book.text(sheet, at, column, value or "", text_wrap=True, **EDGE)


def _office_rows(recap: CityRecap) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for kind in recap.kinds:
        rows += [_office(no, office, kind) for no, office in enumerate(kind.offices, 1)]
        target = sum(office.target for office in kind.offices)
        mean, pooled = kind.mean, kind.pooled
        rows += [
            (
                "",
                "Kota, rata-rata perangkat daerah",
                kind.customer,
                "",
                kind.n,
                target,
                mean.ikm,
                mean.mutu,
                mean.kinerja,
            ),
            (
                "",
                "Kota, semua jawaban digabung",
                kind.customer,
                "",
                kind.n,
                target,
                pooled.ikm,
                pooled.mutu,
                pooled.kinerja,
            ),
        ]
    return rows


def _office(no: int, office: Office, kind: KindRecap) -> tuple[Any, ...]:
    return (
        no, office.name, kind.customer, office.submitted, office.n, office.target, office.ikm, office.mutu, office.kinerja,
    )  # fmt: skip


def _unit_rows(recap: CityRecap) -> list[tuple[Any, ...]]:
    return [
        (
            office.name, unit.name, kind.customer, unit.state, unit.n, unit.target, unit.shortfall, unit.ikm, unit.mutu,
            unit.lower, unit.upper, unit.lowest, unit.note,
        )
        for kind in recap.kinds
        for office in kind.offices
        for unit in office.units
    ]  # fmt: skip


def _notes(book: Book, recap: CityRecap) -> None:
    sheet = book.sheet("Keterangan", widths=[86])
    book.text(sheet, 0, 0, words.title(recap), bold=True, font_size=14)
    lines = [*words.rules(recap), words.BY_NAME, words.UNIT_REMARK]
    if recap.waiting:
        lines.append(f"Belum menyampaikan hasil: {', '.join(recap.waiting)}.")
    book.lines(sheet, 2, lines, room=86)
