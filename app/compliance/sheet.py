"""The board as a workbook: what the page shows, a line an OPD and a line a UPP. Never an IKM: chasing is not about the score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from app.compliance import then_words, words
from app.compliance.board import OpdLine
from app.compliance.extract import Extract
from app.compliance.last_year import Comparison
from app.compliance.standing import Term, UppStanding
from app.opd.words import kind_name
from app.reports.rendering.xlsx.book import RULE, SOFT, Book
from app.web.formats import waktu

FIRST = 4  # row of the table's head
EDGE = {"bottom": 1, "bottom_color": RULE}
UPP_COLUMNS = (
    ("OPD", 44), ("UPP", 40), ("Status", 20), ("Responden", 12), ("Target", 10), ("Kurang", 9), ("Perlu per hari", 10),
    ("Laju per hari", 10), ("Perkiraan target tercapai", 14), ("Paling cepat", 14), ("Paling lambat", 14),
    ("Perkiraan laporan siap", 14), ("Disampaikan", 14), ("Rencana mulai", 14), ("Rencana selesai", 14), ("Pelaksana", 14),
)  # fmt: skip
OPD_COLUMNS = (
    ("OPD", 44), ("Singkatan", 16), ("Jenis", 14), ("Kewajiban", 13), ("Status", 20), ("UPP selesai", 9), ("UPP", 7),
    ("Responden", 12), ("Target", 10), ("Kurang", 9), ("Perkiraan target tercapai", 14), ("Disampaikan", 14),
    ("Pelaksana", 18), ("Petugas", 9), ("Petugas terlatih", 9), ("Aktivitas terakhir", 14), ("Pengingat", 10),
    ("Pengingat terakhir", 14), ("Yang dihubungi", 30),
)  # fmt: skip
# Only where the board is compared with the year before.
THEN_COLUMNS = (
    ("Tahun lalu pada hari yang sama", 20), ("Persen target tahun lalu", 10), ("Persen target kini", 10),
    ("Dibanding tahun lalu", 18), ("Selesai tahun lalu", 14), ("Hari sebelum tenggat", 10),
)  # fmt: skip


def render(extract: Extract) -> bytes:
    """Return the workbook of these lines of the board."""
    board, compared = extract.board, extract.compared
    book = Book(extract.title, "Bagian Organisasi", board.term.today)
    said = " ".join(part for part in (f"{words.headline(board)}.", words.lead(board), extract.beside) if part)
    about = (extract.title, said, f"Keadaan {waktu(extract.now)}")
    columns = OPD_COLUMNS + (THEN_COLUMNS if compared else ())
    _sheet(book, "OPD", columns, about, (_opd(line, extract) for line in extract.lines))
    _sheet(book, "UPP", UPP_COLUMNS, about, _upps(extract.lines))
    return book.bytes()


def _sheet(
    book: Book,
    name: str,
    columns: Sequence[tuple[str, float]],
    about: tuple[str, str, str],
    rows: Iterable[Sequence[Any]],
) -> None:
    sheet = book.sheet(name, landscape=True, widths=[width for _, width in columns])
    title, headline, moment = about
    book.text(sheet, 0, 0, title, bold=True, font_size=14)
    book.text(sheet, 1, 0, headline)
    book.text(sheet, 2, 0, moment, font_color=SOFT)
    for column, (head, _) in enumerate(columns):
        book.text(sheet, FIRST, column, head, bold=True, top=1, bottom=1, text_wrap=True)
    sheet.freeze_panes(FIRST + 1, 1)
    sheet.repeat_rows(FIRST)
    last = FIRST
    for last, values in enumerate(rows, FIRST + 1):  # noqa: B007  the last row ends the filter
        for column, value in enumerate(values):
            _cell(book, sheet, last, column, value)
    sheet.autofilter(FIRST, 0, last, len(columns) - 1)


def _cell(book: Book, sheet: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, book.style(num_format="d mmm yyyy", align="left", **EDGE))
    elif isinstance(value, float):
        sheet.write_number(row, column, value, book.style(num_format="#,##0.0", **EDGE))
    elif isinstance(value, int):
        sheet.write_number(row, column, value, book.style(num_format="#,##0", **EDGE))
    else:
        book.text(sheet, row, column, str(value or ""), text_wrap=True, **EDGE)


def _opd(line: OpdLine, extract: Extract) -> tuple[Any, ...]:
    opd, outlook, seen = line.opd, line.opd.forecast, extract.seen
    petugas, reminders, contact = seen.petugas_of(opd.id), seen.reminders_of(opd.id), seen.people.contact(opd.id)
    return (
        opd.name,
        opd.short_name,
        kind_name(opd.kind),
        opd.kewajiban.value,
        opd.status.label,
        len(line.finished_upp),
        len(line.upp),
        outlook.achieved,
        outlook.target,
        outlook.missing,
        outlook.done_on,
        line.submitted_on,
        words.executor_words(line),
        petugas.all,
        petugas.trained,
        seen.people.last_active_on(line),
        reminders.count,
        reminders.last_at.astimezone(extract.now.tzinfo).date() if reminders.last_at else None,
        contact.name if contact else "belum ada admin",
        *(_then(line, extract.compared, extract.board.term) if extract.compared else ()),
    )


def _then(line: OpdLine, compared: Comparison, term: Term) -> tuple[Any, ...]:
    then, against = compared.then.get(line.opd.id), compared.against(line, term)
    standing = then_words.told(line, compared, term).standing
    if then is None or against is None:
        return standing, None, line.percent, None, None, None
    return standing, then.line.percent, line.percent, then_words.AGAINST[against], then.finished_on, then.days_early


def _upps(lines: Iterable[OpdLine]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        for upp in line.upp:
            yield line.opd.name, *_upp(upp)


def _upp(upp: UppStanding) -> tuple[Any, ...]:
    outlook = upp.forecast
    return (
        upp.name,
        upp.status.label,
        outlook.achieved,
        outlook.target,
        outlook.missing,
        outlook.needed_per_day,
        float(outlook.pace) if outlook.pace is not None else None,
        outlook.done_on,
        outlook.done_between.first if outlook.done_between else None,
        outlook.done_between.last if outlook.done_between else None,
        outlook.ready_on,
        upp.submitted_on,
        upp.window.first if upp.planned else None,
        upp.window.last if upp.planned else None,
        words.EXECUTORS[upp.executor],
    )
