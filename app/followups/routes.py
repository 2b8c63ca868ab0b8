"""The RTL: what will be done about the lowest unsur, and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app.access.gate import actor, requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound, Rejected
from app.followups import operations, pages, plans, queries
from app.followups.forms import FollowupForm, ProgressForm, RemovalForm
from app.followups.models import Followup, FollowupState
from app.opd.models import Upp
from app.opd.queries import get_upp, get_upp_by_id, has_several_upp, list_upp
from app.results.periode_choice import PeriodeRef, choose_periode, labels, list_surveyed
from app.surveys.models import Survey
from app.surveys.queries import get_survey, list_surveys
from app.surveys.states import SurveyState
from app.web.frame import Item

bp = Blueprint("followups", __name__)
BLUEPRINTS = (bp,)
SURVEY = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>/tindak-lanjut"
FOLLOWUP = f"{SURVEY}/<uuid:followup_id>"


@bp.get("/opd/<kode>/tindak-lanjut")
@requires(P.FOLLOWUP_READ)
def index(kode: str) -> Any:
    limited = actor().upp_id
    if limited is not None:
        return redirect(url_for(".upp", kode=kode, upp=get_upp_by_id(limited).kode))
    units = list_upp()
    if len(units) == 1:
        return _upp_page(units[0], several=False)
    surveys = list_surveys()
    periode = list_surveyed(surveys)
    chosen = choose_periode(periode, request.args.get("periode"))
    lines = pages.opd_lines(units, surveys, periode, chosen) if chosen else []
    return render_template(
        "followups/opd.html", lines=lines, periode=chosen, periode_items=_periode_items(periode, chosen)
    )


@bp.get("/opd/<kode>/upp/<upp>/tindak-lanjut")
@requires(P.FOLLOWUP_READ)
def upp(kode: str, upp: str) -> Any:
    return _upp_page(get_upp(upp), several=has_several_upp())


@bp.route(SURVEY, methods=["GET", "POST"])
@requires(P.FOLLOWUP_EDIT)
def create(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(survey_id)
    periode = pages.periode_of(survey)
    figures = pages.visible_figures(survey, periode, actor().role)
    order = plans.choices(figures)
    form = FollowupForm(
        order=order, data={"unsur": request.args.get("unsur") or next(iter(order)), "due_year": periode.year + 1}
    )
    if form.validate_on_submit():
        with transaction():
            operations.add(survey, **form.values(), by=present_actor())
        flash("Kegiatan ditambahkan ke rencana tindak lanjut.", "success")
        return _back(survey)
    return _form_page("followups/plan.html", form, survey, None)


@bp.route(f"{FOLLOWUP}/rencana", methods=["GET", "POST"])
@requires(P.FOLLOWUP_EDIT)
def change(kode: str, upp: str, survey_id: UUID, followup_id: UUID) -> Any:
    survey = _survey(survey_id)
    followup = queries.get_followup(survey.id, followup_id)
    figures = pages.visible_figures(survey, pages.periode_of(survey), actor().role)
    form = FollowupForm(order=plans.choices(figures), obj=followup)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.change(followup, **form.values(), by=present_actor())
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            flash("Rencana diubah.", "success")
            return _back(survey)
    return _form_page("followups/plan.html", form, survey, followup)


@bp.route(FOLLOWUP, methods=["GET", "POST"])
@requires(P.FOLLOWUP_EDIT)
def progress(kode: str, upp: str, survey_id: UUID, followup_id: UUID) -> Any:
    survey = _survey(survey_id)
    followup = queries.get_followup(survey.id, followup_id)
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
            return _back(survey)
    return _form_page("followups/progress.html", form, survey, followup)


@bp.route(f"{FOLLOWUP}/penghapusan", methods=["GET", "POST"])
@requires(P.FOLLOWUP_EDIT)
def remove(kode: str, upp: str, survey_id: UUID, followup_id: UUID) -> Any:
    survey = _survey(survey_id)
    followup = queries.get_followup(survey.id, followup_id)
    form = RemovalForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.remove(followup, by=present_actor())
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            flash("Kegiatan dihapus dari rencana.", "success")
            return _back(survey)
    return _form_page("followups/removal.html", form, survey, followup)


def _upp_page(unit: Upp, *, several: bool) -> Any:
    surveys = list_surveys(upp_id=unit.id)
    periode = list_surveyed(surveys)
    chosen = choose_periode(periode, request.args.get("periode"))
    title = unit.name if several else g.opd.name
    page = pages.upp_page(surveys, periode, chosen, actor().role) if chosen else None
    return render_template(
        "followups/upp.html", page=page, unit=unit, title=title, several=several, S=SurveyState,
        periode_items=_periode_items(periode, chosen),
    )  # fmt: skip


def _survey(survey_id: UUID) -> Survey:
    """Return the survey of this UPP; another UPP's does not exist at this address."""
    survey = get_survey(survey_id)
    if survey.upp_id != g.upp_id:
        raise NotFound("Survei ini tidak ada.")
    return survey


def _form_page(template: str, form: Any, survey: Survey, followup: Followup | None) -> Any:
    page = render_template(
        template, form=form, followup=followup, survey=survey, unit=get_upp_by_id(survey.upp_id),
        periode=pages.periode_of(survey), several=has_several_upp(), back=_return_url(survey),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def _back(survey: Survey) -> Any:
    return redirect(_return_url(survey))


def _return_url(survey: Survey) -> str:
    """Return the page on which the plan stands: the latest shows its own and the one before."""
    periode = [each.id for each in list_surveyed(list_surveys(upp_id=survey.upp_id))]
    older = survey.periode_id if survey.periode_id not in periode[:2] else None
    return url_for(".upp", kode=g.opd.kode, upp=get_upp_by_id(survey.upp_id).kode, periode=older)


def _periode_items(periode: list[PeriodeRef], chosen: PeriodeRef | None) -> list[Item]:
    """Return the choice of periode, the oldest first; none where there is only one."""
    names = labels(periode)
    here = {**(request.view_args or {})}
    items = [
        Item(names[each.id], url_for(str(request.endpoint), **here, periode=each.id), each == chosen)
        for each in periode[::-1]
    ]
    return items if len(items) > 1 else []
