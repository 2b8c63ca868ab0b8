"""What every door to the public form shares: its pages, and taking what was posted. No sign-in, no session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import current_app, jsonify, make_response, redirect, render_template, request

from app.links import form, visits
from app.links.form import Door, Posted, Sheet
from app.links.pages import asked_language, printed_page, public_page, render_public
from app.links.printed import GAP, Printed
from app.links.queries import LinkPlace
from app.links.standing import why_closed
from app.links.tokens import Served
from app.links.watching import TooMany
from app.links.words import words
from app.recording.places import AskedSurvey
from app.responses.intake import Receipt
from app.responses.models import Collection
from app.surveys.questionnaire import get_questionnaire
from app.web.responses import wants_json

MOST = 64 * 1024  # bytes of a form; a long saran in every field is far below
PRINTED = 256  # forms that a process keeps: those of the busy places, some 60 kB each


def door_page(template: str, door: Door, place: LinkPlace, status: int = 200, **context: Any) -> Any:
    return public_page(template, status, door=door, place=place, **context)


def posted() -> Mapping[str, str]:
    """Return the form that was posted; one that is far too long is refused unread."""
    request.max_content_length = MOST
    return request.form


def ask(door: Door, place: LinkPlace, survey: AskedSurvey | None) -> Any:
    """Return a fresh form, or why there is none now."""
    if survey is None or why_closed(place, survey):
        return _closed(door, place, survey)
    sheet = form.blank(door, survey.id)
    if door.collection is not Collection.TAUTAN:  # nobody else will ask for the form of a single-use code
        return _form(door, place, survey.questionnaire_id, sheet)
    printed = _print.__wrapped__ if current_app.debug else _print
    return printed_page(printed(door, place, survey.questionnaire_id, asked_language()), sheet.response_id, sheet.token)


def take(
    door: Door, place: LinkPlace, survey: AskedSurvey | None, served: Served | None, store: Callable[[Posted], Receipt]
) -> Any:
    """Read the posted form and store it as an answer to the survey; whatever comes of it, nothing that was typed is lost.

    A form that proves when it was served is taken for its survey, also when the door or the survey has closed since.
    Without a proof `survey` is the one that runs.
    """
    if survey is None or not (served or place.open):
        return _closed(door, place, survey, 409)
    values = posted()
    questionnaire = get_questionnaire(survey.questionnaire_id)
    read = form.read(door, survey.id, questionnaire, values, served, internal=place.internal)
    if isinstance(read, dict):
        return _form(door, place, questionnaire.version_id, form.returned(values, read), 422)
    try:
        receipt = store(read)
    except TooMany as refusal:
        return _too_many(door, place, questionnaire.version_id, form.returned(values, {}), refusal)
    return _received(door, place, receipt)


@lru_cache(maxsize=PRINTED)
def _print(door: Door, place: LinkPlace, questionnaire_id: UUID, language: str) -> Printed:
    """Return the empty form of a place: the same for everybody but for the response's id and its token."""
    facts = form.context(get_questionnaire(questionnaire_id).read_in(place.situations), Sheet(GAP, GAP))
    return Printed(render_public("public/form.html", language, door=door, place=place, **facts))


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


def _closed(door: Door, place: LinkPlace, survey: AskedSurvey | None, status: int = 200) -> Any:
    state = why_closed(place, survey) or "ended"
    if wants_json():
        return jsonify(pesan=words(request.values.get("bahasa"))[f"{state}_text"]), status
    return door_page(
        "public/closed.html", door, place, status, state=state, opens_on=survey.opens_on if survey else None
    )
