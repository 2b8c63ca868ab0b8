"""Files for spreadsheets: what somebody typed stays text."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from app.web.csv_text import csv_bytes, csv_text


@pytest.mark.parametrize("typed", ["=1+1", "+62812", "-2", "@x", "\t=1", "\r=1", "\n=1"])
def test_what_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(typed: str) -> None:
    ((cell, harmless),) = list(csv.reader(StringIO(csv_text(("a", "b"), [(typed, "a=1")]), newline="")))[1:]
    assert (cell, harmless) == (f"'{typed}", "a=1")


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    assert csv_text(("a", "b", "c"), [(3, -2, None)]).splitlines() == ["a,b,c", "3,-2,"]


def test_excel_sees_utf_8() -> None:
    assert csv_bytes(("a",), [("é",)]).startswith(b"\xef\xbb\xbf")
