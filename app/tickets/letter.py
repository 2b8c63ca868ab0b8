"""The text of an invitation to a respondent, from the world as it is when it is sent."""

from __future__ import annotations

from flask import current_app

from app import clock
from app.letters.models import Letter as DecidedLetter
from app.links.queries import get_place
from app.reminders.content import RespondentFacts, Sender, survey_invitation
from app.reminders.letters import Letter, render
from app.tickets.codes import derived_code, ticket_url
from app.tickets.places import is_answering
from app.tickets.queries import OPEN, find_own_ticket


def write(letter: DecidedLetter) -> Letter | None:
    """Return the letter with its link; None where the link would lead to no form any more."""
    code = derived_code(letter.facts["seed"])
    ticket = find_own_ticket(code)
    if ticket is None or ticket.state != OPEN or not is_answering(ticket.upp_id):
        return None
    place = get_place(ticket)
    if not place.open:
        return None
    facts = RespondentFacts(
        sender=Sender(place.office, f"Pemerintah {current_app.config['CITY_NAME']}"),
        layanan=place.layanan,
        titik=place.titik,
        today=clock.today(),
        last_day=ticket.last_day,
        link=ticket_url(code),
    )
    return render(survey_invitation(facts))
