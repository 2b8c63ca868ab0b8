"""What people type about a survey."""

from __future__ import annotations

from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField

from app.surveys.models import Executor
from app.web.forms import BaseForm, at_most, given, required

EXECUTORS = [(Executor.MANDIRI.value, "Mandiri"), (Executor.PIHAK_KETIGA.value, "Pihak ketiga")]


class PlanForm(BaseForm):
    window_from = DateField("Mulai mengumpulkan", [given("Pilih tanggal mulainya.")])
    window_to = DateField("Selesai mengumpulkan", [given("Pilih tanggal selesainya.")])
    executor = RadioField("Pelaksana", choices=EXECUTORS, validators=[required("Pilih pelaksananya.")])
    executor_name = StringField("Nama lembaga pelaksana", [at_most(160)])


class StartForm(BaseForm):
    pass


class ClosureForm(BaseForm):
    note = TextAreaField("Catatan penutupan", [at_most(500)])


class ReopeningForm(BaseForm):
    reason = TextAreaField("Alasan", [required("Tulis alasan membuka lagi survei ini."), at_most(500)])


class SubmissionForm(BaseForm):
    read = BooleanField(
        "Saya sudah membaca hasil dan laporannya", [required("Centang setelah membaca hasil dan laporannya.")]
    )


class ReturnForm(BaseForm):
    note = TextAreaField("Catatan untuk UPP", [required("Tulis apa yang perlu diperbaiki."), at_most(1000)])


class VerificationForm(BaseForm):
    pass
