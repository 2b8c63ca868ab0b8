"""Frozen results: figures, formula version and a fingerprint of the answers behind them."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.results import statistics
from app.results.segments import SEGMENTS
from app.results.statistics import add_up
from app.surveys.models import FrozenResult, Survey, SurveyLayanan
from app.surveys.questionnaire import get_questionnaire

FORMULA_VERSION = "1.0"  # of app/ikm: changes when a rule of calculation changes, never with a mere rewrite


def freeze(survey: Survey) -> FrozenResult:
    """The survey's figures of this moment are kept for good as its next version. Nothing may wait to be folded."""
    codes = get_questionnaire(survey.questionnaire_id).codes
    layanan = statistics.by_layanan(survey.id)
    whole = add_up(layanan.values())
    figures = whole.figures(codes)
    fingerprint = _fingerprint(survey.id)
    version = 1 + (db.session.scalar(select(func.max(FrozenResult.version)).where(FrozenResult.survey_id == survey.id)) or 0)
    result = FrozenResult(
        upp_id=survey.upp_id,
        survey_id=survey.id,
        version=version,
        formula_version=FORMULA_VERSION,
        respondents=figures.n,
        ikm=figures.ikm,
        mutu=figures.mutu.value if figures.mutu else None,
        figures={
            "codes": list(codes),
            "layanan": {str(key): value.to_json() for key, value in layanan.items()},
            "segments": {
                name: {value: part.to_json() for value, part in statistics.by_segment(survey.id, name).items()}
                for name in SEGMENTS
                if name not in ("semua", "petugas", "jam")
            },
            "targets": {
                str(row.layanan_id): {"users": row.users, "target": row.target}
                for row in db.session.scalars(select(SurveyLayanan).where(SurveyLayanan.survey_id == survey.id))
            },
            "target": survey.target,
        },
        fingerprint=fingerprint,
        verification_code=_code(survey.id, version, fingerprint),
        frozen_at=clock.now(),
    )
    db.session.add(result)
    db.session.flush()
    return result


def _fingerprint(survey_id: UUID) -> str:
    """Return the hash of every counted answer with its id, in the order of ids: the same answers, the same hash."""
    from app.responses.queries import iterate_counted

    digest = sha256()
    for response_id, scores in iterate_counted(survey_id):
        digest.update(f"{response_id}:{','.join('' if score is None else str(score) for score in scores)};".encode())
    return digest.hexdigest()


def _code(survey_id: UUID, version: int, fingerprint: str) -> str:
    digits = sha256(f"{survey_id}/{version}/{fingerprint}".encode()).hexdigest()[:12].upper()
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"
