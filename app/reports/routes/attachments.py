"""Photos and the SK Tim: shown, added, taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Rejected
from app.reports import materials
from app.reports.forms import DecreeForm, PhotoForm, SureForm
from app.reports.models import FilePurpose
from app.reports.operations import files as operations
from app.reports.routes.blueprint import SURVEY, bp, context, file_answer, visible_survey
from app.reports.uploads import plain_name, read_pdf, read_photo
from app.surveys.models import Survey


@bp.get(SURVEY + "/lampiran")
@requires(P.REPORT_EDIT)
def attachments(kode: str, upp: str, survey_id: UUID) -> Any:
    return _page(visible_survey(survey_id), upp)


@bp.post(SURVEY + "/lampiran/foto")
@requires(P.REPORT_EDIT)
def add_photo(kode: str, upp: str, survey_id: UUID) -> Any:
    row, form = visible_survey(survey_id), PhotoForm()
    if not form.validate_on_submit():
        return _page(row, upp, photo=form)
    try:
        content = read_photo(form.photo.data.stream, field="photo")
        name = plain_name(form.photo.data.filename)
        with transaction():
            operations.add_photo(row, caption=form.caption.data, file_name=name, content=content, by=present_actor())
    except Rejected as refusal:
        form.refuse(refusal)
        return _page(row, upp, photo=form)
    flash("Foto ditambahkan ke Lampiran 3.", "success")
    return redirect(_url(row, upp))


@bp.post(SURVEY + "/lampiran/sk")
@requires(P.REPORT_EDIT)
def add_decree(kode: str, upp: str, survey_id: UUID) -> Any:
    row, form = visible_survey(survey_id), DecreeForm()
    if not form.validate_on_submit():
        return _page(row, upp, decree=form)
    try:
        content = read_pdf(form.decree.data.stream, field="decree")
        name = plain_name(form.decree.data.filename)
        with transaction():
            operations.add_decree(row, title=form.title.data, file_name=name, content=content, by=present_actor())
    except Rejected as refusal:
        form.refuse(refusal)
        return _page(row, upp, decree=form)
    flash("SK Tim disimpan dan disebut di dalam laporan.", "success")
    return redirect(_url(row, upp))


@bp.get(SURVEY + "/lampiran/<uuid:file_id>")
@requires(P.REPORT_READ)
def attachment(kode: str, upp: str, survey_id: UUID, file_id: UUID) -> Response:
    file = materials.get_file(visible_survey(survey_id).id, file_id)
    shown = file.purpose in (
        FilePurpose.FOTO,
        FilePurpose.BUKTI_PUBLIKASI,
    )  # drawn anew by us; a PDF of somebody else is only ever saved
    return file_answer(file.content, file.media_type, file.file_name, download=not shown)


@bp.route(SURVEY + "/lampiran/<uuid:file_id>/penghapusan", methods=["GET", "POST"])
@requires(P.REPORT_EDIT)
def remove_attachment(kode: str, upp: str, survey_id: UUID, file_id: UUID) -> Any:
    row, form = visible_survey(survey_id), SureForm()
    file = materials.get_file(row.id, file_id)
    if form.validate_on_submit():
        with transaction():
            operations.remove(file, by=present_actor())
        flash("Berkas dihapus dari laporan.", "success")
        return redirect(_url(row, upp))
    page = render_template("reports/attachment_removal.html", form=form, file=file, F=FilePurpose, **context(row, upp))
    return page, 422 if form.is_submitted() else 200


def _page(survey: Survey, upp: str, *, photo: PhotoForm | None = None, decree: DecreeForm | None = None) -> Any:
    """Return the page; a form that comes back keeps what was typed, and only it is wrong."""
    page = render_template(
        "reports/attachments.html",
        photos=materials.list_files(survey.id, FilePurpose.FOTO),
        decrees=materials.list_files(survey.id, FilePurpose.SK_TIM),
        photo_form=photo or PhotoForm(formdata=None),
        decree_form=decree or DecreeForm(formdata=None),
        most=operations.MOST,
        F=FilePurpose,
        **context(survey, upp),
    )
    return page, 422 if photo or decree else 200


def _url(survey: Survey, upp: str) -> str:
    return url_for(".attachments", **context(survey, upp)["here"])
