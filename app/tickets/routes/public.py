"""`/u/<code>`: the public form behind a single-use code. Opening it uses nothing up; only an answer does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, request, url_for

from app import clock
from app.access.gate import public
from app.db import transaction
from app.errors import NotFound
from app.extensions import csrf
from app.links import form, front, suspicion, visits, watching
from app.links.codes import normalise
from app.links.form import Door, Posted
from app.links.pages import public_page
from app.links.queries import LinkPlace, get_place
from app.links.suspicion import Signs, Traffic
from app.links.words import words
from app.recording.places import find_running_survey, get_asked_survey
from app.responses import intake
from app.responses.intake import Receipt
from app.responses.models import Collection
from app.tenancy.scope import opd_scope
from app.tickets import operations
from app.tickets.operations import TicketSpent
from app.tickets.queries import TicketRef, find_ticket
from app.tickets.routes.blueprint import bp
from app.web.responses import wants_json


@bp.get("/u/")
@public
def find() -> Any:
    """Where a code is typed that was read from a slip."""
    typed = request.args.get("kode", "").strip()
    if typed and find_ticket(typed) is not None:
        return redirect(url_for(".answer", code=normalise(typed)))
    return _unknown(typed, 404 if typed else 200)


@bp.get("/u/<code>")
@public
def answer(code: str) -> Any:
    ticket = find_ticket(code)
    if ticket is None:
        return _unknown(code, 404)
    with opd_scope(ticket.opd_id):
        door, place = _door(code, ticket), get_place(ticket)
        if ticket.used_by is not None:
            return _used(door, place, ticket.used_by)
        if operations.has_ended(ticket, clock.now()):
            return _spent(door, place, "expired", 200)
        return front.ask(door, place, find_running_survey(door.upp_id))


@bp.post("/u/<code>")
@csrf.exempt  # nobody is signed in here, and a token that can expire would lose answers
@public
def record(code: str) -> Any:
    ticket = find_ticket(code)
    if ticket is None:
        return _unknown(code, 404)
    door = _door(code, ticket)
    served = form.proof(door.code, front.posted())

    def store(posted: Posted) -> Receipt:
        signs = Signs(posted.answer.scores, posted.seconds, trapped=posted.trapped)
        usual = watching.usual(posted.answer.survey_id, ticket.layanan_id, Collection.UNDANGAN)
        flags = tuple(flag.value for flag in suspicion.flags(signs, Traffic(), usual))
        said = replace(posted.answer, ticket_id=ticket.id, flags=flags)
        with transaction():
            receipt = operations.use_up(ticket, said, served_at=served.at if served else None)
        return receipt or intake.record(ticket.opd_id, said)

    with opd_scope(ticket.opd_id):
        place = get_place(ticket)
        survey = get_asked_survey(served.survey_id) if served else find_running_survey(door.upp_id)
        try:
            return front.take(door, place, survey, served, store)
        except TicketSpent as refusal:
            return _spent(door, place, refusal.state, refusal.status)


@bp.get("/u/<code>/diterima/<uuid:response_id>")
@public
def received(code: str, response_id: UUID) -> Any:
    ticket = find_ticket(code)
    if ticket is None:
        return _unknown(code, 404)
    if ticket.used_by != response_id:
        raise NotFound("Tanda terima ini tidak ada.")
    with opd_scope(ticket.opd_id):
        return _receipt(_door(code, ticket), get_place(ticket), response_id)


@bp.get("/u/<code>/privasi")
@public
def privacy(code: str) -> Any:
    ticket = find_ticket(code)
    if ticket is None:
        return _unknown(code, 404)
    with opd_scope(ticket.opd_id):
        door, place = _door(code, ticket), get_place(ticket)
        return front.door_page(
            "public/privacy.html", door, place, version=form.NOTICE_VERSION, opd_name=ticket.opd_name
        )


def _door(code: str, ticket: TicketRef) -> Door:
    return Door(normalise(code), "tickets", Collection.UNDANGAN, ticket.upp_id, ticket.layanan_id, ticket.titik_id)


def _used(door: Door, place: LinkPlace, used_by: UUID) -> Any:
    """Whoever used it sees the receipt again; anybody else reads that it was used."""
    if visits.find_earlier(door.code) == used_by:
        return _receipt(door, place, used_by)
    return _spent(door, place, "spent", 200)


def _receipt(door: Door, place: LinkPlace, response_id: UUID) -> Any:
    receipt = visits.get_receipt(door, response_id, request.args.get("hasil", ""))
    return front.door_page("public/received.html", door, place, receipt=receipt)


def _spent(door: Door, place: LinkPlace, state: str, status: int) -> Any:
    if wants_json():
        return jsonify(pesan=words(request.values.get("bahasa"))[f"{state}_text"]), status
    return front.door_page("public/closed.html", door, place, status, state=state)


def _unknown(typed: str, status: int) -> Any:
    if wants_json():
        return jsonify(pesan="Kode undangan ini tidak dikenal."), status
    return public_page("public/unknown.html", status, typed=typed[:20], kind="ticket")
