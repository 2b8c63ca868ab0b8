"""What people type about a publication."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import DateField, SelectField, StringField

from app.publication.models import Medium
from app.web.forms import BaseForm, at_most, given, required


class PublicationForm(BaseForm):
    medium = SelectField("Media", choices=[(each.value, each.label) for each in Medium])
    place = StringField("Tempat atau alamatnya", [required("Tulis di mana hasilnya dapat dilihat."), at_most(200)])
    published_on = DateField("Tanggal publikasi", [given("Pilih tanggalnya.")])
    evidence = FileField("Bukti")


class RemovalForm(BaseForm):
    """Asked before a record is gone."""
