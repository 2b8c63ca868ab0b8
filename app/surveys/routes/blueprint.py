"""What all pages of a survey share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template, url_for

from app.access.gate import actor, may
from app.access.permissions import P
from app.access.roles import OUTSIDE_ROLES
from app.errors import NotFound
from app.opd.queries import get_upp, get_upp_by_id
from app.periods.queries import get_periode
from app.quality.page import QualityPage
from app.quality.page import build as build_quality
from app.results.reading import result_of
from app.results.surveys import SurveyResult
from app.surveys import queries
from app.surveys.checklist import Point
from app.surveys.models import Survey
from app.surveys.parts import part_name
from app.surveys.states import FINISHED, SurveyState

bp = Blueprint("surveys", __name__)
SURVEY = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>"


def survey_here(survey_id: UUID) -> Survey:
    """Return the survey of this UPP; another UPP's does not exist at this address."""
    survey = queries.get_survey(survey_id)
    if survey.upp_id != g.upp_id:
        raise NotFound("Survei ini tidak ada.")
    return survey


def here(survey: Survey) -> dict[str, Any]:
    """Return the parts of the survey's address."""
    return {"kode": g.opd.kode, "upp": get_upp_by_id(survey.upp_id).kode, "survey_id": survey.id}


def shown(template: str, survey: Survey, result: SurveyResult | None = None, **more: Any) -> str:
    """Return a page about a survey, with what every one of them says."""
    return render_template(
        template,
        survey=survey,
        result=result or result_of(survey),
        periode=get_periode(survey.periode_id),
        upp=get_upp(get_upp_by_id(survey.upp_id).kode),
        here=here(survey),
        part=part_name(survey.part, len(queries.list_surveys(survey.periode_id, survey.upp_id))),
        S=SurveyState,
        mend=lambda point: mend_url(survey, point),
        **more,
    )


def quality_of(survey: Survey, result: SurveyResult) -> QualityPage:
    return build_quality(survey, result, named=may(P.EXCLUSION_DECIDE) or may(P.MEMBER_MANAGE))


def figures_shown(survey: Survey) -> bool:
    """Chasing is about doing the survey, not about the score: outsiders see figures once they were submitted."""
    return actor().role not in OUTSIDE_ROLES or survey.state in FINISHED


def mend_url(survey: Survey, point: str) -> str:
    """Return where a point of the checklist is mended."""
    address = here(survey)
    if point.startswith("catatan:") or point in (Point.KUALITAS, Point.PENGECUALIAN):
        return url_for("quality.show", **address)
    if point == Point.PENGGUNA:
        return url_for("opd.index", kode=address["kode"])
    if point == Point.SUSULAN:
        return url_for("responses.late", **address)
    if point == Point.RTL:
        return url_for("followups.upp", kode=address["kode"], upp=address["upp"], periode=survey.periode_id)
    if point in (Point.DOKUMENTASI, Point.SK_TIM):
        return url_for("reports.attachments", **address)
    return url_for("surveys.show", **address)
