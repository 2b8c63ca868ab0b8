"""The result of a third party, handed in as its report says it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, Refusal, Rejected
from app.opd.models import CustomerKind
from app.reports.operations import files
from app.reports.uploads import plain_name, read_pdf
from app.surveys import operations
from app.surveys.forms import ReportedForm
from app.surveys.models import Survey
from app.surveys.routes.blueprint import SURVEY, bp, shown, survey_here
from app.surveys.states import FINISHED
from app.web.formats import angka

UNEXPLAINED = (
    "IKM ini tidak mengikuti NRR-nya dengan bobot mana pun (1/9, 0,111, atau 0,11). Periksa ketikan, lalu centang di bawah "
    "bila laporannya memang menulis demikian."
)


@bp.route(f"{SURVEY}/hasil-pihak-ketiga", methods=["GET", "POST"])
@requires(P.SURVEY_CLOSE)
def report(kode: str, upp: str, survey_id: UUID) -> Any:
    survey, form = survey_here(survey_id), ReportedForm()
    if not form.is_submitted():
        form.executor_name.data = survey.executor_name
    if form.validate_on_submit():
        try:
            _record(survey, form)
        except Refusal as refusal:
            if isinstance(refusal, Conflict):
                raise
            form.refuse(refusal)
        else:
            weight = form.reported().weight
            said = f"IKM-nya mengikuti bobot {weight}." if weight else "IKM-nya tidak mengikuti NRR-nya."
            flash(f"Hasil {angka(form.ikm.data, 2)} dicatat. {said} Tinggal disahkan kepala.", "success")
            return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))
    page = shown("surveys/reported.html", survey, form=form, finished=survey.state in FINISHED)
    return page, 422 if form.is_submitted() else 200


def _record(survey: Survey, form: ReportedForm) -> None:
    reported = form.reported()
    if reported.weight is None and not form.as_printed.data:
        raise Rejected(UNEXPLAINED, field="ikm")
    content = read_pdf(form.report.data.stream, field="report")
    with transaction():
        file = files.add_third_party_report(
            survey, executor=form.executor_name.data or "", file_name=plain_name(form.report.data.filename),
            content=content, by=present_actor(),
        )  # fmt: skip
        operations.report_result(
            survey.id, reported, kind=CustomerKind(form.kind.data), respondents=form.respondents.data or 0,
            executor_name=form.executor_name.data or "", report=(file.id, file.sha256), by=present_actor(),
        )  # fmt: skip
