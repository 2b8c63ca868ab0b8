"""The standard questionnaire: official wording, locked, kept by code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.surveys.models import Questionnaire

STANDARD = "14-2017/1"
SOURCE = Path(__file__).with_name("questionnaire_14_2017.json")


@dataclass(frozen=True)
class Question:
    no: int
    code: str
    unsur_name: str
    text: str
    options: tuple[str, str, str, str]


@dataclass(frozen=True)
class QuestionnaireVersion:
    version_id: UUID
    code: str
    questions: tuple[Question, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the unsur codes in the order in which scores are stored."""
        return tuple(question.code for question in self.questions)


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
    """Return a version as forms and reports use it."""
    row = db.session.get_one(Questionnaire, questionnaire_id)
    return QuestionnaireVersion(
        version_id=row.id,
        code=row.code,
        questions=tuple(
            Question(q["no"], q["code"], q["unsur"], q["text"], tuple(q["options"]))  # type: ignore[arg-type]
            for q in row.questions
        ),
    )
