from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField

from app.web.forms import BaseForm, at_most


class HandReminderForm(BaseForm):
    """`token` is made when the form is served: the same press twice is one reminder."""

    token = HiddenField()
    opd = SelectMultipleField("OPD", validate_choice=False)
    text = TextAreaField("Pesan Anda", [at_most(1500)])
    with_kepala = BooleanField("Kirim juga kepada kepala")
    reason = StringField("Alasan mengingatkan lagi", [at_most(200)])
