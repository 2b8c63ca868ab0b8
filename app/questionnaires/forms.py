"""Other words for the questions that allow them, and Bagian Organisasi's answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from app.ikm import Unsur
from app.questionnaires.extras import MOST_OWN, MOST_SUB_QUESTIONS, OWN, Written, faults_of
from app.questionnaires.wording import Rewordable, faults
from app.surveys.questionnaire import Wording
from app.web.forms import BaseForm, at_most, required

APPROVE, RETURN = "setujui", "kembalikan"
SLOT = ("code", "unsur", "name", "text", "option_1", "option_2", "option_3", "option_4", "gone")
MOST_SLOTS = len(Unsur) * MOST_SUB_QUESTIONS + MOST_OWN
UNSUR_CHOICES = [
    ("", "Pilih unsur"), *((unsur.value, unsur.official_name) for unsur in Unsur), (OWN, "Unsur tambahan, di luar sembilan"),
]  # fmt: skip


class WordingForm(BaseForm):
    """For each question that may be reworded (made by wording_form): whether, and how; and the pertanyaan tambahan."""

    codes: tuple[str, ...] = ()
    slots = 0  # of pertanyaan tambahan
    may_be_empty = False  # back to the standard questionnaire
    extra_count = HiddenField()

    def part(self, code: str) -> dict[str, Any]:
        """Return the fields of one question."""
        names = ("wanted", "text", *(f"option_{number}" for number in range(1, 5)))
        return {name: self[f"{code}_{name}"] for name in names}

    @property
    def wordings(self) -> dict[str, Wording]:
        """Return what was written for the questions that are wanted, by code."""
        return {code: self._wording(code) for code in self.codes if self[f"{code}_wanted"].data}

    def slot(self, number: int) -> dict[str, Any]:
        """Return the fields of one pertanyaan tambahan."""
        return {name: self[f"extra_{number}_{name}"] for name in SLOT}

    @property
    def extras(self) -> list[Written]:
        """Return the pertanyaan tambahan that are filled in and not to be taken away."""
        return [written for _, written in self._filled()]

    def _filled(self) -> list[tuple[int, Written]]:
        found = [(number, self._written(number)) for number in range(self.slots)]
        return [
            (n, each)
            for n, each in found
            if not self[f"extra_{n}_gone"].data and (each.text or each.name or any(each.options))
        ]

    def _written(self, number: int) -> Written:
        said = {name: " ".join(str(field.data or "").split()) for name, field in self.slot(number).items()}
        options = tuple(said[f"option_{score}"] for score in range(1, 5))
        name = said["name"] if said["unsur"] == OWN else ""
        return Written(said["code"], said["unsur"], name, said["text"], options)  # type: ignore[arg-type]

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        for code, wording in self.wordings.items():
            for name, message in faults(wording.text, wording.options).items():
                self[f"{code}_{name}"].errors = [message]
                sound = False
        filled = self._filled()
        for (number, _), found in zip(filled, faults_of([each for _, each in filled]), strict=True):
            for name, message in found.items():
                self[f"extra_{number}_{name}"].errors = [message]
                sound = False
        if not self.wordings and not filled and not self.may_be_empty:
            self.form_errors.append("Pilih paling sedikit satu pertanyaan untuk disesuaikan, atau tambahkan satu.")
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


def wording_form(
    offered: Iterable[Rewordable], kept: Mapping[str, Any], extras: Sequence[Written] = (), *, slots: int = 0,
    may_be_empty: bool = False,
) -> WordingForm:  # fmt: skip
    """Return the form for these questions, filled with what was written, else with words to begin from.

    `slots`: how many pertanyaan tambahan there is room for; the first hold what was written.
    """
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
    slots = min(max(slots, len(extras)), MOST_SLOTS)
    for number in range(slots):
        fields |= _slot_fields(number)
    for number, written in enumerate(extras):
        options = {f"option_{score}": option for score, option in enumerate(written.options, 1)}
        values = {"code": written.code, "unsur": written.unsur, "name": written.name, "text": written.text, **options}
        data |= {f"extra_{number}_{name}": value for name, value in values.items()}
    own = {**fields, "codes": tuple(codes), "slots": slots, "may_be_empty": may_be_empty}
    form: WordingForm = type("WordingForm", (WordingForm,), own)(data=data)
    form.extra_count.data = str(slots)
    return form


def _slot_fields(number: int) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "code": HiddenField(),
        "unsur": SelectField("Untuk unsur", choices=UNSUR_CHOICES, default="", validate_choice=False),
        "name": StringField("Nama unsur tambahan"),
        "text": TextAreaField("Pertanyaan"),
        "gone": BooleanField("Hapus pertanyaan ini"),
    }
    fields |= {f"option_{score}": StringField(f"Jawaban bernilai {score}") for score in range(1, 5)}
    return {f"extra_{number}_{name}": field for name, field in fields.items()}
