"""The RTL: what will be done about the lowest unsur, and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app.access.gate import actor, requires
from app.access.permissions import P
from app.access.roles import CITY_ROLES
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound, Rejected
from app.followups import operations, queries
from app.followups.forms import FollowupForm, ProgressForm
from app.followups.models import FollowupState
from app.ikm import Unsur
from app.opd.queries import get_upp, list_upp
from app.periods.queries import get_periode
from app.results.surveys import result_of
from app.surveys import overview
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.states import FINISHED

bp = Blueprint("followups", __name__)
BLUEPRINTS = (bp,)
SURVEY = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>/tindak-lanjut"


@bp.get("/opd/<kode>/tindak-lanjut")
@requires(P.FOLLOWUP_READ)
def index(kode: str) -> Any:
    lines = overview.list_lines()
    plans = {line.id: queries.list_followups(line.id) for line in lines}
    return render_template("followups/index.html", lines=lines, plans=plans, several=len(list_upp()) > 1, Unsur=Unsur)


@bp.route(SURVEY, methods=["GET", "POST"])
@requires(P.FOLLOWUP_EDIT)
def create(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(survey_id)
    periode = get_periode(survey.periode_id)
    form = FollowupForm(unsur=request.args.get("unsur", ""), due_year=periode.year + 1)
    if form.validate_on_submit():
        with transaction():
            operations.add(
                survey,
                unsur=Unsur(form.unsur.data),
                activity=form.activity.data,
                quarter=int(form.quarter.data),
                due_year=form.due_year.data,
                responsible=form.responsible.data,
                by=present_actor(),
            )
        flash("Rencana tindak lanjut ditambahkan.", "success")
        return redirect(url_for(".index", kode=kode))
    shown = actor().role not in CITY_ROLES or survey.state in FINISHED
    lowest = [row for row in result_of(survey).main.figures.unsur if row.code in result_of(survey).main.figures.lowest] if shown else []
    page = render_template(
        "followups/form.html", form=form, upp=get_upp(upp), periode=periode, survey=survey, lowest=lowest, Unsur=Unsur
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(SURVEY + "/<uuid:followup_id>", methods=["GET", "POST"])
@requires(P.FOLLOWUP_EDIT)
def progress(kode: str, upp: str, survey_id: UUID, followup_id: UUID) -> Any:
    survey = _survey(survey_id)
    followup = queries.get_followup(followup_id)
    if followup.survey_id != survey.id:
        raise NotFound("Rencana ini tidak ada.")
    form = ProgressForm(obj=followup)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.progress(
                    followup,
                    state=FollowupState(form.state.data),
                    outcome=form.outcome.data,
                    obstacle=form.obstacle.data,
                    done_on=form.done_on.data,
                    by=present_actor(),
                )
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            flash("Kemajuan dicatat.", "success")
            return redirect(url_for(".index", kode=kode))
    page = render_template("followups/progress.html", form=form, followup=followup, upp=get_upp(upp), survey=survey, Unsur=Unsur)
    return page, 422 if form.is_submitted() else 200


@bp.post(SURVEY + "/<uuid:followup_id>/penghapusan")
@requires(P.FOLLOWUP_EDIT)
def remove(kode: str, upp: str, survey_id: UUID, followup_id: UUID) -> Any:
    survey = _survey(survey_id)
    followup = queries.get_followup(followup_id)
    if followup.survey_id != survey.id:
        raise NotFound("Rencana ini tidak ada.")
    with transaction():
        operations.remove(followup, by=present_actor())
    flash("Rencana dihapus.", "success")
    return redirect(url_for(".index", kode=kode))


def _survey(survey_id: UUID) -> Survey:
    survey = get_survey(survey_id)
    if survey.upp_id != g.upp_id:
        raise NotFound("Survei ini tidak ada.")
    return survey
