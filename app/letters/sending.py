"""Sending letters that were decided: write, hand over, keep what became of it.

Called by the workers (workers/topics.py) in the transaction that holds the outbox row. A letter that could
not be handed over raises, which rolls that transaction back; the worker then calls `note_failure` in a new
one.
"""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app
from sqlalchemy import update

from app import clock
from app.accounts import queries as people
from app.extensions import db
from app.letters import account_letters, mail_server, queries
from app.letters.models import CityLetter, Letter, LetterKind, LetterState
from app.privacy import letters as data_letters
from app.reminders import writing
from app.reminders.letters import Letter as Text
from app.reminders.letters import Mailbox, to_message
from app.responses.masking import mask_personal
from app.tickets import letter as invitation
from app.tickets import mailing

# Not reminders, and nobody else's to read: they may carry a link to an account, so none of their words is kept.
WRITERS = {
    LetterKind.INVITATION: account_letters.write,
    LetterKind.RESET: account_letters.write,
    LetterKind.ACCOUNT_CHANGED: account_letters.write_change,
    LetterKind.DATA_REQUEST: data_letters.write,
    LetterKind.DATA_ANSWER: data_letters.write,
}


def send_city_letter(letter_id: UUID) -> None:
    """The letter is sent, no longer needed, or its address is known to be wrong. Raises NotDelivered otherwise."""
    letter = queries.lock_waiting(CityLetter, letter_id)
    if letter is not None:
        write = WRITERS.get(LetterKind(letter.kind))
        _send(letter, write(letter) if write else writing.write(letter), keep_body=write is None)


def send_letter(letter_id: UUID) -> None:
    """The same for a letter about the OPD in scope."""
    letter = queries.lock_waiting(Letter, letter_id)
    if letter is None:
        return
    if LetterKind(letter.kind) is LetterKind.SURVEY_INVITATION:
        _send_to_respondent(letter)
    else:
        _send(letter, writing.write(letter), keep_body=True)


def _send_to_respondent(letter: Letter) -> None:
    """Like any letter, but nothing of the address is left behind, not in what a mail server says either."""
    try:
        _send(letter, invitation.write(letter), keep_body=False)
    except mail_server.NotDelivered as error:
        raise mail_server.NotDelivered(mask_personal(str(error))) from None
    mailing.settle(letter.id)


def note_failure(letter_id: UUID, error: str, *, attempts: int, final: bool, city: bool) -> None:
    """It is on the letter how often it was tried and what was said; after the last try it has failed, visibly."""
    kind: type[CityLetter] | type[Letter] = CityLetter if city else Letter
    values: dict[str, Any] = {"attempts": attempts, "last_error": error[:500]}
    if final:
        values["state"] = LetterState.FAILED
    db.session.execute(update(kind).where(kind.id == letter_id, kind.state == LetterState.WAITING).values(**values))
    if not city:
        mailing.settle(letter_id)


def message_id(letter_id: UUID) -> str:
    """Return the Message-ID: the same however often a letter is sent, so that a repeated one is recognised."""
    return f"<{letter_id}@{urlsplit(current_app.config['PUBLIC_URL']).hostname or 'localhost'}>"


def _send(letter: CityLetter | Letter, text: Text | None, *, keep_body: bool) -> None:
    if text is None:
        letter.state = LetterState.CANCELLED
        return
    letter.attempts += 1
    letter.subject = text.subject
    letter.body = text.text if keep_body else ""
    try:
        _hand_over(letter, text)
    except mail_server.BadAddress as error:
        letter.state, letter.last_error = LetterState.BAD_ADDRESS, str(error)[:500]
        if letter.user_id is not None:
            _mark_address(letter.user_id, letter.to_email, str(error))
    else:
        letter.state, letter.sent_at, letter.last_error = LetterState.SENT, clock.now(), ""


def _hand_over(letter: CityLetter | Letter, text: Text) -> None:
    name, address = parseaddr(current_app.config["MAIL_FROM"])
    sender = Mailbox(name, address)
    try:
        recipient = Mailbox(letter.to_name, letter.to_email)
    except ValueError as error:
        raise mail_server.BadAddress(f"Bukan alamat e-mail: {letter.to_email}") from error
    message = to_message(text, sender=sender, to=recipient, message_id=message_id(letter.id), date=clock.local_now())
    mail_server.deliver(message, current_app.config["MAIL_URL"], sender=address, recipient=recipient.address)


def _mark_address(user_id: UUID, address: str, error: str) -> None:
    """The person's address is known to be wrong, unless it was put right in the meantime."""
    user = people.get_user(user_id)
    if user.email == address:
        user.email_trouble = error[:200]
