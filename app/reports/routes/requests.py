"""Ask for the documents of a survey, watch them being made, download them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for

from app.access.gate import actor, requires
from app.access.permissions import P
from app.access.roles import OUTSIDE_ROLES
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, NotFound
from app.opd.models import CustomerKind
from app.opd.queries import get_upp, has_several_upp
from app.periods.queries import get_periode
from app.reports import operations, pages, queries
from app.reports.documents import DOCUMENTS
from app.reports.forms import RequestForm
from app.reports.models import DocumentKind, ReportState
from app.reports.routes.blueprint import (
    NOTHING_NEW,
    STOP_ASKING,
    SURVEY,
    any_waiting,
    back_to,
    bp,
    context,
    file_answer,
    title_of,
    visible_survey,
)
from app.reports.words import file_name
from app.results.periode_choice import choose_periode, labels
from app.surveys.states import FROZEN, SurveyState
from app.web.frame import Item


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
        city=actor().role in OUTSIDE_ROLES,
        periode_items=[
            Item(names[each.id], url_for(".index", kode=kode, periode=each.id), each == chosen)
            for each in periode[::-1]
        ],
        R=ReportState,
    )


@bp.get(SURVEY)
@requires(P.REPORT_READ)
def survey(kode: str, upp: str, survey_id: UUID) -> Any:
    row = visible_survey(survey_id)
    documents = pages.list_documents(row, actor().role)
    return render_template(
        "reports/survey.html", periode=get_periode(row.periode_id), frozen=row.state in FROZEN, **_documents(documents),
        **context(row, upp), begun=row.state is not SurveyState.BELUM_MULAI, R=ReportState,
    )  # fmt: skip


@bp.get(SURVEY + "/kemajuan")
@requires(P.REPORT_READ)
def progress(kode: str, upp: str, survey_id: UUID) -> Any:
    """The part of the page that changes, for htmx: nothing while nothing changed, and for the last time when all is done."""
    row = visible_survey(survey_id)
    standings = pages.list_standings(row, actor().role)
    if any_waiting(standings) and request.args.get("terlihat") == pages.token(standings):
        return "", NOTHING_NEW
    shown = _documents(pages.list_documents(row, actor().role))
    part = render_template("reports/_standings.html", **shown, **context(row, upp), begun=True, R=ReportState)
    return part, 200 if shown["waiting"] else STOP_ASKING


@bp.post(SURVEY + "/permintaan")
@requires(P.REPORT_REQUEST)
def create(kode: str, upp: str, survey_id: UUID) -> Any:
    row = visible_survey(survey_id)
    form = RequestForm(kinds=pages.kinds_of(row))
    if not form.validate_on_submit():
        raise Conflict("Laporan ini tidak dapat dibuat. Buka halaman laporannya, lalu coba lagi.")
    document = DocumentKind(form.berkas.data)
    _check_offered(document)
    with transaction():
        operations.request(row, kind=CustomerKind(form.pelanggan.data), document=document, by=present_actor())
    return redirect(back_to(row, upp))


@bp.get(SURVEY + "/<uuid:report_id>/berkas")
@requires(P.REPORT_READ)
def download(kode: str, upp: str, survey_id: UUID, report_id: UUID) -> Response:
    row = visible_survey(survey_id)
    report = queries.get_report(row.id, report_id)
    _check_offered(report.document)
    document = DOCUMENTS[report.document]
    name = file_name(
        document.file,
        title_of(row),
        get_upp(upp).name,
        CustomerKind(report.kind),
        several_kinds=len(pages.kinds_of(row)) > 1,
        extension=document.extension,
    )
    return file_answer(report.content or b"", document.media_type, name)


def _check_offered(document: DocumentKind) -> None:
    if DOCUMENTS[document] not in pages.offered(actor().role):
        raise NotFound("Berkas ini tidak ada.")


def _documents(documents: list[pages.Documents]) -> dict[str, Any]:
    """Return what the part that changes needs."""
    standings = [standing for each in documents for standing in each.standings]
    return {"documents": documents, "waiting": any_waiting(standings), "seen": pages.token(standings)}
