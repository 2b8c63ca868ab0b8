"""A questionnaire with sub-questions and own unsur, and what its answers must come to by the pure arithmetic."""

from __future__ import annotations

import random
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from sqlalchemy import update

from app import clock
from app.db import transaction
from app.extensions import db
from app.ikm import Unsur, UnsurTally
from app.surveys.models import Questionnaire, Survey
from app.surveys.questionnaire import standard_questions
from app.tenancy.scope import opd_scope
from tests.world import Place

Said = tuple[tuple[int | None, ...], dict[str, int]]


def _extra(code: str, unsur: str | None, name: str, text: str) -> dict[str, Any]:
    return {
        "code": code, "unsur": unsur, "name": name, "text": f"Bagaimana pendapat Saudara tentang {text}?",
        "options": ["Buruk", "Kurang baik", "Baik", "Sangat baik"],
    }  # fmt: skip


EXTRAS = (
    _extra("waktu.2", "WAKTU", "Waktu Penyelesaian", "lamanya antre di loket"),
    _extra("biaya.2", "BIAYA", "Biaya/Tarif", "kejelasan rincian biaya"),
    _extra("biaya.3", "BIAYA", "Biaya/Tarif", "kemudahan cara membayar"),
    _extra("x.kebersihan", None, "Kebersihan", "kebersihan ruang tunggu"),
    _extra("x.parkir", None, "Parkir", "tempat parkir"),
)


def ask_extras(place: Place) -> Place:
    """The survey of a place asks these beside the nine; return the place with that version."""
    with opd_scope(place.opd_id), transaction():
        version = Questionnaire(
            code=f"14-2017/{place.kode}/{place.upp_kode}/1", questions=deepcopy(list(standard_questions())),
            extras=list(EXTRAS), created_at=clock.now(),
        )  # fmt: skip
        db.session.add(version)
        db.session.flush()
        db.session.execute(update(Survey).where(Survey.id == place.survey_id).values(questionnaire_id=version.id))
        return replace(place, questionnaire_id=version.id)


def answer_of(rng: random.Random) -> Said:
    """Return one person's answers, some left out."""
    scores = tuple(rng.choice((1, 2, 3, 4, 4, 3, None)) for _ in range(9))
    extra = {each["code"]: rng.choice((1, 2, 3, 4, None)) for each in EXTRAS}
    return scores, {code: score for code, score in extra.items() if score is not None}


def tallies_of(said: Sequence[Said]) -> dict[str, UnsurTally]:
    """Return the tally of each unsur, by app/ikm alone."""
    found = {}
    for place, unsur in enumerate(Unsur):
        standard = UnsurTally.from_scores([scores[place] for scores, _ in said])
        parts = [
            UnsurTally.from_scores([extra.get(each["code"]) for _, extra in said])
            for each in EXTRAS
            if each["unsur"] == unsur
        ]
        found[str(unsur)] = UnsurTally.from_sub_questions([standard, *parts]) if parts else standard
    return found
