"""Pages about publication: the media used, and the simulation of PEKPPP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Rejected
from app.opd.queries import get_upp
from app.periods.queries import get_periode
from app.publication import operations, queries
from app.publication.forms import PublicationForm, RemovalForm
from app.publication.models import Medium
from app.publication.pekppp import scores
from app.publication.standing import facts_of
from app.reports.routes.blueprint import visible_survey
from app.reports.uploads import plain_name, read_photo
from app.surveys.models import Survey
from app.surveys.states import SurveyState

bp = Blueprint("publication", __name__)
BLUEPRINTS = (bp,)
SURVEY = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>"


@bp.get(f"{SURVEY}/media-publikasi")
@requires(P.REPORT_READ)
def index(kode: str, upp: str, survey_id: UUID) -> Any:
    return _page(visible_survey(survey_id), upp, PublicationForm(formdata=None))


@bp.post(f"{SURVEY}/media-publikasi")
@requires(P.REPORT_EDIT)
def record(kode: str, upp: str, survey_id: UUID) -> Any:
    survey, form = visible_survey(survey_id), PublicationForm()
    if not form.validate_on_submit():
        return _page(survey, upp, form), 422
    try:
        evidence = None
        if form.evidence.data:
            content = read_photo(form.evidence.data.stream, field="evidence")
            evidence = (plain_name(form.evidence.data.filename), content)
        with transaction():
            operations.record(
                survey, medium=Medium(form.medium.data), place=form.place.data or "", published_on=form.published_on.data,
                evidence=evidence, by=present_actor(),
            )  # fmt: skip
    except Rejected as refusal:
        form.refuse(refusal)
        return _page(survey, upp, form), 422
    flash("Media publikasi dicatat.", "success")
    return redirect(url_for(".index", kode=kode, upp=upp, survey_id=survey_id))


@bp.route(f"{SURVEY}/media-publikasi/<uuid:publication_id>/penghapusan", methods=["GET", "POST"])
@requires(P.REPORT_EDIT)
def remove(kode: str, upp: str, survey_id: UUID, publication_id: UUID) -> Any:
    survey, form = visible_survey(survey_id), RemovalForm()
    row = queries.get_publication(survey.id, publication_id)
    if form.validate_on_submit():
        with transaction():
            operations.remove(row, by=present_actor())
        flash("Catatan publikasi dihapus.", "success")
        return redirect(url_for(".index", kode=kode, upp=upp, survey_id=survey_id))
    page = render_template("publication/removal.html", form=form, row=row, **_context(survey, upp))
    return page, 422 if form.is_submitted() else 200


@bp.get(f"{SURVEY}/pekppp")
@requires(P.REPORT_READ)
def pekppp(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = visible_survey(survey_id)
    facts = facts_of(survey)
    return render_template("publication/pekppp.html", scores=scores(facts), facts=facts, **_context(survey, upp))


def _page(survey: Survey, upp: str, form: PublicationForm) -> str:
    return render_template(
        "publication/index.html",
        form=form,
        rows=queries.list_publications(survey.id),
        verified=survey.state in operations.VERIFIED,
        public=survey.state is SurveyState.DIPUBLIKASIKAN,
        **_context(survey, upp),
    )


def _context(survey: Survey, upp: str) -> dict[str, Any]:
    return {
        "survey": survey,
        "unit": get_upp(upp),
        "periode": get_periode(survey.periode_id),
        "here": {"kode": g.opd.kode, "upp": upp, "survey_id": survey.id},
    }
