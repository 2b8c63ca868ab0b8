"""What people type about their data, and what Bagian Organisasi answers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from app.privacy.states import RequestKind, RequestWay
from app.web.forms import BaseForm, at_most, required

WAYS = [(way.value, way.label) for way in RequestWay if way is not RequestWay.FORM]


class RequestForm(BaseForm):
    token = HiddenField()
    kind = RadioField("Yang diminta", choices=RequestKind.choices(), validators=[required("Pilih salah satu.")])
    name = StringField("Nama", [required("Tulis nama."), at_most(120)])
    contact = StringField(
        "E-mail atau nomor telepon", [required("Tulis e-mail atau nomor telepon untuk mengirim jawaban."), at_most(120)]
    )
    text = TextAreaField("Permintaan", [required("Tulis apa yang diminta."), at_most(2000)])

    def validate_token(self, field: HiddenField) -> None:
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError("Halaman ini sudah lama terbuka. Muat ulang, lalu kirim lagi.") from None


class PublicRequestForm(RequestForm):
    """Anybody's: no session stands behind it, so there is nothing that a forged form could use."""

    class Meta(BaseForm.Meta):
        csrf = False

    situs_web = StringField("Jangan isi kolom ini")  # people do not see it


class EnteredRequestForm(RequestForm):
    way = RadioField("Cara diterima", choices=WAYS, validators=[required("Pilih salah satu.")])


class AnswerForm(BaseForm):
    outcome = RadioField(
        "Keputusan",
        choices=[("dipenuhi", "Dipenuhi"), ("tidak_dapat", "Tidak dapat dipenuhi, dengan alasan di jawaban")],
        validators=[required("Pilih salah satu.")],
    )
    answer = TextAreaField("Jawaban kepada pemohon", [required("Tulis jawabannya."), at_most(4000)])


class AffectedForm(BaseForm):
    """Read from the address, so it changes nothing and needs no token."""

    class Meta(BaseForm.Meta):
        csrf = False

    opd = StringField(validators=[Optional(), at_most(40)])
    since = DateField("Dari tanggal", [Optional()])
    until = DateField("Sampai tanggal", [Optional()])

    def validate_until(self, field: DateField) -> None:
        since: date | None = self.since.data
        if since and field.data and field.data < since:
            raise ValidationError("Tanggal akhir harus sesudah tanggal awal.")
