"""The questionnaire: official wording, locked, kept by code; and versions in which a UPP asks some of it in other words."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.opd.models import Layanan, ServiceChannel
from app.surveys.models import Questionnaire, Survey

STANDARD = "14-2017/1"
SOURCE = Path(__file__).with_name("questionnaire_14_2017.json")


class Situation(StrEnum):
    """A kind of layanan for which the regulation allows other words (PermenPANRB 14/2017, footnotes of the questionnaire)."""

    GRATIS = "gratis"  # free by law: BIAYA
    DARING = "daring"  # KOMPETENSI and PERILAKU


ASKED_WHERE = {Situation.GRATIS: "Untuk layanan gratis", Situation.DARING: "Untuk layanan daring"}


@dataclass(frozen=True)
class Wording:
    """How a question reads in a situation."""

    text: str
    options: tuple[str, str, str, str]


@dataclass(frozen=True)
class Question:
    no: int
    code: str
    unsur_name: str
    text: str
    options: tuple[str, str, str, str]
    wordings: tuple[tuple[Situation, Wording], ...] = ()

    def read_in(self, situations: frozenset[Situation]) -> Question:
        """Return the question as it is asked there."""
        for situation, wording in self.wordings:
            if situation in situations:
                return replace(self, text=wording.text, options=wording.options)
        return self


@dataclass(frozen=True)
class Extra:
    """A pertanyaan tambahan: a sub-question of an unsur (`biaya.2`), or an own unsur (`x.kebersihan`, `unsur` None)."""

    code: str
    unsur: str | None
    name: str  # of its unsur
    text: str
    options: tuple[str, str, str, str]


@dataclass(frozen=True)
class QuestionnaireVersion:
    version_id: UUID
    code: str
    questions: tuple[Question, ...]  # the nine
    extras: tuple[Extra, ...] = ()

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Return all that is asked, numbered as it is: sub-questions after their unsur, own unsur after the ninth."""
        found: list[Question] = []
        for question in self.questions:
            found += [question, *(_question(each) for each in self.extras if each.unsur == question.code)]
        found += [_question(each) for each in self.extras if each.unsur is None]
        return tuple(replace(each, no=no) for no, each in enumerate(found, 1)) if self.extras else self.questions

    @property
    def extra_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.extras)

    @property
    def own_unsur(self) -> tuple[Extra, ...]:
        """Return what stands beside the nine and never enters the IKM."""
        return tuple(each for each in self.extras if each.unsur is None)

    @property
    def sub_questions(self) -> tuple[Extra, ...]:
        """Return the sub-questions in the order in which they are asked."""
        return tuple(e for question in self.questions for e in self.extras if e.unsur == question.code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the unsur codes in the order in which scores are stored."""
        return tuple(question.code for question in self.questions)

    def read_in(self, situations: frozenset[Situation]) -> QuestionnaireVersion:
        """Return the version with the words for a layanan; codes, order and values are the same everywhere."""
        return replace(self, questions=tuple(question.read_in(situations) for question in self.questions))

    @property
    def reworded(self) -> tuple[tuple[Question, Situation, Wording], ...]:
        """Return every question that is asked in other words somewhere, with where and how."""
        return tuple((question, *each) for question in self.questions for each in question.wordings)


def situations_of(layanan: Layanan) -> frozenset[Situation]:
    """Return what a layanan is, as far as words depend on it."""
    return situations(free_by_law=layanan.free_by_law, channel=layanan.channel)


def situations(*, free_by_law: bool, channel: ServiceChannel) -> frozenset[Situation]:
    found = {Situation.GRATIS} if free_by_law else set()
    return frozenset(found | ({Situation.DARING} if channel is ServiceChannel.DARING else set()))


_VERSIONS: dict[UUID, QuestionnaireVersion] = {}


@cache
def standard_questions() -> tuple[dict[str, Any], ...]:
    """Return the nine questions of the regulation's questionnaire, in its order."""
    return tuple(json.loads(SOURCE.read_text(encoding="utf-8"))["questions"])


def ensure_standard() -> UUID:
    """The standard questionnaire stands in the database; return its id."""
    found = db.session.scalar(select(Questionnaire.id).where(Questionnaire.code == STANDARD))
    if found:
        return found
    row = Questionnaire(code=STANDARD, questions=list(standard_questions()), created_at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row.id


def get_questionnaire(questionnaire_id: UUID) -> QuestionnaireVersion:
    """Return a version as forms and reports use it. A version never changes, so each is read once a process."""
    found = _VERSIONS.get(questionnaire_id)
    if found is None:
        found = _VERSIONS[questionnaire_id] = _read(questionnaire_id)
    return found


def _read(questionnaire_id: UUID) -> QuestionnaireVersion:
    row = db.session.get_one(Questionnaire, questionnaire_id)
    return QuestionnaireVersion(
        version_id=row.id,
        code=row.code,
        questions=tuple(
            Question(q["no"], q["code"], q["unsur"], q["text"], tuple(q["options"]), _wordings(q))  # type: ignore[arg-type]
            for q in row.questions
        ),
        extras=extras_of(row.extras),
    )


def extras_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Extra, ...]:
    """Return pertanyaan tambahan as they are kept in JSON."""
    return tuple(Extra(e["code"], e["unsur"], e["name"], e["text"], tuple(e["options"])) for e in rows)  # type: ignore[arg-type]


def list_extra_codes(survey_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the codes of the pertanyaan tambahan of each of these surveys that asks some."""
    rows = db.session.execute(
        select(Survey.id, Questionnaire.extras)
        .join(Questionnaire, Questionnaire.id == Survey.questionnaire_id)
        .where(Survey.id.in_(survey_ids), Questionnaire.extras != [])
    )
    return {survey_id: tuple(each["code"] for each in extras) for survey_id, extras in rows}


def _question(extra: Extra) -> Question:
    return Question(0, extra.code, extra.name, extra.text, extra.options)


def _wordings(question: dict[str, Any]) -> tuple[tuple[Situation, Wording], ...]:
    return tuple(
        (Situation(each["when"]), Wording(each["text"], tuple(each["options"])))  # type: ignore[arg-type]
        for each in question.get("wordings", ())
    )
