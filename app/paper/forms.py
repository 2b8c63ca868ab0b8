"""What people type about a stack, and what they want printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import BooleanField, DateField, IntegerField, SelectField, TextAreaField

from app.paper.places import Reach
from app.paper.sheet import MAX_NUMBER
from app.surveys.models import Survey
from app.web.forms import BaseForm, at_most, between, given, optional, required

MAX_PRINTED = 200
MAX_STACK = 2000


class PlaceForm(BaseForm):
    layanan = SelectField("Layanan", [required("Pilih layanannya.")])
    titik = SelectField("Titik layanan", [required("Pilih titik layanannya.")])

    def offer(self, reach: Reach) -> None:
        """Let a layanan and titik within reach be chosen; the only one is chosen already."""
        _offer(self.layanan, [(str(each.id), each.name) for each in reach.layanan], "Pilih layanan")
        _offer(self.titik, [(str(each.id), _titik_name(each)) for each in reach.titik], "Pilih titik layanan")

    @property
    def place(self) -> tuple[UUID, UUID]:
        return UUID(self.layanan.data), UUID(self.titik.data)


class PrintForm(PlaceForm):
    class Meta:
        csrf = False  # it only reads

    first = IntegerField("Nomor lembar pertama", [optional(), between(1, MAX_NUMBER - MAX_PRINTED)])
    count = IntegerField("Jumlah lembar", [optional(), between(1, MAX_PRINTED)])

    @property
    def numbers(self) -> list[int | None]:
        """Return the numbers to print; [None] for one sheet whose number is written by hand."""
        if self.first.data is None:
            return [None]
        return list(range(self.first.data, self.first.data + (self.count.data or 1)))


class BatchForm(PlaceForm):
    survey = SelectField("Survei", [required("Pilih surveinya.")])
    collected_on = DateField("Tanggal pengisian", [given("Pilih tanggalnya.")])
    first_number = IntegerField("Nomor lembar pertama", [given("Tulis nomornya."), between(1, MAX_NUMBER - MAX_STACK)])
    expected = IntegerField("Jumlah lembar", [optional(), between(1, MAX_STACK)])
    double_entry = BooleanField("Ketik dua kali, lalu bandingkan")

    def offer_surveys(self, surveys: list[tuple[Survey, str]]) -> None:
        self.survey.choices = [(str(survey.id), name) for survey, name in surveys]


class CancellationForm(BaseForm):
    reason = TextAreaField("Alasan", [required("Tulis alasan membatalkan tumpukan ini."), at_most(500)])


def _offer(field: SelectField, choices: list[tuple[str, str]], prompt: str) -> None:
    field.choices = choices if len(choices) == 1 else [("", prompt), *choices]


def _titik_name(titik: Any) -> str:
    return titik.name if titik.active else f"{titik.name} (tidak aktif lagi)"
