"""The form that makes a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from wtforms import DateField, HiddenField, IntegerField, SelectField

from app.links.queries import LinkLine
from app.tickets.models import MOST
from app.web.forms import BaseForm, between, given


class BatchForm(BaseForm):
    batch_id = HiddenField()  # made with the form: sent twice, it makes one stack
    place = SelectField("Layanan dan titik", validators=[given("Pilih layanan dan titiknya.")])
    count = IntegerField("Banyaknya undangan", validators=[given("Tulis banyaknya undangan."), between(1, MOST)])
    last_day = DateField("Berlaku sampai", validators=[given("Tulis hari terakhirnya.")])

    def __init__(self, lines: Sequence[LinkLine], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lines = {f"{line.layanan_id}.{line.titik_id}": line for line in lines}
        self.place.choices = [(key, f"{line.layanan}, {line.titik}") for key, line in self.lines.items()]

    @property
    def id(self) -> UUID:
        try:
            return UUID(self.batch_id.data or "")
        except ValueError:
            return uuid4()

    @property
    def line(self) -> LinkLine:
        return self.lines[self.place.data]
