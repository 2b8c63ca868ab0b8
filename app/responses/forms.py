"""What is decided about susulan."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, TextAreaField

from app.responses.models import LateDecision
from app.web.forms import BaseForm, at_most, required

CHOSEN, ALL = "dipilih", "semua"


class LateForm(BaseForm):
    scope = RadioField(
        "Berlaku untuk", [required("Pilih untuk jawaban yang mana.")], choices=[(CHOSEN, "Yang dicentang")]
    )
    reason = TextAreaField("Alasan", [required("Tulis alasan keputusan ini."), at_most(500)])
    until = HiddenField()  # when the page was made: what arrived later was not seen

    def offer(self, count: int) -> None:
        self.scope.choices = [(CHOSEN, "Yang dicentang"), (ALL, f"Semua {count} jawaban")]


def decision_of(text: str | None) -> LateDecision | None:
    """Return the decision that a word names; None for none."""
    return LateDecision(text) if text in set(LateDecision) else None
