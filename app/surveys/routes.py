"""Pages of a survey's life. The model feature: others read like this one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for

from app.access.gate import actor, requires
from app.access.permissions import P
from app.access.roles import CITY_ROLES
from app.audit.operations import present_actor
from app.audit.queries import list_entries
from app.db import transaction
from app.errors import NotFound, Rejected
from app.followups.queries import list_followups
from app.opd.queries import get_upp, list_upp
from app.periods.queries import get_periode
from app.responses.late import count_late_by_decision
from app.responses.queries import count_late
from app.results.surveys import SurveyResult, result_of
from app.surveys import operations, overview, queries
from app.surveys.checklist import Check, checks
from app.surveys.forms import (
    ClosureForm,
    PlanForm,
    ReopeningForm,
    ReturnForm,
    StartForm,
    SubmissionForm,
)
from app.surveys.models import Executor, Survey
from app.surveys.states import FINISHED, SurveyState

bp = Blueprint("surveys", __name__)
BLUEPRINTS = (bp,)
SURVEY = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>"


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
    survey = _survey(upp, survey_id)
    result = result_of(survey)
    return render_template(
        "surveys/show.html",
        survey=survey,
        periode=get_periode(survey.periode_id),
        result=result,
        checks=_checks(survey, result),
        susulan=count_late_by_decision(survey.id),
        entries=list_entries("surveys", survey.id),
        start_form=StartForm(),
        upp=get_upp(upp),
        several=len(list_upp()) > 1,
        S=SurveyState,
        figures_shown=_figures_shown(survey),
    )


@bp.route(f"{SURVEY}/rencana", methods=["GET", "POST"])
@requires(P.SURVEY_PLAN)
def plan(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(upp, survey_id)
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
    return _page("surveys/plan.html", survey, form)


@bp.post(f"{SURVEY}/pembukaan")
@requires(P.SURVEY_PLAN)
def start(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(upp, survey_id)
    with transaction():
        operations.start(survey, by=present_actor())
    flash("Survei berjalan. Petugas sudah dapat merekam jawaban.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


@bp.route(f"{SURVEY}/penutupan", methods=["GET", "POST"])
@requires(P.SURVEY_CLOSE)
def close(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(upp, survey_id)
    form = ClosureForm()
    if not form.validate_on_submit():
        return _page("surveys/closure.html", survey, form)
    with transaction():
        operations.close(survey_id, note=form.note.data, by=present_actor())
    flash("Survei ditutup. Angkanya sekarang tetap.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


@bp.route(f"{SURVEY}/pembukaan-ulang", methods=["GET", "POST"])
@requires(P.SURVEY_CLOSE)
def reopen(kode: str, upp: str, survey_id: UUID) -> Any:
    return _reopen(kode, upp, survey_id, operations.reopen)


@bp.route(f"{SURVEY}/pembukaan-ulang-terverifikasi", methods=["GET", "POST"])
@requires(P.SURVEY_REOPEN)
def reopen_verified(kode: str, upp: str, survey_id: UUID) -> Any:
    return _reopen(kode, upp, survey_id, operations.reopen_verified)


@bp.route(f"{SURVEY}/pengajuan", methods=["GET", "POST"])
@requires(P.SURVEY_SUBMIT)
def submit(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(upp, survey_id)
    form = SubmissionForm()
    if not form.validate_on_submit():
        return _page("surveys/submission.html", survey, form)
    with transaction():
        operations.submit(survey_id, by=present_actor())
    flash("Hasil disahkan dan dikirim ke Bagian Organisasi.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


@bp.get("/organisasi/verifikasi")
@requires(P.VERIFICATION_READ)
def verification() -> Any:
    waiting = overview.list_waiting()
    verified = overview.list_waiting((SurveyState.DIVERIFIKASI,))
    return render_template("surveys/verification.html", waiting=waiting, verified=verified)


@bp.post(f"{SURVEY}/verifikasi")
@requires(P.SURVEY_VERIFY)
def verify(kode: str, upp: str, survey_id: UUID) -> Any:
    _survey(upp, survey_id)
    with transaction():
        operations.verify(survey_id, by=present_actor())
    flash("Hasil dinyatakan terverifikasi.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


@bp.route(f"{SURVEY}/pengembalian", methods=["GET", "POST"])
@requires(P.SURVEY_VERIFY)
def give_back(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(upp, survey_id)
    form = ReturnForm()
    if not form.validate_on_submit():
        return _page("surveys/return.html", survey, form)
    with transaction():
        operations.give_back(survey_id, note=form.note.data, by=present_actor())
    flash("Hasil dikembalikan dengan catatan.", "success")
    return redirect(url_for(".verification"))


@bp.post(f"{SURVEY}/publikasi")
@requires(P.SURVEY_VERIFY)
def publish(kode: str, upp: str, survey_id: UUID) -> Any:
    _survey(upp, survey_id)
    with transaction():
        operations.publish(survey_id, by=present_actor())
    flash("Hasil dinyatakan terbuka untuk umum.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


def _reopen(kode: str, upp: str, survey_id: UUID, act: Any) -> Any:
    survey = _survey(upp, survey_id)
    form = ReopeningForm()
    if not form.validate_on_submit():
        return _page("surveys/reopening.html", survey, form)
    with transaction():
        act(survey_id, reason=form.reason.data, by=present_actor())
    flash("Survei dibuka lagi. Versi beku sebelumnya tetap tersimpan.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id))


def _survey(upp_kode: str, survey_id: UUID) -> Survey:
    """Return the survey of this UPP; another UPP's does not exist at this address."""
    survey = queries.get_survey(survey_id)
    if survey.upp_id != g.upp_id:
        raise NotFound("Survei ini tidak ada.")
    return survey


def _page(template: str, survey: Survey, form: Any) -> Any:
    result = result_of(survey)
    page = render_template(
        template, survey=survey, form=form, result=result, checks=_checks(survey, result), upp=get_upp(result.upp_kode),
        periode=get_periode(survey.periode_id), S=SurveyState,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def _checks(survey: Survey, result: SurveyResult) -> list[Check]:
    layanan = [each for kind in result.kinds for each in kind.layanan]
    return checks(
        respondents=result.respondents,
        target=survey.target,
        short_layanan=sum(each.shortfall > 0 for each in layanan),
        missing_unsur=result.main.figures.missing,
        without_users=sum(each.users is None for each in layanan),
        followups=len(list_followups(survey.id)),
        late=count_late(survey.id),
    )


def _figures_shown(survey: Survey) -> bool:
    """Chasing is about doing the survey, not about the score: the city sees figures once they were submitted."""
    return actor().role not in CITY_ROLES or survey.state in FINISHED
