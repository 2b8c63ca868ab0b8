"""What every door to the public form shares: its pages, and taking what was posted. No sign-in, no session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import jsonify, make_response, redirect, render_template, request

from app.links import form, visits
from app.links.form import Door, Posted, Sheet
from app.links.pages import public_page
from app.links.queries import LinkPlace
from app.links.standing import why_closed
from app.links.watching import TooMany
from app.links.words import words
from app.recording.places import RunningSurvey, find_running_survey
from app.responses.intake import Receipt
from app.surveys.queries import get_survey
from app.surveys.questionnaire import get_questionnaire
from app.web.responses import wants_json

MOST = 64 * 1024  # bytes of a form; a long saran in every field is far below


def door_page(template: str, door: Door, place: LinkPlace, status: int = 200, **context: Any) -> Any:
    return public_page(template, status, door=door, place=place, **context)


def ask(door: Door, place: LinkPlace) -> Any:
    """Return a fresh form, or why there is none now."""
    survey = find_running_survey(door.upp_id)
    if survey is None or why_closed(place, survey):
        return _closed(door, place, survey)
    return _form(door, place, survey.questionnaire_id, form.blank(door, survey.id))


def take(door: Door, place: LinkPlace, store: Callable[[Posted, UUID], Receipt]) -> Any:
    """Read the posted form and store it as an answer to a survey; whatever comes of it, nothing that was typed is lost.

    A form that proves when it was served is taken for its survey, also when the door or the survey has closed since.
    """
    request.max_content_length = MOST
    values = request.form
    served = form.proof(door, values)
    running = None if served else find_running_survey(door.upp_id)
    survey_id = served.survey_id if served else running.id if running else None
    if survey_id is None or not (served or place.open):
        return _closed(door, place, running, 409)
    questionnaire = get_questionnaire(get_survey(survey_id).questionnaire_id)
    posted = form.read(door, survey_id, questionnaire, values, served, internal=place.internal)
    if isinstance(posted, dict):
        return _form(door, place, questionnaire.version_id, form.returned(values, posted), 422)
    try:
        receipt = store(posted, survey_id)
    except TooMany as refusal:
        return _too_many(door, place, questionnaire.version_id, form.returned(values, {}), refusal)
    return _received(door, place, receipt)


def _form(door: Door, place: LinkPlace, questionnaire_id: UUID, sheet: Sheet, status: int = 200, **context: Any) -> Any:
    facts = form.context(get_questionnaire(questionnaire_id).read_in(place.situations), sheet)
    return door_page("public/form.html", door, place, status, **facts, **context)


def _too_many(door: Door, place: LinkPlace, questionnaire_id: UUID, sheet: Sheet, refusal: TooMany) -> Any:
    page = _form(door, place, questionnaire_id, sheet, refusal.status, too_many=refusal.retry_after // 60)
    page.headers["Retry-After"] = str(refusal.retry_after)
    return page


def _received(door: Door, place: LinkPlace, receipt: Receipt) -> Any:
    language = request.form.get("bahasa")
    address = door.url("received", response_id=receipt.id, hasil=receipt.outcome.value, bahasa=language)
    if wants_json():
        said = render_template("public/_receipt.html", t=words(language), place=place, receipt=receipt)
        page = jsonify(receipt=receipt.number, outcome=receipt.outcome.value, html=said, url=address)
    else:
        page = make_response(redirect(address, 303))
    visits.remember(page, door.code, receipt.id)
    return page


def _closed(door: Door, place: LinkPlace, survey: RunningSurvey | None, status: int = 200) -> Any:
    state = why_closed(place, survey) or "ended"
    if wants_json():
        return jsonify(pesan=words(request.values.get("bahasa"))[f"{state}_text"]), status
    return door_page(
        "public/closed.html", door, place, status, state=state, opens_on=survey.opens_on if survey else None
    )
