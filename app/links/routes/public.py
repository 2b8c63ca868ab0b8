"""`/s/<code>`: what a respondent sees. No sign-in, no session, nothing that can expire while somebody answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, request, url_for

from app.access.gate import public
from app.db import transaction
from app.extensions import csrf
from app.links import form, front, visits, watching
from app.links.arrivals import Arrival, Sender, find_arrival, find_place
from app.links.codes import normalise
from app.links.form import Door, Posted
from app.links.pages import public_page
from app.links.queries import LinkRef, find_link
from app.links.routes.blueprint import bp
from app.links.suspicion import Signs
from app.links.tokens import Served
from app.responses import intake
from app.responses.intake import Receipt
from app.responses.models import Collection
from app.tenancy.scope import opd_scope
from app.web.responses import wants_json


@bp.get("/s/")
@public
def find() -> Any:
    """Where a code is typed that was read from a poster."""
    typed = request.args.get("kode", "").strip()
    if typed and (link := find_link(typed)) is not None:
        return redirect(url_for(".answer", code=link.code))
    return _unknown(typed, 404 if typed else 200)


@bp.get("/s/<code>")
@public
def answer(code: str) -> Any:
    found = find_place(code)
    if found is None:
        return _unknown(code, 404)
    door, place = _door(found.link), found.place
    with opd_scope(found.link.opd_id):
        earlier = visits.find_earlier(door.code)
        if earlier is not None and place.open and "lagi" not in request.args:
            return front.door_page("public/today.html", door, place, number=intake.receipt_number(earlier))
        return front.ask(door, place, found.survey)


@bp.post("/s/<code>")
@csrf.exempt  # nobody is signed in here, and a token that can expire would lose answers
@public
def record(code: str) -> Any:
    values = front.posted()
    served = form.proof(normalise(code), values)
    found = _arrive(code, form.response_id_of(values), served)
    if found is None or found.seen is None:
        return _unknown(code, 404)
    link, seen = found.link, found.seen

    def store(posted: Posted) -> Receipt:
        again = visits.find_earlier(link.code) not in (None, posted.answer.id)
        signs = Signs(posted.answer.scores, posted.seconds, trapped=posted.trapped, again=again)
        trace, flags = watching.examine(link, seen, posted.answer, signs)
        if seen.makes_burst:
            with transaction():
                watching.flag_the_whole_burst(link.id)
        return intake.record(link.opd_id, replace(posted.answer, flags=flags), trace)

    with opd_scope(link.opd_id):
        return front.take(_door(link), found.place, found.survey, served, store)


@bp.get("/s/<code>/diterima/<uuid:response_id>")
@public
def received(code: str, response_id: UUID) -> Any:
    found = find_place(code)
    if found is None:
        return _unknown(code, 404)
    door = _door(found.link)
    with opd_scope(found.link.opd_id):
        receipt = visits.get_receipt(door, response_id, request.args.get("hasil", ""))
        return front.door_page("public/received.html", door, found.place, receipt=receipt)


@bp.get("/s/<code>/privasi")
@public
def privacy(code: str) -> Any:
    found = find_place(code)
    if found is None:
        return _unknown(code, 404)
    return front.door_page(
        "public/privacy.html",
        _door(found.link),
        found.place,
        version=form.NOTICE_VERSION,
        opd_name=found.link.opd_name,
    )


def _arrive(code: str, response_id: UUID | None, served: Served | None) -> Arrival | None:
    """Return what a post finds at the code; for the first answer of a day there is first a salt."""
    address, agent = request.remote_addr or "", request.user_agent.string
    sender = Sender(address, agent, response_id, served.survey_id if served else None)
    found = find_arrival(code, sender)
    if found is not None and found.seen is None:
        with opd_scope(found.link.opd_id), transaction():
            watching.make_salt()
        found = find_arrival(code, sender)
    return found


def _door(link: LinkRef) -> Door:
    return Door(link.code, "links", Collection.TAUTAN, link.upp_id, link.layanan_id, link.titik_id)


def _unknown(typed: str, status: int) -> Any:
    if wants_json():
        return jsonify(pesan="Kode ini tidak dikenal."), status
    return public_page("public/unknown.html", status, typed=typed[:20])
