"""What is typed about excluding answers."""

from __future__ import annotations

from wtforms import TextAreaField

from app.web.forms import BaseForm, at_most, required


class ProposalForm(BaseForm):
    reason = TextAreaField("Alasan", [required("Tulis alasan mengusulkan pengecualian ini."), at_most(500)])


class DecisionForm(BaseForm):
    reason = TextAreaField("Catatan keputusan", [at_most(500)])


class ExplanationForm(BaseForm):
    text = TextAreaField("Penjelasan", [required("Tulis apa yang Anda temukan setelah menelusuri."), at_most(500)])
