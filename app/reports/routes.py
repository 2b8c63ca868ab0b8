"""Ask for a Laporan SKM, watch it being made, download it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, redirect, render_template, request, send_file, url_for

from app.access.gate import actor, requires
from app.access.permissions import P
from app.access.roles import CITY_ROLES
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, NotFound
from app.opd.models import CustomerKind
from app.opd.queries import get_upp, has_several_upp
from app.periods.queries import get_periode
from app.reports import operations, pages, queries
from app.reports.forms import RequestForm
from app.reports.models import ReportState
from app.reports.words import file_name, title_period
from app.results.periode_choice import choose_periode, labels, list_surveyed
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState
from app.web.frame import Item

bp = Blueprint("reports", __name__)
BLUEPRINTS = (bp,)
SURVEY = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>/laporan"
NOTHING_NEW = 204
STOP_ASKING = 286  # htmx: exchange the element for the last time


@bp.get("/opd/<kode>/laporan")
@requires(P.REPORT_READ)
def index(kode: str) -> Any:
    several = has_several_upp() and actor().upp_id is None
    periode = pages.list_periode(actor().role)
    chosen = choose_periode(periode, request.args.get("periode")) if several else None
    names = labels(periode)
    return render_template(
        "reports/index.html",
        groups=pages.list_groups(actor().role, chosen),
        several=several,
        city=actor().role in CITY_ROLES,
        periode_items=[
            Item(names[each.id], url_for(".index", kode=kode, periode=each.id), each == chosen)
            for each in periode[::-1]
        ],
        R=ReportState,
    )


@bp.get(SURVEY)
@requires(P.REPORT_READ)
def survey(kode: str, upp: str, survey_id: UUID) -> Any:
    row = _survey(survey_id)
    periode = get_periode(row.periode_id)
    documents = pages.list_documents(row)
    return render_template(
        "reports/survey.html",
        survey=row,
        unit=get_upp(upp),
        periode=periode,
        title=title_period(periode.name, periode.year),
        documents=documents,
        waiting=_waiting([each.standing for each in documents]),
        seen=pages.token([each.standing for each in documents]),
        begun=row.state is not SurveyState.BELUM_MULAI,
        R=ReportState,
    )


@bp.get(SURVEY + "/kemajuan")
@requires(P.REPORT_READ)
def progress(kode: str, upp: str, survey_id: UUID) -> Any:
    """The part of the page that changes, for htmx: nothing while nothing changed, and for the last time when all is done."""
    row = _survey(survey_id)
    kinds = pages.kinds_of(row)
    standings = [queries.find_standing(row, kind) for kind in kinds]
    waiting, seen = _waiting(standings), pages.token(standings)
    if waiting and request.args.get("terlihat") == seen:
        return "", NOTHING_NEW
    part = render_template(
        "reports/_standings.html", survey=row, unit=get_upp(upp), documents=pages.list_documents(row), waiting=waiting, seen=seen,
        begun=True, R=ReportState,
    )  # fmt: skip
    return part, 200 if waiting else STOP_ASKING


@bp.post(SURVEY + "/permintaan")
@requires(P.REPORT_REQUEST)
def create(kode: str, upp: str, survey_id: UUID) -> Any:
    row = _survey(survey_id)
    form = RequestForm(kinds=pages.kinds_of(row))
    if not form.validate_on_submit():
        raise Conflict("Laporan ini tidak dapat dibuat. Buka halaman laporannya, lalu coba lagi.")
    with transaction():
        operations.request(row, kind=CustomerKind(form.pelanggan.data), by=present_actor())
    return redirect(url_for(".survey", kode=kode, upp=upp, survey_id=survey_id))


@bp.get(SURVEY + "/<uuid:report_id>.pdf")
@requires(P.REPORT_READ)
def download(kode: str, upp: str, survey_id: UUID, report_id: UUID) -> Response:
    row = _survey(survey_id)
    report = queries.get_report(row.id, report_id)
    periode = get_periode(row.periode_id)
    name = file_name(
        title_period(periode.name, periode.year),
        get_upp(upp).name,
        CustomerKind(report.kind),
        several_kinds=len(pages.kinds_of(row)) > 1,
    )
    return send_file(
        BytesIO(report.content or b""), mimetype="application/pdf", as_attachment=True, download_name=name, etag=False
    )


def _survey(survey_id: UUID) -> Survey:
    """Return the survey of this UPP, where this person may read what it came to."""
    row = get_survey(survey_id)
    if row.upp_id != g.upp_id or not pages.visible(actor().role, row, list_surveyed([row])[0]):
        raise NotFound("Laporan ini tidak ada.")
    return row


def _waiting(standings: list[queries.Standing | None]) -> bool:
    return any(each is not None and each.waiting for each in standings)
