"""The petugas's screens: choose a place, record an interview, see that it was received."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for

from app import clock
from app.access.gate import actor, requires
from app.access.permissions import P
from app.recording import app_routes, notice, places
from app.recording.forms import RULES, RecordedInterview, parse
from app.recording.places import Place, RunningSurvey
from app.responses import intake
from app.responses.intake import Answer
from app.responses.models import Collection
from app.responses.profile import age_band
from app.surveys.questionnaire import get_questionnaire
from app.surveys.states import SurveyState

bp = Blueprint("recording", __name__)
BLUEPRINTS = (bp, app_routes.bp)
CHOSEN = "place"  # in Flask's cookie: which layanan and titik this phone stands at


@bp.get("/isi")
@requires(P.RESPONSE_RECORD, own=True)
def home() -> Any:
    available = places.list_places(actor().id)
    place = _present_place()
    survey = places.find_running_survey(place.upp_id) if place else None
    return render_template(
        "recording/home.html",
        status=_status(available, place, survey),
        place=place,
        can_change=len(available) > 1,
        today_count=places.count_today(actor().id),
        target=survey.target if survey else None,
        opens_on=survey.opens_on if survey else None,
    )


@bp.route("/isi/tempat", methods=["GET", "POST"])
@requires(P.RESPONSE_RECORD, own=True)
def pick() -> Any:
    available = places.list_places(actor().id)
    if request.method == "POST":
        place = places.get_place(actor().id, _id(request.form.get("layanan_id")), _id(request.form.get("titik_id")))
        session[CHOSEN] = [str(place.layanan.id), str(place.titik.id)]
        return redirect(url_for(".home"))
    groups = places.offers(available)
    wanted = request.args.get("layanan_id")
    layanan = next((offer for _, offered in groups for offer in offered if str(offer.id) == wanted), None)
    if not available:
        return redirect(url_for(".home"))
    return render_template(
        "recording/pick.html",
        groups=groups,
        layanan=layanan,
        place=_present_place(),
        today_count=places.count_today(actor().id),
    )


@bp.get("/isi/wawancara")
@requires(P.RESPONSE_RECORD, own=True)
def interview() -> Any:
    place = _present_place()
    survey = places.find_running_survey(place.upp_id) if place else None
    if place is None or survey is None or survey.state is not SurveyState.BERJALAN:
        return redirect(url_for(".home"))
    return _form(place, survey, response_id=str(uuid4()), started_at=clock.now().isoformat(), values={}, errors={})


@bp.post("/isi/wawancara")
@requires(P.RESPONSE_RECORD, own=True)
def record() -> Any:
    values = request.form
    place = places.get_place(actor().id, _id(values.get("layanan_id")), _id(values.get("titik_id")))
    survey = places.find_running_survey(place.upp_id)
    if survey is None:
        flash("Jawaban ini belum disimpan: periode survei layanan ini sudah berakhir. Hubungi admin OPD Anda.", "error")
        return redirect(url_for(".home"))
    parsed = parse(values, get_questionnaire(survey.questionnaire_id))
    if isinstance(parsed, dict):
        page = _form(
            place,
            survey,
            response_id=values.get("response_id", ""),
            started_at=values.get("started_at", ""),
            values=values,
            errors=parsed,
        )
        return page, 422
    receipt = intake.record(g.opd_id, _answer(parsed.asked(internal=place.layanan.internal), place, survey))
    return redirect(url_for(".received", response_id=receipt.id, hasil=receipt.outcome.value))


@bp.get("/isi/diterima/<uuid:response_id>")
@requires(P.RESPONSE_RECORD, own=True)
def received(response_id: UUID) -> Any:
    receipt = intake.get_receipt(response_id, actor().id, request.args.get("hasil", ""))
    place = places.get_place(actor().id, receipt.layanan_id, receipt.titik_id)
    return render_template(
        "recording/received.html",
        receipt=receipt,
        layanan=place.layanan,
        titik=place.titik,
        today_count=places.count_today(actor().id),
    )


def _form(
    place: Place, survey: RunningSurvey, *, response_id: str, started_at: str, values: Any, errors: dict[str, str]
) -> str:
    return render_template(
        "recording/interview.html",
        questionnaire=get_questionnaire(survey.questionnaire_id).read_in(place.layanan.situations),
        layanan=place.layanan,
        titik=place.titik,
        response_id=response_id,
        started_at=started_at,
        form_values=values,
        errors=errors,
        rules=RULES,
        notice=notice.TEXT,
    )


def _answer(said: RecordedInterview, place: Place, survey: RunningSurvey) -> Answer:
    now = clock.now()
    return Answer(
        id=said.response_id,
        survey_id=survey.id,
        upp_id=place.upp_id,
        layanan_id=place.layanan.id,
        titik_id=place.titik.id,
        questionnaire_id=survey.questionnaire_id,
        collection=Collection.PETUGAS,
        petugas_id=actor().id,
        scores=said.scores,
        extra_scores=said.extra_scores,
        sex=said.sex,
        age_band=age_band(said.age) if said.age else None,
        education=said.education,
        occupation=said.occupation,
        occupation_other=said.occupation_other or None,
        office_kind=said.office_kind,
        position=said.position,
        saran=said.saran,
        notice_version=notice.VERSION,
        started_at=min(said.started_at, now),
        # A phone's clock may be wrong: an interview is never finished in the future, nor long before it was sent online.
        finished_at=min(said.finished_at or now, now),
    )


def _status(available: list[Place], place: Place | None, survey: RunningSurvey | None) -> str:
    if not available:
        return "unassigned"
    if place is None:
        return "choose"
    if survey is None or survey.state is SurveyState.BELUM_MULAI:
        return "not_started"
    return "ready" if survey.state is SurveyState.BERJALAN else "closed"


def _present_place() -> Place | None:
    layanan_id, titik_id = session.get(CHOSEN, (None, None))
    return places.find_place(actor().id, _id(layanan_id), _id(titik_id))


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
