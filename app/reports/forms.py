"""What a person chooses about a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField

from app.opd.models import CustomerKind
from app.web.forms import BaseForm


class RequestForm(BaseForm):
    """`pelanggan`: whose report; left out, that of the survey's main kind of customer."""

    pelanggan = HiddenField()

    def __init__(self, *, kinds: Sequence[CustomerKind], **more: Any) -> None:
        super().__init__(**more)
        self._kinds = kinds
        if not self.pelanggan.data:
            self.pelanggan.data = kinds[0].value

    def validate(self, **more: Any) -> bool:
        return super().validate(**more) and self.pelanggan.data in {kind.value for kind in self._kinds}
