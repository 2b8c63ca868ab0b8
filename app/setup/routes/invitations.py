"""Who was invited and has not come in: the invitation again by e-mail, or a text to send on WhatsApp."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app, flash, g, redirect, render_template, request, url_for

from app.access import gate
from app.access.gate import requires
from app.access.permissions import P
from app.access.policy import grantable
from app.audit.operations import present_actor
from app.db import transaction
from app.extensions import limiter
from app.opd.queries import list_upp
from app.setup import sharing
from app.setup.queries import WaitingPerson, list_waiting
from app.setup.routes.blueprint import bp
from app.tenancy.scope import opd_scope

CITY, OPD = "/organisasi/mulai/undangan", "/opd/<kode>/mulai/undangan"


@dataclass(frozen=True)
class Place:
    """Whose invitations a page shows; `own` names the OPD in the address."""

    name: str
    own: dict[str, Any]
    find: Callable[[], list[WaitingPerson]]

    def url(self, act: str = "") -> str:
        prefix = "" if self.own else "city_"
        return url_for(f".{prefix}invitations{act}", **self.own)

    def people(self) -> list[WaitingPerson]:
        """Return who waits, of the roles that the viewer may give."""
        roles = grantable(gate.actor().role)
        return [person for person in self.find() if person.role in roles]

    def chosen(self) -> list[WaitingPerson]:
        """Return those who were ticked; anybody else's ids choose nobody."""
        wanted = set(request.form.getlist("orang"))
        return [person for person in self.people() if str(person.membership_id) in wanted]


@bp.get(CITY)
@requires(P.CITY_MEMBER_MANAGE)
def city_invitations() -> str:
    return _page(_city())


@bp.post(f"{CITY}/pengiriman-ulang")
@requires(P.CITY_MEMBER_MANAGE)
@limiter.limit("60 per hour")
def city_invitations_again() -> Any:
    return _send_again(_city())


@bp.post(f"{CITY}/teks")
@requires(P.CITY_MEMBER_MANAGE)
def city_invitations_text() -> Any:
    return _texts(_city())


@bp.get(OPD)
@requires(P.MEMBER_MANAGE)
def invitations(kode: str) -> str:
    return _page(_own(kode))


@bp.post(f"{OPD}/pengiriman-ulang")
@requires(P.MEMBER_MANAGE)
@limiter.limit("60 per hour")
def invitations_again(kode: str) -> Any:
    return _send_again(_own(kode))


@bp.post(f"{OPD}/teks")
@requires(P.MEMBER_MANAGE)
def invitations_text(kode: str) -> Any:
    return _texts(_own(kode))


def _page(place: Place, error: str = "") -> str:
    return render_template("setup/invitations.html", place=place, people=place.people(), upp=_upp_names(), error=error)


def _send_again(place: Place) -> Any:
    people = place.chosen()
    if not people:
        return _page(place, "Centang dulu orangnya."), 422
    for person in people:
        _in_scope(place, person, sharing.send_again)
    flash(f"{len(people)} undangan baru sedang dikirim.", "success")
    return redirect(place.url())


def _texts(place: Place) -> Any:
    """Show the texts to copy. A link that opens an account is shown to nobody's superior, and each showing is in the trail."""
    people = place.chosen()
    if not people:
        return _page(place, "Centang dulu orangnya."), 422
    texts = []
    for person in people:
        link = _in_scope(place, person, sharing.link_to_share)
        texts.append((person, sharing.text_for(person, link, city=current_app.config["CITY_NAME"])))
    return render_template("setup/invitation_texts.html", place=place, texts=texts)


def _in_scope(place: Place, person: WaitingPerson, act: Callable[..., Any]) -> Any:
    """Act on a person in the OPD of their role; a page of one OPD stands there already."""
    with ExitStack() as stack:
        if not place.own:
            stack.enter_context(opd_scope(person.opd_id))
        stack.enter_context(transaction())
        return act(person.membership_id, by=present_actor())


def _city() -> Place:
    return Place(f"Pemerintah {current_app.config['CITY_NAME']}", {}, list_waiting)


def _own(kode: str) -> Place:
    return Place(g.opd.name, {"kode": kode}, lambda: list_waiting(g.opd_id, g.grant.upp_id))


def _upp_names() -> dict[UUID, str]:
    """Return the UPP to tell apart; across OPD, and in one with a single UPP, none."""
    units = list_upp() if g.get("opd_id") else []
    return {each.id: each.name for each in units} if len(units) > 1 else {}
