"""The forms that make a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from wtforms import DateField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from app.links.queries import LinkLine
from app.tickets.addresses import AddressList, complaint, read_addresses
from app.tickets.mailing import MOST_LETTERS
from app.tickets.models import MOST
from app.web.forms import BaseForm, at_most, between, given, required

LONGEST_LIST = 60_000  # signs: 300 of the longest addresses are more, but nobody has those


class PlaceForm(BaseForm):
    """Where a batch leads, and until when."""

    batch_id = HiddenField()  # made with the form: sent twice, it makes one batch
    place = SelectField("Layanan dan titik", validators=[given("Pilih layanan dan titiknya.")])
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


class BatchForm(PlaceForm):
    count = IntegerField("Banyaknya undangan", validators=[given("Tulis banyaknya undangan."), between(1, MOST)])


class MailForm(PlaceForm):
    addresses = TextAreaField("Alamat e-mail", validators=[required("Tulis alamat e-mailnya."), at_most(LONGEST_LIST)])

    def validate_addresses(self, field: TextAreaField) -> None:
        found = self.found
        if found.wrong:
            raise ValidationError(complaint(found.wrong))
        if not found.addresses:
            raise ValidationError("Tulis alamat e-mailnya.")
        if len(found.addresses) > MOST_LETTERS:
            raise ValidationError(
                f"Ada {len(found.addresses)} alamat; paling banyak {MOST_LETTERS} sekali kirim. Bagi menjadi beberapa kali."
            )

    @property
    def found(self) -> AddressList:
        return read_addresses(self.addresses.data or "")
