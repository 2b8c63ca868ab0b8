"""Other words for the questions that allow them, and Bagian Organisasi's answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField

from app.questionnaires.wording import Rewordable, faults
from app.surveys.questionnaire import Wording
from app.web.forms import BaseForm, at_most, required

APPROVE, RETURN = "setujui", "kembalikan"


class WordingForm(BaseForm):
    """For each question that may be reworded (made by wording_form): whether, and how."""

    codes: tuple[str, ...] = ()

    def part(self, code: str) -> dict[str, Any]:
        """Return the fields of one question."""
        names = ("wanted", "text", *(f"option_{number}" for number in range(1, 5)))
        return {name: self[f"{code}_{name}"] for name in names}

    @property
    def wordings(self) -> dict[str, Wording]:
        """Return what was written for the questions that are wanted, by code."""
        return {code: self._wording(code) for code in self.codes if self[f"{code}_wanted"].data}

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        for code, wording in self.wordings.items():
            for name, message in faults(wording.text, wording.options).items():
                self[f"{code}_{name}"].errors = [message]
                sound = False
        if not self.wordings:
            self.form_errors.append("Pilih paling sedikit satu pertanyaan untuk disesuaikan.")
            sound = False
        return sound

    def _wording(self, code: str) -> Wording:
        part = self.part(code)
        options = tuple(" ".join((part[f"option_{number}"].data or "").split()) for number in range(1, 5))
        return Wording(" ".join((part["text"].data or "").split()), options)  # type: ignore[arg-type]


class DecisionForm(BaseForm):
    decision = RadioField(
        "Keputusan",
        [required("Pilih keputusannya.")],
        choices=[(APPROVE, "Setujui"), (RETURN, "Kembalikan dengan catatan")],
    )
    note = TextAreaField("Catatan", [at_most(500)])


def wording_form(offered: Iterable[Rewordable], kept: Mapping[str, Any]) -> WordingForm:
    """Return the form for these questions, filled with what was written, else with words to begin from."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    codes = []
    for each in offered:
        words = kept.get(each.code)
        text = words["text"] if words else each.suggested.text
        options = words["options"] if words else each.suggested.options
        fields |= {
            f"{each.code}_wanted": BooleanField("Pakai kata lain"),
            f"{each.code}_text": TextAreaField("Pertanyaan"),
        }
        fields |= {f"{each.code}_option_{number}": StringField(f"Jawaban bernilai {number}") for number in range(1, 5)}
        data |= {f"{each.code}_wanted": words is not None, f"{each.code}_text": text}
        data |= {f"{each.code}_option_{number}": option for number, option in enumerate(options, 1)}
        codes.append(each.code)
    form: WordingForm = type("WordingForm", (WordingForm,), {**fields, "codes": tuple(codes)})(data=data)
    return form
