"""What all pages of documents share."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, send_file, url_for

from app.access.gate import actor
from app.errors import NotFound
from app.opd.models import CustomerKind
from app.opd.queries import get_upp
from app.periods.queries import get_periode
from app.reports import pages
from app.reports.queries import Standing
from app.reports.words import title_period
from app.results.periode_choice import list_surveyed
from app.surveys.models import Survey
from app.surveys.queries import get_survey

bp = Blueprint("reports", __name__)
SURVEY = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>/laporan"
NOTHING_NEW = 204
STOP_ASKING = 286  # htmx: exchange the element for the last time


def visible_survey(survey_id: UUID) -> Survey:
    """Return the survey of this UPP, where this person may read what it came to."""
    row = get_survey(survey_id)
    if row.upp_id != g.upp_id or not pages.visible(actor().role, row, list_surveyed([row])[0]):
        raise NotFound("Laporan ini tidak ada.")
    return row


def title_of(survey: Survey) -> str:
    """Return the periode as titles carry it."""
    periode = get_periode(survey.periode_id)
    return title_period(periode.name, periode.year)


def chosen_kind(survey: Survey) -> CustomerKind:
    """Return the kind of customer that the address names, the survey's main one by default."""
    kinds = pages.kinds_of(survey)
    return next((kind for kind in kinds if kind.value == request.args.get("pelanggan")), kinds[0])


def context(survey: Survey, upp: str) -> dict[str, Any]:
    """Return what every page below a survey's documents says of its place; `here` are the parts of its address."""
    unit = get_upp(upp)
    return {
        "survey": survey,
        "unit": unit,
        "title": title_of(survey),
        "here": {"kode": g.opd.kode, "upp": unit.kode, "survey_id": survey.id},
    }


def back_to(survey: Survey, upp: str) -> str:
    return url_for("reports.survey", kode=g.opd.kode, upp=upp, survey_id=survey.id)


def file_answer(content: bytes, media_type: str, name: str, *, download: bool = True) -> Response:
    return send_file(BytesIO(content), mimetype=media_type, as_attachment=download, download_name=name, etag=False)


def any_waiting(standings: Iterable[Standing | None]) -> bool:
    return any(each is not None and each.waiting for each in standings)
