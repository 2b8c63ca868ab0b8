"""The forms of reminding: "Ingatkan sekarang", and pauses."""

from __future__ import annotations

from uuid import UUID, uuid4

from wtforms import BooleanField, DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import UUID as IsUuid

from app.reminders.decision import MANUAL
from app.web.forms import BaseForm, at_most, given, required

# The text travels in the address of the preview, and many servers refuse an address of over 4,000 signs.
LONGEST_TEXT = 1000


class HandReminderForm(BaseForm):
    """The OPDs chosen stand beside it in the page, as hidden fields of the name `opd`."""

    text = TextAreaField("Kalimat Anda", [at_most(LONGEST_TEXT)])
    with_kepala = BooleanField("Kirim juga kepada kepala OPD", default=True)
    reason = StringField("Alasan mengingatkan lagi", [at_most(200)])
    # Made when the form is shown: the same form sent twice is one reminder.
    token = HiddenField(validators=[IsUuid("Muat ulang halaman ini.")], default=lambda: str(uuid4()))

    @property
    def step(self) -> str:
        """The step under which this reminder's letters are decided."""
        return f"{MANUAL}{self.token.data}"

    def key(self) -> UUID:
        """Return the token of a validated form."""
        return UUID(self.token.data)


class UppReminderForm(BaseForm):
    """The UPP chosen stand beside it in the page, as boxes of the name `upp`."""

    text = TextAreaField("Kalimat Anda", [at_most(LONGEST_TEXT)])
    token = HiddenField(validators=[IsUuid("Muat ulang halaman ini.")], default=lambda: str(uuid4()))

    def key(self) -> UUID:
        return UUID(self.token.data)


class PauseForm(BaseForm):
    until = DateField("Jeda sampai dengan", [given("Isi tanggal terakhir jedanya.")])
    reason = TextAreaField("Alasan", [required("Tulis alasannya, supaya Bagian Organisasi tahu."), at_most(300)])


class PauseEndForm(BaseForm):
    note = TextAreaField("Catatan", [required("Tulis catatan untuk yang menjeda."), at_most(300)])
