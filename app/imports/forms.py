from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField

from app.web.forms import BaseForm, given, required


class ImportForm(BaseForm):
    file = FileField("Berkas", [FileRequired("Pilih berkasnya.")])
    layanan = SelectField("Layanan", validators=[required("Pilih layanannya.")])
    titik = SelectField("Titik layanan", validators=[required("Pilih titik layanannya.")])
    collected_on = DateField("Tanggal pengumpulan", [given("Pilih tanggalnya.")])
