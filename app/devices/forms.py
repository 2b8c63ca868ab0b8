from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from app.web.forms import BaseForm


class BackupForm(BaseForm):
    file = FileField("Berkas cadangan", [FileRequired("Pilih berkasnya.")])


class RevocationForm(BaseForm):
    """Only a press of the button."""
