"""Sheets that leave the system: the list of wrong cells. Text stays text: nothing becomes a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from flask import Response, send_file
from xlsxwriter import Workbook

from app.imports.reading.problems import Problem
from app.web.csv_text import csv_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
HEAD = ("Sel", "Isi di berkas", "Masalah", "Cara memperbaiki")
WIDTHS = (8, 30, 50, 70)


def problems_xlsx(problems: Iterable[Problem]) -> bytes:
    return workbook("Kesalahan", HEAD, map(_line, problems), WIDTHS)


def problems_csv(problems: Iterable[Problem]) -> bytes:
    """Return the list for programs and old spreadsheets."""
    return csv_bytes(HEAD, map(_line, problems))


def workbook(name: str, head: Sequence[str], lines: Iterable[Sequence[str]], widths: Sequence[int]) -> bytes:
    """Return a sheet of texts under a bold heading that stays in sight."""
    file = BytesIO()
    book = Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    page = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True, "bottom": 2}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, (title, width) in enumerate(zip(head, widths, strict=True)):
        page.set_column(column, column, width, wrapped)
        page.write_string(0, column, title, bold)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            page.write_string(number, column, value, wrapped)
    page.freeze_panes(1, 0)
    book.close()
    return file.getvalue()


def _line(problem: Problem) -> tuple[str, ...]:
    return problem.address, problem.value, problem.message, problem.fix


def template(name: str, heads: Sequence[str], examples: Iterable[Sequence[str]]) -> bytes:
    """Return a file to fill in: its heads, and example rows to write over."""
    return workbook(name, heads, examples, [max(14, len(head) + 2) for head in heads])


def send(content: bytes, name: str, kind: str) -> Response:
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name, etag=False)
