"""What is chosen for a new token."""

from __future__ import annotations

from wtforms import SelectField, SelectMultipleField, StringField

from app.api.scopes import Scope
from app.web.forms import BaseForm, at_most, required

LASTS = [("90", "90 hari"), ("365", "1 tahun"), ("730", "2 tahun")]


class TokenForm(BaseForm):
    name = StringField("Program yang memakai", [required("Tulis nama program yang memakai kunci ini."), at_most(60)])
    scopes = SelectMultipleField("Izin")
    days = SelectField("Berlaku", choices=LASTS, default="365")

    def chosen(self) -> list[Scope]:
        return [Scope(each) for each in self.scopes.data or []]
