"""A first, simple import: one file of scores into one layanan and titik. The wizard comes later."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, NotFound, Rejected
from app.imports import operations
from app.imports.forms import ImportForm
from app.imports.queries import list_imports
from app.imports.reading import FileRejected
from app.opd.queries import get_layanan, get_titik, get_upp, list_layanan, list_titik
from app.surveys.queries import get_survey

bp = Blueprint("imports", __name__)
BLUEPRINTS = (bp,)


@bp.route("/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>/impor", methods=["GET", "POST"])
@requires(P.RESPONSE_IMPORT)
def create(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = get_survey(survey_id)
    if survey.upp_id != g.upp_id:
        raise NotFound("Survei ini tidak ada.")
    form = ImportForm(collected_on=clock.today())
    form.layanan.choices = [(str(each.id), each.name) for each in list_layanan(survey.upp_id, active_only=True)]
    form.titik.choices = [(str(each.id), each.name) for each in list_titik(survey.upp_id) if each.active]
    errors: tuple = ()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                with transaction():
                    row = operations.import_scores(
                        survey_id,
                        file_name=form.file.data.filename or "berkas.csv",
                        content=form.file.data.read(),
                        layanan=get_layanan(UUID(form.layanan.data)),
                        titik=get_titik(UUID(form.titik.data)),
                        collected_at=datetime.combine(form.collected_on.data, time(12), clock.zone()),
                        by=present_actor(),
                    )
                    rows = row.rows
            except FileRejected as refusal:
                form.refuse(refusal)
                errors = refusal.errors
            except (Rejected, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                flash(f"{rows} jawaban diimpor. Hasilnya segera dihitung ulang.", "success")
                return redirect(url_for("surveys.show", kode=kode, upp=upp, survey_id=survey_id))
    page = render_template(
        "imports/create.html",
        form=form,
        survey=survey,
        upp=get_upp(upp),
        errors=errors,
        imports=list_imports(survey_id),
    )
    return page, status
