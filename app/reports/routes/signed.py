"""The report as it was signed, uploaded back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.reports.forms import SignedForm
from app.reports.operations import files as operations
from app.reports.pages import kinds_of
from app.reports.routes.blueprint import SURVEY, back_to, bp, chosen_kind, context, visible_survey
from app.reports.uploads import plain_name, read_pdf
from app.surveys.states import FROZEN


@bp.route(SURVEY + "/bertanda-tangan", methods=["GET", "POST"])
@requires(P.REPORT_EDIT)
def signed(kode: str, upp: str, survey_id: UUID) -> Any:
    row, form, status = visible_survey(survey_id), SignedForm(), 200
    kind = chosen_kind(row)
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                content = read_pdf(form.file.data.stream, field="file")
                name = plain_name(form.file.data.filename)
                with transaction():
                    operations.add_signed(row, kind, file_name=name, content=content, by=present_actor())
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                flash("Laporan bertanda tangan disimpan.", "success")
                return redirect(back_to(row, upp))
    page = render_template(
        "reports/signed.html", form=form, kind=kind, several_kinds=len(kinds_of(row)) > 1, frozen=row.state in FROZEN,
        **context(row, upp),
    )  # fmt: skip
    return page, status
