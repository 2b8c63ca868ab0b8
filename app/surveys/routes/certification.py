"""The kepala certifies the frozen figures: with a press, or on paper that the PIC records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, g, redirect, url_for

from app.access.gate import actor, requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, NotFound, Refusal
from app.opd.queries import get_opd
from app.reports import operations as reports
from app.reports import queries as documents
from app.reports.materials import list_files
from app.reports.models import FilePurpose
from app.reports.operations import files
from app.reports.pages import kinds_of
from app.reports.routes.blueprint import file_answer
from app.reports.uploads import digest, plain_name, read_pdf
from app.results.reading import result_of
from app.surveys import certifying, operations, queries
from app.surveys.checklist import SUBMITTING, checks
from app.surveys.forms import AnswerForm, SheetForm, SubmissionForm
from app.surveys.models import Survey
from app.surveys.review import gather
from app.surveys.routes.blueprint import SURVEY, bp, here, quality_of, shown, survey_here
from app.web.forms import BaseForm

BY_OPD = "OPD ini memilih agar hasil UPP disahkan dan dikirim kepala OPD. Hasil Anda sudah terlihat di papannya."


@bp.route(f"{SURVEY}/pengajuan", methods=["GET", "POST"])
@requires(P.SURVEY_SUBMIT)
def submit(kode: str, upp: str, survey_id: UUID) -> Any:
    survey, form = survey_here(survey_id), SubmissionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                _refuse_where_opd_submits()
                operations.submit(
                    survey_id, by=present_actor(), version=form.read_version, read_sha256=_read_sha256(survey)
                )
                _make_reports(survey)
        except Refusal as refusal:
            if isinstance(refusal, Conflict):
                raise
            form.refuse(refusal)
        else:
            return _sent(survey)
    return _page("surveys/submission.html", survey, form), 422 if form.is_submitted() else 200


@bp.route(f"{SURVEY}/pengajuan-atas-nama", methods=["GET", "POST"])
@requires(P.SURVEY_SUBMIT_FOR)
def submit_for(kode: str, upp: str, survey_id: UUID) -> Any:
    survey, form = survey_here(survey_id), SheetForm()
    if not form.is_submitted():
        form.kepala.data = certifying.kepala_of(g.opd_id, survey.upp_id)
    if form.validate_on_submit():
        try:
            content = read_pdf(form.sheet.data.stream, field="sheet")
            with transaction():
                _refuse_where_opd_submits()
                sheet = files.add_certificate(
                    survey, delegation=form.delegation.data, file_name=plain_name(form.sheet.data.filename),
                    content=content, by=present_actor(),
                )  # fmt: skip
                operations.submit(
                    survey_id, by=present_actor(), on_behalf=form.kepala.data, sheet_id=sheet.id,
                    version=form.read_version, read_sha256=_read_sha256(survey),
                )  # fmt: skip
                _make_reports(survey)
        except Refusal as refusal:
            if isinstance(refusal, Conflict):
                raise
            form.refuse(refusal)
        else:
            return _sent(survey)
    return _page("surveys/sheet.html", survey, form), 422 if form.is_submitted() else 200


@bp.get(f"{SURVEY}/lembar-pengesahan")
@requires(P.SURVEY_SUBMIT_FOR)
def sheet(kode: str, upp: str, survey_id: UUID) -> Any:
    """The sheet to be printed and signed."""
    survey = survey_here(survey_id)
    if queries.find_frozen(survey.id) is None:
        raise NotFound("Lembar pengesahan ada setelah survei ditutup.")
    return shown("surveys/certificate.html", survey, kepala=certifying.kepala_of(g.opd_id, survey.upp_id))


@bp.get(f"{SURVEY}/laporan-disahkan.pdf")
@requires(P.REPORT_READ)
def preview(kode: str, upp: str, survey_id: UUID) -> Response:
    """The report as it stands now, shown in the browser."""
    survey = survey_here(survey_id)
    report = certifying.find_ready(survey, kinds_of(survey)[0])
    if report is None:
        raise NotFound("Laporannya belum siap. Buka lagi halaman pengesahan.")
    content = documents.get_report(survey.id, report.id).content or b""
    return file_answer(content, "application/pdf", "laporan-skm.pdf", download=False)


@bp.post(f"{SURVEY}/laporan-untuk-disahkan")
@requires(P.REPORT_REQUEST)
def make_report(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = survey_here(survey_id)
    with transaction():
        _make_reports(survey)
    return redirect(url_for(".submit" if actor().role.value.startswith("kepala") else ".submit_for", **here(survey)))


@bp.route(f"{SURVEY}/catatan/<uuid:note_id>/tanggapan", methods=["GET", "POST"])
@requires(P.NOTE_ANSWER)
def answer_note(kode: str, upp: str, survey_id: UUID, note_id: UUID) -> Any:
    survey, form = survey_here(survey_id), AnswerForm()
    note = queries.get_note(survey.id, note_id)
    if form.validate_on_submit():
        with transaction():
            operations.answer_note(survey_id, note_id, answer=form.answer.data or "", by=present_actor())
        flash("Tanggapan dicatat. Bagian Organisasi membacanya di samping catatannya.", "success")
        return redirect(url_for(".show", **here(survey)))
    return shown("surveys/answer.html", survey, form=form, note=note), 422 if form.is_submitted() else 200


def _page(template: str, survey: Survey, form: BaseForm) -> str:
    result = result_of(survey)
    quality = quality_of(survey, result)
    facts = gather(survey, result, notes=len(quality.asking), explained=quality.explained)
    form["version"].data = str(result.frozen_version or "")
    return shown(
        template,
        survey,
        result,
        form=form,
        checks=checks(facts, SUBMITTING),
        notes=queries.list_notes(survey.id),
        report=certifying.standing(survey, result.main.kind),
        by_opd=_opd_submits(),
        before=certifying.before(survey),
        third_party=list_files(survey.id, FilePurpose.LAPORAN_PIHAK_KETIGA),
    )


def _opd_submits() -> bool:
    """Return whether this person belongs to a UPP of an OPD that submits for its UPP."""
    return actor().upp_id is not None and get_opd(g.opd_id).submits_for_upp


def _refuse_where_opd_submits() -> None:
    if _opd_submits():
        raise Conflict(BY_OPD)


def _read_sha256(survey: Survey) -> str:
    report = certifying.find_ready(survey, kinds_of(survey)[0])
    return digest(documents.get_report(survey.id, report.id).content or b"") if report else ""


def _make_reports(survey: Survey) -> None:
    if result_of(survey, segments=()).reported:
        return  # the third party's own report stands in its place
    for kind in kinds_of(survey):
        reports.request(survey, kind=kind, by=present_actor())


def _sent(survey: Survey) -> Any:
    flash("Hasil disahkan dan dikirim ke Bagian Organisasi.", "success")
    return redirect(url_for(".show", **here(survey)))
