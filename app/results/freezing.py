"""Frozen results: figures, formula version and a fingerprint of the answers behind them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.ikm import Reported, mutu_of
from app.opd.models import CustomerKind, Layanan
from app.opd.queries import list_layanan
from app.responses.queries import iterate_counted
from app.results import statistics
from app.results.segments import PRINTED
from app.results.statistics import add_up, reported_statistics
from app.surveys.models import FrozenResult, Survey
from app.surveys.queries import list_survey_layanan
from app.surveys.questionnaire import get_questionnaire

REPORTED_NAME = "Seluruh layanan, dilaporkan pihak ketiga"
REPORTED_FORMULA = "dilaporkan"
FORMULA_VERSION = "1.0"  # of app/ikm: changes when a rule of calculation changes, never with a mere rewrite


def freeze(survey: Survey) -> FrozenResult:
    """The survey's figures of this moment are kept for good as its next version. Nothing may wait to be folded.

    Citizens' and internal customers' answers are never mixed: the IKM of the row is that of the main kind of customer.
    """
    codes = get_questionnaire(survey.questionnaire_id).codes
    layanan = list_layanan(survey.upp_id)
    by_layanan = statistics.by_layanan(survey.id)
    main = main_kind(layanan, by_layanan)
    figures = add_up(
        by_layanan[each.id] for each in layanan if each.customer_kind is main and each.id in by_layanan
    ).figures(codes)
    fingerprint = _fingerprint(survey.id)
    version = _next_version(survey.id)
    result = FrozenResult(
        upp_id=survey.upp_id,
        survey_id=survey.id,
        version=version,
        formula_version=FORMULA_VERSION,
        respondents=sum(part.n for part in by_layanan.values()),
        ikm=figures.ikm,
        mutu=figures.mutu.value if figures.mutu else None,
        figures=_figures(survey, codes, layanan, by_layanan),
        fingerprint=fingerprint,
        verification_code=_code(survey.id, version, fingerprint),
        frozen_at=clock.now(),
    )
    db.session.add(result)
    db.session.flush()
    return result


def freeze_reported(
    survey: Survey,
    kind: CustomerKind,
    reported: Reported,
    *,
    respondents: int,
    users: int | None,
    sha256_of_report: str,
) -> FrozenResult:
    """A third party's figures are kept for good as the survey's next version, marked as such; the code tells its report."""
    whole = {
        "id": str(survey.id),
        "name": REPORTED_NAME,
        "kind": kind.value,
        "users": users,
        "target": survey.target,
        "statistics": reported_statistics(reported, respondents).to_json(),
    }
    figures = {
        "codes": [code for code, _ in reported.nrr],
        "target": survey.target,
        "layanan": [whole],
        "segments": {each.value: {segment: {} for segment in PRINTED} for each in CustomerKind},
        "reported": sha256_of_report,
    }
    fingerprint = sha256(f"{sha256_of_report} {respondents} {reported!r}".encode()).hexdigest()
    version = _next_version(survey.id)
    result = FrozenResult(
        upp_id=survey.upp_id,
        survey_id=survey.id,
        version=version,
        formula_version=REPORTED_FORMULA,
        respondents=respondents,
        ikm=reported.ikm,
        mutu=mutu_of(reported.ikm).value,
        figures=figures,
        fingerprint=fingerprint,
        verification_code=_code(survey.id, version, fingerprint),
        frozen_at=clock.now(),
    )
    db.session.add(result)
    db.session.flush()
    return result


def is_reported(frozen: FrozenResult) -> bool:
    return "reported" in frozen.figures


def is_reproduced(survey_id: UUID, frozen: FrozenResult) -> bool | None:
    """Return whether the answers that count now are those that were frozen; None of reported figures: nobody can tell."""
    if is_reported(frozen):
        return None
    return _fingerprint(survey_id) == frozen.fingerprint


def main_kind(layanan: Iterable[Layanan], answered: Iterable[UUID]) -> CustomerKind:
    """Return the kind of customer that stands first: masyarakat wherever one of its layanan was (or will be) surveyed."""
    answered = set(answered)
    relevant = [each for each in layanan if each.active or each.id in answered]
    if relevant and all(each.customer_kind is CustomerKind.INTERNAL for each in relevant):
        return CustomerKind.INTERNAL
    return CustomerKind.MASYARAKAT


def _figures(
    survey: Survey, codes: tuple[str, ...], layanan: list[Layanan], by_layanan: dict[UUID, statistics.Statistics]
) -> dict[str, Any]:
    asked = list_survey_layanan(survey.id)
    return {
        "codes": list(codes),
        "target": survey.target,
        "layanan": [
            {
                "id": str(each.id),
                "name": each.name,
                "kind": each.customer_kind.value,
                "users": asked[each.id].users if each.id in asked else None,
                "target": asked[each.id].target if each.id in asked else 0,
                "statistics": by_layanan.get(each.id, statistics.EMPTY).to_json(),
            }
            for each in layanan
            if each.id in asked or each.id in by_layanan
        ],
        "segments": {
            kind.value: {
                segment: {
                    value: part.to_json()
                    for value, part in statistics.by_segment(
                        survey.id, segment, [each.id for each in layanan if each.customer_kind is kind]
                    ).items()
                }
                for segment in PRINTED
            }
            for kind in CustomerKind
        },
    }


def _next_version(survey_id: UUID) -> int:
    latest = db.session.scalar(select(func.max(FrozenResult.version)).where(FrozenResult.survey_id == survey_id))
    return 1 + (latest or 0)


def _fingerprint(survey_id: UUID) -> str:
    """Return the hash of every counted answer with its id, in the order of ids: the same answers, the same hash."""
    digest = sha256()
    for response_id, scores, extra in iterate_counted(survey_id):
        said = ["" if score is None else str(score) for score in scores]
        said += [f"{code}={extra[code]}" for code in sorted(extra)]
        digest.update(f"{response_id}:{','.join(said)};".encode())
    return digest.hexdigest()


def _code(survey_id: UUID, version: int, fingerprint: str) -> str:
    digits = sha256(f"{survey_id}/{version}/{fingerprint}".encode()).hexdigest()[:12].upper()
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"
