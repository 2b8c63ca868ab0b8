"""Ask for a Laporan SKM, watch it being made, download it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, g, redirect, render_template, request, url_for

from app.access.gate import actor, requires
from app.access.permissions import P
from app.access.roles import CITY_ROLES
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound
from app.opd.models import CustomerKind
from app.opd.queries import get_upp, list_upp
from app.periods.queries import get_periode
from app.reports import operations, queries
from app.reports.models import ReportState
from app.results.surveys import result_of
from app.surveys import overview
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.states import FINISHED

bp = Blueprint("reports", __name__)
BLUEPRINTS = (bp,)
SURVEY = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>/laporan"


@bp.get("/opd/<kode>/laporan")
@requires(P.REPORT_READ)
def index(kode: str) -> Any:
    lines = [line for line in overview.list_lines() if _visible(line.state)]
    return render_template("reports/index.html", lines=lines, several=len(list_upp()) > 1)


@bp.get(SURVEY)
@requires(P.REPORT_READ)
def survey(kode: str, upp: str, survey_id: UUID) -> Any:
    row = _survey(survey_id)
    kinds = [each.kind for each in result_of(row).kinds]
    reports = [(kind, report, report is not None and queries.is_current(report, row))
               for kind in kinds for report in [queries.find_latest(survey_id, kind)]]  # fmt: skip
    waiting = any(report and report.state in (ReportState.MENUNGGU, ReportState.DIBUAT) for _, report, _ in reports)
    template = "reports/_state.html" if request.headers.get("HX-Request") else "reports/survey.html"
    return render_template(
        template, survey=row, upp=get_upp(upp), periode=get_periode(row.periode_id), reports=reports, waiting=waiting, R=ReportState
    )


@bp.post(SURVEY + "/permintaan")
@requires(P.REPORT_REQUEST)
def create(kode: str, upp: str, survey_id: UUID) -> Any:
    row = _survey(survey_id)
    wanted = request.form.get("pelanggan", CustomerKind.MASYARAKAT.value)
    kind = next((each.kind for each in result_of(row).kinds if each.kind.value == wanted), result_of(row).main.kind)
    with transaction():
        operations.request(row, kind=kind, by=present_actor())
    return redirect(url_for(".survey", kode=kode, upp=upp, survey_id=survey_id))


@bp.get(SURVEY + "/<uuid:report_id>.pdf")
@requires(P.REPORT_READ)
def download(kode: str, upp: str, survey_id: UUID, report_id: UUID) -> Response:
    row = _survey(survey_id)
    report = queries.get_report(report_id)
    if report.survey_id != row.id or report.content is None:
        raise NotFound("Laporan ini tidak ada.")
    name = f"Laporan {get_periode(row.periode_id).name} - {get_upp(upp).name}.pdf"
    ascii_name = name.encode("ascii", "ignore").decode().replace('"', "")
    return Response(
        report.content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"},
    )


def _survey(survey_id: UUID) -> Survey:
    row = get_survey(survey_id)
    if row.upp_id != g.upp_id or not _visible(row.state):
        raise NotFound("Survei ini tidak ada.")
    return row


def _visible(state: Any) -> bool:
    """The city reads a report once its figures were submitted."""
    return actor().role not in CITY_ROLES or state in FINISHED
