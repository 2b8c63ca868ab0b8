"""Pages of the quality notes: what to look at, what to propose, what was decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app.access.gate import actor, may, requires
from app.access.permissions import P
from app.access.roles import OUTSIDE_ROLES
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound, Refusal
from app.opd.queries import get_upp
from app.periods.queries import get_periode
from app.quality import operations, queries
from app.quality.forms import DecisionForm, ExplanationForm, ProposalForm
from app.quality.notes import Note
from app.quality.page import QualityPage, build
from app.results.reading import result_of
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.states import FINISHED, SurveyState

bp = Blueprint("quality", __name__)
BLUEPRINTS = (bp,)
PAGE = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>/kualitas"


@bp.get(PAGE)
@requires(P.QUALITY_READ)
def show(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(survey_id)
    return _page("quality/show.html", survey, upp, _build(survey), form=DecisionForm())


@bp.route(f"{PAGE}/usulan", methods=["GET", "POST"])
@requires(P.EXCLUSION_PROPOSE)
def propose(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(survey_id)
    page = _build(survey)
    note = page.note(request.args.get("catatan", ""))
    if note is None or not note.kind.of_answers:
        raise NotFound("Catatan ini tidak ada lagi. Buka lagi halaman kualitas data.")
    form = ProposalForm()
    if not form.validate_on_submit():
        return _proposal(survey, upp, page, note, form)
    try:
        with transaction():
            operations.propose(
                survey_id, note=note.title, response_ids=note.ids, reason=form.reason.data or "", by=present_actor()
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return _proposal(survey, upp, page, note, form)
    flash("Usulan dikirim ke Bagian Organisasi. Jawabannya tetap dihitung sampai diputuskan.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


@bp.route(f"{PAGE}/penjelasan", methods=["GET", "POST"])
@requires(P.QUALITY_EXPLAIN)
def explain(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(survey_id)
    page = _build(survey)
    note = page.note(request.args.get("catatan", ""))
    if note is None or not note.asks:
        raise NotFound("Catatan ini tidak ada lagi. Buka lagi halaman kualitas data.")
    form = ExplanationForm(obj=page.explanations.get(note.mark))
    if form.validate_on_submit():
        try:
            with transaction():
                operations.explain(survey_id, note, text=form.text.data or "", by=present_actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Penjelasan disimpan. Verifikator membacanya di samping catatannya.", "success")
            return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))
    text = _page("quality/explanation.html", survey, upp, page, form=form, note=note)
    return text, 422 if form.is_submitted() else 200


@bp.post(f"{PAGE}/usulan/<uuid:proposal_id>/persetujuan")
@requires(P.EXCLUSION_DECIDE)
def accept(kode: str, upp: str, survey_id: UUID, proposal_id: UUID) -> Any:
    return _decide(
        operations.accept,
        "Jawaban itu tidak dihitung lagi; angkanya segera dihitung ulang.",
        kode,
        upp,
        survey_id,
        proposal_id,
    )


@bp.post(f"{PAGE}/usulan/<uuid:proposal_id>/penolakan")
@requires(P.EXCLUSION_DECIDE)
def refuse(kode: str, upp: str, survey_id: UUID, proposal_id: UUID) -> Any:
    return _decide(operations.refuse, "Usulan ditolak; jawabannya tetap dihitung.", kode, upp, survey_id, proposal_id)


def _decide(act: Any, said: str, kode: str, upp: str, survey_id: UUID, proposal_id: UUID) -> Any:
    survey = _survey(survey_id)
    form = DecisionForm()
    try:
        if form.validate_on_submit():
            with transaction():
                act(survey_id, proposal_id, reason=form.reason.data or "", by=present_actor())
            flash(said, "success")
            return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))
    except Refusal as refusal:
        form.refuse(refusal)
        page = _page("quality/show.html", survey, upp, _build(survey), form=form, decided=proposal_id)
        return page, refusal.status
    return _page("quality/show.html", survey, upp, _build(survey), form=form, decided=proposal_id), 422


def _survey(survey_id: UUID) -> Survey:
    """Return the survey; the city sees the notes of a survey once it was submitted, or where it is asked to decide."""
    survey = get_survey(survey_id)
    if survey.upp_id != g.upp_id:
        raise NotFound("Survei ini tidak ada.")
    asked = may(P.EXCLUSION_DECIDE) and queries.list_proposals(survey.id)
    if actor().role in OUTSIDE_ROLES and survey.state not in FINISHED and not asked:
        raise NotFound("Hasil survei ini belum disampaikan.")
    return survey


def _build(survey: Survey) -> QualityPage:
    return build(survey, result_of(survey, segments=()), named=may(P.EXCLUSION_DECIDE) or may(P.MEMBER_MANAGE))


def _proposal(survey: Survey, upp: str, page: QualityPage, note: Note, form: ProposalForm) -> Any:
    codes = queries.list_codes(queries.list_petugas(note.ids), named=may(P.MEMBER_MANAGE))
    text = _page(
        "quality/proposal.html", survey, upp, page, form=form, note=note, answers=queries.list_looked(note.ids, codes)
    )
    return text, 422 if form.is_submitted() else 200


def _page(template: str, survey: Survey, upp: str, page: QualityPage, **more: Any) -> str:
    return render_template(
        template,
        survey=survey,
        periode=get_periode(survey.periode_id),
        upp=get_upp(upp),
        page=page,
        running=survey.state is SurveyState.BERJALAN,
        finished=survey.state in FINISHED,
        **more,
    )
