"""What is chosen for a new link."""

from __future__ import annotations

from uuid import UUID

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms import BaseForm, at_most, between, given, required

USUAL_DAYS, LONGEST_DAYS = 14, 90
ALL, CHOSEN = "semua", "pilihan"


class LinkForm(BaseForm):
    purpose = StringField(
        "Untuk siapa, dan untuk apa", [required("Tulis siapa yang memakai tautan ini."), at_most(120)]
    )
    periode = SelectField("Periode")
    reach = RadioField("OPD yang terlihat", choices=[(ALL, "Semua OPD"), (CHOSEN, "Hanya yang dipilih")], default=ALL)
    opd = SelectMultipleField("OPD yang dipilih", widget=ListWidget(), option_widget=CheckboxInput())
    days = IntegerField("Berlaku", [given("Isi berapa hari."), between(1, LONGEST_DAYS)], default=USUAL_DAYS)

    def validate_opd(self, field: SelectMultipleField) -> None:
        if self.reach.data == CHOSEN and not field.data:
            raise ValidationError("Pilih sedikitnya satu OPD.")

    def chosen(self) -> list[UUID] | None:
        """Return the OPD of a validated form; None: every OPD."""
        return None if self.reach.data == ALL else [UUID(each) for each in self.opd.data or []]
