"""The survey's plan, start, closing and reopening."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.audit.queries import list_entries
from app.db import transaction
from app.errors import Rejected
from app.opd.queries import list_upp
from app.reports import operations as reports
from app.reports.pages import kinds_of
from app.responses.late import count_late_by_decision
from app.results.reading import result_of
from app.surveys import operations, overview, queries
from app.surveys.checklist import CLOSING, SUBMITTING, checks
from app.surveys.forms import ClosureForm, DivisionForm, PlanForm, ReopeningForm, StartForm
from app.surveys.models import Executor, Survey
from app.surveys.review import gather
from app.surveys.routes.blueprint import SURVEY, bp, figures_shown, quality_of, shown, survey_here
from app.surveys.states import SurveyState


@bp.get("/opd/<kode>/pengumpulan")
@requires(P.SURVEY_READ)
def index(kode: str) -> Any:
    lines = overview.list_lines()
    if len(lines) == 1:
        return redirect(url_for(".show", kode=kode, upp=lines[0].upp_kode, survey_id=lines[0].id))
    return render_template("surveys/index.html", lines=lines, several=len(list_upp()) > 1)


@bp.get(SURVEY)
@requires(P.SURVEY_READ)
def show(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = survey_here(survey_id)
    result = result_of(survey)
    return shown(
        "surveys/show.html",
        survey,
        result,
        checks=checks(gather(survey, result), CLOSING if survey.state is SurveyState.BERJALAN else SUBMITTING),
        notes=queries.list_notes(survey.id),
        versions=queries.list_frozen(survey.id),
        susulan=count_late_by_decision(survey.id),
        entries=list_entries("surveys", survey.id),
        start_form=StartForm(),
        several=len(list_upp()) > 1,
        figures_shown=figures_shown(survey),
    )


@bp.route(f"{SURVEY}/rencana", methods=["GET", "POST"])
@requires(P.SURVEY_PLAN)
def plan(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = survey_here(survey_id)
    form = PlanForm(obj=survey)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.plan(
                    survey,
                    window_from=form.window_from.data,
                    window_to=form.window_to.data,
                    executor=Executor(form.executor.data),
                    executor_name=form.executor_name.data,
                    by=present_actor(),
                )
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            flash("Rencana pengumpulan dicatat.", "success")
            return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))
    return _plan_page(survey, form, DivisionForm(formdata=None)), 422 if form.is_submitted() else 200


@bp.post(f"{SURVEY}/pembagian")
@requires(P.SURVEY_PLAN)
def divide(kode: str, upp: str, survey_id: UUID) -> Any:
    survey, form = survey_here(survey_id), DivisionForm()
    if not form.validate_on_submit():
        return _plan_page(survey, PlanForm(formdata=None, obj=survey), form), 422
    with transaction():
        operations.divide(survey, int(form.parts.data), by=present_actor())
    flash("Setiap bagian sekarang punya rencananya sendiri.", "success")
    return redirect(url_for(".index", kode=kode))


@bp.post(f"{SURVEY}/pembukaan")
@requires(P.SURVEY_PLAN)
def start(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = survey_here(survey_id)
    with transaction():
        operations.start(survey, by=present_actor())
    flash("Survei berjalan. Petugas sudah dapat merekam jawaban.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


@bp.route(f"{SURVEY}/penutupan", methods=["GET", "POST"])
@requires(P.SURVEY_CLOSE)
def close(kode: str, upp: str, survey_id: UUID) -> Any:
    survey, form = survey_here(survey_id), ClosureForm()
    if form.validate_on_submit():
        try:
            with transaction():
                closed = operations.close(survey_id, note=form.note.data or "", by=present_actor())
                for kind in kinds_of(closed):  # what the kepala will read is made at once
                    reports.request(closed, kind=kind, by=present_actor())
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            flash("Survei ditutup. Angkanya sekarang tetap.", "success")
            return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))
    result = result_of(survey)
    quality = quality_of(survey, result)
    facts = gather(survey, result, notes=len(quality.asking), explained=quality.explained)
    page = shown("surveys/closure.html", survey, result, form=form, checks=checks(facts, CLOSING))
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{SURVEY}/pembukaan-ulang", methods=["GET", "POST"])
@requires(P.SURVEY_CLOSE)
def reopen(kode: str, upp: str, survey_id: UUID) -> Any:
    return _reopen(kode, upp, survey_id, operations.reopen)


@bp.route(f"{SURVEY}/pembukaan-ulang-terverifikasi", methods=["GET", "POST"])
@requires(P.SURVEY_REOPEN)
def reopen_verified(kode: str, upp: str, survey_id: UUID) -> Any:
    return _reopen(kode, upp, survey_id, operations.reopen_verified)


@bp.post(f"{SURVEY}/publikasi")
@requires(P.SURVEY_VERIFY, proof=True)
def publish(kode: str, upp: str, survey_id: UUID) -> Any:
    survey_here(survey_id)
    with transaction():
        operations.publish(survey_id, by=present_actor())
    flash("Hasil dinyatakan terbuka untuk umum.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


def _reopen(kode: str, upp: str, survey_id: UUID, act: Any) -> Any:
    survey = survey_here(survey_id)
    form = ReopeningForm()
    if not form.validate_on_submit():
        return shown("surveys/reopening.html", survey, form=form), 422 if form.is_submitted() else 200
    with transaction():
        act(survey_id, reason=form.reason.data, by=present_actor())
    flash("Survei dibuka lagi. Versi beku sebelumnya tetap tersimpan.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


def _plan_page(survey: Survey, form: PlanForm, division: DivisionForm) -> str:
    parts = len(queries.list_surveys(survey.periode_id, survey.upp_id))
    return shown("surveys/plan.html", survey, form=form, division=division, parts=parts)
