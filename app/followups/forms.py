from __future__ import annotations

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField

from app.followups.models import FollowupState
from app.ikm import Unsur
from app.web.forms import BaseForm, at_most, between, given, optional, required

QUARTERS = [(str(number), f"Triwulan {word}") for number, word in enumerate(("I", "II", "III", "IV"), start=1)]


class FollowupForm(BaseForm):
    unsur = SelectField("Unsur", choices=[(each.value, each.official_name) for each in Unsur], validators=[required()])
    activity = TextAreaField("Kegiatan", [required("Tulis kegiatannya."), at_most(300)])
    quarter = SelectField("Waktu", choices=QUARTERS, validators=[required()])
    due_year = IntegerField("Tahun", [given("Tulis tahunnya."), between(2017, 2100)])
    responsible = StringField("Penanggung jawab", [required("Tulis jabatan penanggung jawabnya."), at_most(120)])


class ProgressForm(BaseForm):
    state = RadioField("Status", choices=[(each.value, each.label) for each in FollowupState], validators=[required()])
    outcome = TextAreaField("Hasil", [at_most(500)])
    obstacle = TextAreaField("Hambatan", [at_most(500)])
    done_on = DateField("Tanggal selesai", [optional()])
