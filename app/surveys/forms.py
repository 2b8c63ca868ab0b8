"""What people type about a survey."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, Field, HiddenField, IntegerField, RadioField, StringField, TextAreaField

from app.ikm import Reported, Unsur
from app.surveys.models import Executor
from app.surveys.numbers import PrintedNumberField
from app.web.forms import BaseForm, at_most, between, given, required

EXECUTORS = [(Executor.MANDIRI.value, "Mandiri"), (Executor.PIHAK_KETIGA.value, "Pihak ketiga")]


class PlanForm(BaseForm):
    window_from = DateField("Mulai mengumpulkan", [given("Pilih tanggal mulainya.")])
    window_to = DateField("Selesai mengumpulkan", [given("Pilih tanggal selesainya.")])
    executor = RadioField("Pelaksana", choices=EXECUTORS, validators=[required("Pilih pelaksananya.")])
    executor_name = StringField("Nama lembaga pelaksana", [at_most(160)])


class DivisionForm(BaseForm):
    parts = RadioField(
        "Bagian", choices=[("2", "Semester"), ("4", "Triwulan")], validators=[required("Pilih salah satu.")]
    )


class StartForm(BaseForm):
    pass


class ClosureForm(BaseForm):
    note = TextAreaField("Catatan penutupan", [at_most(500)])


class ReopeningForm(BaseForm):
    reason = TextAreaField("Alasan", [required("Tulis alasan membuka lagi survei ini."), at_most(500)])


class ReadForm(BaseForm):
    """An act on figures that somebody has read: `version` is the frozen version that the page showed."""

    version = HiddenField()

    @property
    def read_version(self) -> int | None:
        return int(self.version.data) if (self.version.data or "").isdecimal() else None


class SubmissionForm(ReadForm):
    read = BooleanField(
        "Saya sudah membaca hasil dan laporannya", [required("Centang setelah membaca hasil dan laporannya.")]
    )


class SheetForm(ReadForm):
    kepala = StringField("Nama kepala yang menandatangani", [required("Tulis nama kepala."), at_most(120)])
    delegation = StringField(
        "Surat pendelegasian", [required("Tulis nomor dan tanggal surat pendelegasiannya."), at_most(160)]
    )
    sheet = FileField("Lembar pengesahan bertanda tangan", [FileRequired("Pilih berkas PDF-nya.")])


class VerificationForm(ReadForm):
    note = TextAreaField("Catatan umum", [at_most(1000)])


class ReportedForm(BaseForm):
    """A third party's result, as its report prints it. The nine NRR stand in fields of the unsur's names."""

    executor_name = StringField("Nama lembaga pelaksana", [required("Tulis nama lembaganya."), at_most(160)])
    kind = RadioField(
        "Pelanggan yang disurvei",
        choices=[("masyarakat", "Masyarakat"), ("internal", "Internal")],
        default="masyarakat",
    )
    respondents = IntegerField("Jumlah responden", [given("Tulis jumlah respondennya."), between(1, 1_000_000)])
    ikm = PrintedNumberField("IKM", low=25, high=100, places=2)
    report = FileField("Laporan pihak ketiga", [FileRequired("Pilih berkas PDF-nya.")])
    as_printed = BooleanField("Angkanya memang tertulis demikian di laporannya")

    @property
    def unsur(self) -> list[Field]:
        return [self[unsur.value] for unsur in Unsur]

    def reported(self) -> Reported:
        """Return the figures of a valid form."""
        assert self.ikm.data is not None
        return Reported(self.ikm.data, tuple((unsur.value, self[unsur.value].data) for unsur in Unsur))


for _unsur in Unsur:
    setattr(ReportedForm, _unsur.value, PrintedNumberField(_unsur.official_name, low=1, high=4, places=4))


class AnswerForm(BaseForm):
    answer = TextAreaField("Yang sudah diperbaiki", [required("Tulis apa yang sudah diperbaiki."), at_most(1000)])
