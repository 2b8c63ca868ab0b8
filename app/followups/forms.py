"""What people type about the RTL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.followups.models import FollowupState
from app.ikm import Unsur
from app.web.forms import BaseForm, at_most, between, given, optional, required

QUARTERS = [(str(number), f"Triwulan {word}") for number, word in enumerate(("I", "II", "III", "IV"), start=1)]
STATES = [(each.value, each.label) for each in FollowupState]


class FollowupForm(BaseForm):
    """`order`: the unsur to choose from and how each is read, the one to mend first at the top."""

    unsur = SelectField("Unsur", validators=[required("Pilih unsurnya.")])
    activity = TextAreaField("Kegiatan", [required("Tulis kegiatannya."), at_most(300)])
    quarter = SelectField("Triwulan", choices=QUARTERS, validators=[required("Pilih triwulannya.")])
    due_year = IntegerField("Tahun", [given("Tulis tahunnya."), between(2017, 2100)])
    responsible = StringField("Penanggung jawab", [required("Tulis jabatan penanggung jawabnya."), at_most(120)])

    def __init__(self, *, order: Mapping[str, str], **more: Any) -> None:
        super().__init__(**more)
        self.unsur.choices = list(order.items())

    def values(self) -> dict[str, Any]:
        """Return the plan as the operations take it."""
        return {
            "unsur": Unsur(self.unsur.data),
            "activity": self.activity.data,
            "quarter": int(self.quarter.data),
            "due_year": self.due_year.data,
            "responsible": self.responsible.data,
        }


class ProgressForm(BaseForm):
    state = RadioField("Status", choices=STATES, validators=[required("Pilih statusnya.")])
    outcome = TextAreaField("Hasil", [at_most(500)])
    obstacle = TextAreaField("Hambatan", [at_most(500)])
    done_on = DateField("Tanggal selesai", [optional()])


class RemovalForm(BaseForm):
    pass


class SaranForm(BaseForm):
    """Saran that were dealt with. `plans`: (id, words) of the RTL that they may be linked to."""

    saran = SelectMultipleField("Saran", coerce=UUID, validate_choice=False)
    followup_id = SelectField("Kaitkan dengan kegiatan RTL")
    note = StringField("Catatan", [at_most(200)])

    def __init__(self, *, plans: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(**more)
        self.followup_id.choices = [("", "Tanpa kegiatan RTL"), *plans]

    def validate_saran(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Pilih saran yang sudah ditangani.")
