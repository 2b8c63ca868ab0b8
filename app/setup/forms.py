"""What people hand in: a list as a file, or copied out of a spreadsheet."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField
from wtforms.validators import UUID as IsUuid

from app.errors import Rejected
from app.imports.reading.sheets import Sheet, open_sheets, pasted_sheet
from app.web.forms import BaseForm

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
