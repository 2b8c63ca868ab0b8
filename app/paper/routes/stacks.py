"""The list of stacks, a new one, and the questionnaire to print."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import abort, current_app, g, redirect, render_template, request, send_file, url_for

from app import clock
from app.access.gate import actor, requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Rejected
from app.opd.models import CustomerKind
from app.opd.queries import get_layanan, get_titik, get_upp, has_several_upp
from app.opd.words import slug
from app.paper import operations, queries
from app.paper.forms import BatchForm, PlaceForm, PrintForm
from app.paper.places import list_own_upp
from app.paper.printing.data import Form
from app.paper.printing.document import render
from app.paper.routes.blueprint import PAPER, bp, reach
from app.periods.queries import get_periode
from app.surveys.models import Survey
from app.surveys.queries import list_surveys
from app.surveys.questionnaire import get_questionnaire, situations_of
from app.surveys.states import SurveyState

NOT_ASSIGNED = "Anda tidak ditugaskan di layanan dan titik layanan ini."


@bp.get("/kertas")
@requires(P.PAPER_ENTER, own=True)
def mine() -> Any:
    """The way from the petugas's home: to the UPP where they type, or to a choice between several."""
    if actor().opd_id is None:
        abort(404)
    units = list_own_upp(actor())
    if len(units) == 1:
        return redirect(url_for(".index", kode=actor().opd_kode, upp=units[0].kode))
    return render_template("paper/mine.html", units=units, kode=actor().opd_kode)


@bp.get(PAPER)
@requires(P.PAPER_ENTER)
def index(kode: str, upp: str) -> Any:
    return _index(PrintForm())


@bp.get(f"{PAPER}/kuesioner.pdf")
@requires(P.PAPER_ENTER)
def questionnaire(kode: str, upp: str) -> Any:
    form = PrintForm(request.args)
    form.offer(reach())
    if not form.validate() or not _within_reach(form):
        return _index(form), 422
    layanan_id, titik_id = form.place
    pdf = render(_printed(layanan_id, titik_id), form.numbers)
    name = f"kuesioner-skm-{slug(get_layanan(layanan_id).name)}-{slug(get_titik(titik_id).name)}.pdf"
    return send_file(BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name, etag=False)


@bp.route(f"{PAPER}/tumpukan", methods=["GET", "POST"])
@requires(P.PAPER_ENTER)
def create(kode: str, upp: str) -> Any:
    surveys = _begun(g.upp_id)
    form = BatchForm(collected_on=clock.today(), first_number=1)
    form.offer(reach())
    form.offer_surveys([(survey, get_periode(survey.periode_id).name) for survey in surveys])
    if form.validate_on_submit() and _within_reach(form):
        layanan_id, titik_id = form.place
        try:
            with transaction():
                batch = operations.open_batch(
                    next(survey for survey in surveys if str(survey.id) == form.survey.data),
                    layanan_id=layanan_id,
                    titik_id=titik_id,
                    collected_on=form.collected_on.data,
                    first_number=form.first_number.data,
                    expected=form.expected.data,
                    double_entry=form.double_entry.data,
                    by=present_actor(),
                )
                batch_id = batch.id
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", kode=kode, upp=upp, batch_id=batch_id))
    page = render_template("paper/create.html", form=form, surveys=surveys, unit=get_upp(upp))
    return page, 422 if form.is_submitted() else 200


def _index(form: PrintForm) -> str:
    here = reach()
    form.offer(here)
    surveys = _begun(g.upp_id)
    running = any(survey.state is SurveyState.BERJALAN for survey in surveys)
    return render_template(
        "paper/index.html",
        lines=queries.list_batches(g.upp_id, here),
        form=form,
        unit=get_upp(request.view_args["upp"]),  # type: ignore[index]
        several=has_several_upp(),
        begun=bool(surveys),
        running=running,
        nowhere=not (here.layanan and here.titik),
    )


def _within_reach(form: PlaceForm) -> bool:
    if reach().covers(*form.place):
        return True
    form.refuse(Rejected(NOT_ASSIGNED, field="titik"))
    return False


def _begun(upp_id: UUID) -> list[Survey]:
    """Return the surveys to which paper may belong, a running one first."""
    found = [survey for survey in list_surveys(upp_id=upp_id) if survey.state is not SurveyState.BELUM_MULAI]
    return sorted(found, key=lambda survey: survey.state is not SurveyState.BERJALAN)


def _printed(layanan_id: UUID, titik_id: UUID) -> Form:
    layanan = get_layanan(layanan_id)
    survey = _to_print(layanan.upp_id)
    unit = get_upp(request.view_args["upp"])  # type: ignore[index]
    return Form(
        city=current_app.config["CITY_NAME"],
        opd=g.opd.name,
        upp=unit.name if unit.name != g.opd.name else None,
        address=g.opd.address,
        periode=get_periode(survey.periode_id).name,
        layanan=layanan.name,
        titik=get_titik(titik_id).name,
        internal=layanan.customer_kind is CustomerKind.INTERNAL,
        questions=get_questionnaire(survey.questionnaire_id).read_in(situations_of(layanan)).asked,
    )


def _to_print(upp_id: UUID) -> Survey:
    """Return the survey whose questionnaire is wanted: one that runs, else the latest; raises where there is none."""
    surveys = list_surveys(upp_id=upp_id)
    if not surveys:
        raise Rejected("Belum ada periode yang dibuka, sehingga kuesionernya belum dapat dicetak.")
    return next((survey for survey in surveys if survey.state is SurveyState.BERJALAN), surveys[0])
