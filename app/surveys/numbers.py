"""A number as a report prints it: 82,35 or 82.35."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

from app.web.formats import angka

NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")


class PrintedNumberField(Field):
    """A Decimal between two bounds, with no more decimals than the report could have."""

    widget = TextInput()

    def __init__(self, label: str, *, low: int, high: int, places: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.low, self.high, self.places = low, high, places
        self.flags.required = True

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ("" if self.data is None else angka(self.data))

    def process_formdata(self, values: list[str]) -> None:
        self.data = None
        text = (values[0] if values else "").strip()
        if not text:
            raise ValueError("Isian ini wajib diisi.")
        if not NUMBER.fullmatch(text):
            raise ValueError("Tulis angka seperti di laporan, misalnya 3,25.")
        number = Decimal(text.replace(",", "."))
        if not self.low <= number <= self.high:
            raise ValueError(f"Isi angka dari {self.low} sampai {self.high}.")
        if -int(number.as_tuple().exponent) > self.places:
            raise ValueError(f"Paling banyak {self.places} angka di belakang koma.")
        self.data = number
