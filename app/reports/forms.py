"""What a person chooses about documents, and puts into them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField, ValidationError

from app.opd.models import CustomerKind
from app.reports.models import CityDocumentKind, DocumentKind, ReportHead
from app.web.forms import BaseForm, at_most, required

NIP_DIGITS = 18


class RequestForm(BaseForm):
    """`pelanggan`: whose document; left out, that of the survey's main kind of customer. `berkas`: which document."""

    pelanggan = HiddenField()
    berkas = HiddenField()

    def __init__(self, *, kinds: Sequence[CustomerKind], **more: Any) -> None:
        super().__init__(**more)
        self._kinds = kinds
        self.pelanggan.data = self.pelanggan.data or kinds[0].value
        self.berkas.data = self.berkas.data or DocumentKind.LAPORAN_PDF.value

    def validate(self, **more: Any) -> bool:
        known = self.pelanggan.data in set(self._kinds) and self.berkas.data in set(DocumentKind)
        return super().validate(**more) and known


class RecapForm(BaseForm):
    berkas = HiddenField()

    def validate(self, **more: Any) -> bool:
        return super().validate(**more) and self.berkas.data in set(CityDocumentKind)


class TextForm(BaseForm):
    text = TextAreaField("Isi bagian ini", [at_most(8000)])


class SureForm(BaseForm):
    """Asked before something is gone."""


class PhotoForm(BaseForm):
    photo = FileField("Foto", [FileRequired("Pilih fotonya.")])
    caption = StringField("Keterangan foto", [required("Tulis apa yang terlihat di foto."), at_most(160)])


class DecreeForm(BaseForm):
    decree = FileField("Berkas SK", [FileRequired("Pilih berkas SK-nya.")])
    title = StringField("Nomor dan judul SK", [required("Tulis nomor dan judul SK-nya."), at_most(300)])


class SignedForm(BaseForm):
    file = FileField("Laporan bertanda tangan", [FileRequired("Pilih berkas PDF-nya.")])


class HeadForm(BaseForm):
    logo = FileField("Lambang")
    remove_logo = BooleanField("Hapus lambang yang tersimpan")
    address = TextAreaField("Alamat", [at_most(300)])
    place = StringField("Tempat penandatanganan", [at_most(80)])
    signer_position = StringField("Jabatan", [at_most(160)])
    signer_name = StringField("Nama lengkap dengan gelar", [at_most(120)])
    signer_rank = StringField("Pangkat", [at_most(80)])
    signer_nip = StringField("NIP", [at_most(30)])

    def validate_address(self, field: Field) -> None:
        if len((field.data or "").splitlines()) > 3:
            raise ValidationError("Paling banyak tiga baris, supaya muat di kop.")

    def validate_signer_nip(self, field: Field) -> None:
        if field.data and len(re.sub(r"\s", "", field.data)) != NIP_DIGITS:
            raise ValidationError("NIP terdiri atas 18 angka.")
        if field.data and not re.fullmatch(r"[\d\s]+", field.data):
            raise ValidationError("NIP hanya berisi angka.")

    def validate_signer_name(self, field: Field) -> None:
        others = (self.signer_position.data, self.signer_rank.data, self.signer_nip.data)
        if not field.data and any(others):
            raise ValidationError("Tulis juga namanya, atau kosongkan semua isian tanda tangan.")

    def words(self) -> dict[str, str]:
        """Return the words as the operations take them."""
        names = ("address", "place", "signer_position", "signer_name", "signer_rank", "signer_nip")
        return {name: getattr(self, name).data or "" for name in names}

    def show(self, head: ReportHead | None) -> None:
        """Fill in what is kept, unless the form was sent."""
        if head is not None and not self.is_submitted():
            for name in self.words():
                getattr(self, name).data = getattr(head, name)
