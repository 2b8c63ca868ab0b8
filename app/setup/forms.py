"""What people hand in: a list as a file, or copied out of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import UUID as IsUuid
from wtforms.validators import Regexp

from app.errors import Rejected
from app.imports.reading.sheets import Sheet, open_sheets, pasted_sheet
from app.opd.words import KODE, KODE_RULE, slug
from app.setup.succession import Way
from app.web.forms import BaseForm, at_most, optional, required

LONGEST_TABLE = 1_000_000  # signs; a list of 2,000 rows is far below


class ListForm(BaseForm):
    """A file stands above a pasted table: whoever chose one means it."""

    file = FileField("Berkas")
    table = TextAreaField("Atau tempel dari lembar kerja")

    class Meta(BaseForm.Meta):
        def bind_field(self, form, unbound_field, options):  # type: ignore[no-untyped-def]
            """Bind without trimming: an empty first cell of the table is a cell."""
            return unbound_field.bind(form=form, **options)

    def sheet(self) -> Sheet:
        """Return the table that was handed in. Raises Rejected beside its field for none, and for one that cannot be read."""
        if self.file.data:
            filled = open_sheets(self.file.data.filename or "", self.file.data.read())
            return filled[0]
        text = self.table.data or ""
        if not text.strip():
            raise Rejected("Pilih berkas, atau tempel tabelnya.", field="file")
        if len(text) > LONGEST_TABLE:
            raise Rejected("Tabel ini terlalu panjang. Bagi menjadi beberapa bagian.", field="table")
        return pasted_sheet(text.replace("\x00", ""))


class ActForm(BaseForm):
    """Only the token: the page names what will happen."""


class TrialForm(BaseForm):
    token = HiddenField(validators=[IsUuid("Muat ulang halaman ini.")])


class SuccessionForm(BaseForm):
    """What becomes of an office: another name, or a part of another office."""

    way = RadioField(
        "Apa yang berubah",
        [required("Pilih apa yang berubah.")],
        choices=[(Way.RENAMED.value, "Berganti nama"), (Way.MERGED.value, "Bergabung ke OPD lain")],
    )
    name = StringField("Nama baru", [at_most(160)])
    short_name = StringField("Singkatan baru", [at_most(40)])
    kode = StringField("Kode baru", [optional(), Regexp(rf"^{KODE.pattern}$", message=KODE_RULE)])
    successor = SelectField("OPD penerus", validators=[optional()])
    into_one = BooleanField("Leburkan ke unit OPD penerus", default=False)

    def offer(self, offices: Iterable[tuple[UUID, str]]) -> None:
        self.successor.choices = [("", "Pilih OPD"), *((str(opd_id), name) for opd_id, name in offices)]

    def validate(self, extra_validators: Any = None) -> bool:
        """What the chosen way needs must be there; what belongs to the other is not looked at."""
        sound = bool(super().validate(extra_validators))
        if self.way.data == Way.RENAMED:
            sound &= self._given(self.name, "Tulis nama barunya.") & self._given(
                self.short_name, "Tulis singkatan barunya."
            )
        if self.way.data == Way.MERGED:
            sound &= self._given(self.successor, "Pilih OPD penerusnya.")
        return sound

    @property
    def wanted_kode(self) -> str:
        return self.kode.data or slug(self.short_name.data or "")

    def _given(self, field: Any, message: str) -> bool:
        if not field.data and not field.errors:
            field.errors = [message]
        return bool(field.data)
