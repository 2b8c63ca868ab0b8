"""A whole number as people here write it: `1250` or `1.250`."""

from __future__ import annotations

import re
from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

from app.web.formats import angka

WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:[. \u00a0][0-9]{3})+")
MOST = 10_000_000  # no layanan of a city has more users in a year; beyond it somebody has slipped


def read_count(text: str) -> int:
    """Return the number that the text says; raises ValueError, with words for the person, where it says none."""
    if not WHOLE.fullmatch(text):
        raise ValueError("Tulis angka bulat, misalnya 1250 atau 1.250.")
    digits = re.sub(r"[^0-9]", "", text).lstrip("0") or "0"
    if len(digits) > len(str(MOST)) or int(digits) > MOST:
        raise ValueError(f"Paling banyak {angka(MOST)}.")
    return int(digits)


class CountField(Field):
    """A number from 0 to ten million, or None where nothing was written. What was typed stays as it was typed."""

    widget = TextInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["render_kw"] = {"inputmode": "numeric", "autocomplete": "off", **(kwargs.get("render_kw") or {})}
        super().__init__(*args, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else angka(self.data)

    def process_formdata(self, values: list[str]) -> None:
        text = values[0].strip() if values else ""
        self.data = None
        if text:
            self.data = read_count(text)
