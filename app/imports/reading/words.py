"""Comparing what people type: case, signs and spaces do not matter."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | datetime | date | time | timedelta | None

_SIGNS = re.compile(r"[^0-9a-z]+")
_SAME = {
    "tapi": "tetapi",
    "dg": "dengan",
    "dgn": "dengan",
    "tdk": "tidak",
    "krg": "kurang",
    "sgt": "sangat",
    "utk": "untuk",
}
_NOTHING = {"", "-", "–", "—", "?"}


def plain(text: str) -> str:
    """Return the words of a text in small letters with single spaces; "dan" and "&" are left out."""
    words = _SIGNS.sub(" ", text.casefold()).split()
    return " ".join(_SAME.get(word, word) for word in words if word != "dan")


def is_blank(cell: Cell) -> bool:
    """Return whether nothing was answered; a lone dash says the same."""
    return cell is None or (isinstance(cell, str) and cell.strip() in _NOTHING)


def shown(cell: Cell) -> str:
    """Return a cell as the spreadsheet shows it to an Indonesian reader."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "BENAR" if cell else "SALAH"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    if isinstance(cell, datetime):
        day = f"{cell:%d/%m/%Y}"
        return day if cell.time() == time(0) else f"{day} {cell:%H.%M.%S}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)
