"""A workbook of ours: no text of it is ever taken for a formula, a number or a link, and the same data give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

INK, SOFT, RULE, PAPER, BRAND = "#16202E", "#50607A", "#BFBBB1", "#F6F4EF", "#0A5A72"
FONT = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "vcenter"}
LONGEST_CELL = 32_767
LINE = 15  # points
LONGEST = 255  # characters of a file's property
# A cell that begins like this would become a formula when somebody edits it, or saves the sheet as CSV.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Book:
    """Collects sheets; `bytes()` closes it."""

    def __init__(self, title: str, author: str, made_for: date) -> None:
        self._target = BytesIO()
        self.workbook = Workbook(
            self._target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": FONT,
            },
        )
        created = datetime(made_for.year, made_for.month, made_for.day)  # noqa: DTZ001 — a property of the file, without zone
        self.workbook.set_properties({"title": title[:LONGEST], "author": author[:LONGEST], "created": created})
        self._formats: dict[tuple[Any, ...], Format] = {}

    def sheet(self, name: str, *, landscape: bool = False, widths: Sequence[float] = ()) -> Worksheet:
        """Return a new sheet that prints on A4, one page wide."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.7)
        sheet.set_footer("&L&8&A&R&8&P / &N")
        sheet.hide_gridlines(2)
        if landscape:
            sheet.set_landscape()
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def style(self, **properties: Any) -> Format:
        """Return the format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(FONT | properties)
        return self._formats[key]

    def text(self, sheet: Worksheet, row: int, column: int, value: str, **properties: Any) -> None:
        """Write text that stays text, whatever it begins with and wherever it is copied to."""
        if value.startswith(FORMULA_SIGNS):
            properties["quote_prefix"] = True
        sheet.write_string(row, column, value[:LONGEST_CELL], self.style(**properties))

    def lines(self, sheet: Worksheet, first: int, lines: Sequence[str], *, room: int) -> None:
        """Write one line of prose a row, each as high as its words need in a column of `room` characters."""
        for row, line in enumerate(lines, first):
            self.text(sheet, row, 0, line, text_wrap=True, valign="top")
            sheet.set_row(row, LINE * (1 + len(line) // (room - 6)) + 3)

    def bytes(self) -> bytes:
        self.workbook.close()
        return self._target.getvalue()
