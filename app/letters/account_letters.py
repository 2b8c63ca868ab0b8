"""The text of letters about an account, from the world as it is when they are sent."""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from app import clock
from app.access.roles import CITY_ROLES, UPP_ROLES, Role
from app.accounts import links
from app.accounts import queries as people
from app.accounts.queries import LinkView
from app.letters.models import CityLetter, LetterKind
from app.reminders.composing import sender
from app.reminders.content import (
    AccountFacts,
    Addressee,
    admin_position,
    invitation,
    kepala_position,
    password_reset,
)
from app.reminders.letters import Letter, render

PURPOSES = {LetterKind.INVITATION: "invitation", LetterKind.RESET: "reset"}


def write(letter: CityLetter) -> Letter | None:
    """Return the letter with its link; None where the link opens nothing any more."""
    kind = LetterKind(letter.kind)
    purpose = PURPOSES[kind]
    link = people.find_open_link(UUID(letter.facts["link_id"]), purpose)
    if link is None:
        return None
    facts = AccountFacts(
        to=Addressee(link.name, _position(link)),
        sender=sender(),
        today=clock.today(),
        link=links.url_of(link.id, purpose),
        expires=link.expires_at,
        role_label=link.role_label,
        place=_place(link),
    )
    return render(invitation(facts) if kind is LetterKind.INVITATION else password_reset(facts))


def _position(link: LinkView) -> str:
    """Return what stands under the name: "Camat Setu", "Admin SKM Puskesmas Setu"."""
    if link.role is None:
        return ""
    if link.role is Role.KEPALA:
        position = kepala_position(link.opd_kind, link.opd_name)
    elif link.role in (Role.ADMIN_OPD, Role.ADMIN_UPP):
        position = admin_position(_place(link))
    elif link.role in CITY_ROLES:
        position = link.role.label
    else:
        word = "Kepala" if link.role in UPP_ROLES else link.role.label
        position = f"{word} {_place(link)}"
    return f"Plt. {position}" if link.acting else position


def _place(link: LinkView) -> str:
    return link.upp_name or link.opd_name or f"Pemerintah {current_app.config['CITY_NAME']}"
