"""Decide letters. Sending is the worker's (sending.py): it writes the text from the world as it is then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import clock
from app.extensions import db
from app.letters.models import CityLetter, Letter, LetterKind
from app.outbox import operations as outbox
from app.outbox.topics import Topic


def queue_account_letter(kind: LetterKind, *, user_id: UUID, name: str, email: str, link_id: UUID) -> CityLetter:
    """A letter about somebody's account is decided; its link is written only when it is sent."""
    return queue_city_letter(kind, user_id=user_id, name=name, email=email, facts={"link_id": str(link_id)})


def queue_city_letter(
    kind: LetterKind, *, user_id: UUID | None, name: str, email: str, facts: dict[str, Any]
) -> CityLetter:
    """A letter about no single OPD is decided."""
    letter = CityLetter(kind=kind, user_id=user_id, to_name=name, to_email=email, facts=facts, created_at=clock.now())
    db.session.add(letter)
    db.session.flush()
    outbox.add(Topic.CITY_LETTER_SEND, letter_id=letter.id)
    return letter


def queue_letter(
    kind: LetterKind,
    *,
    opd_id: UUID,
    user_id: UUID | None,
    name: str,
    email: str,
    periode_id: UUID | None = None,
    upp_id: UUID | None = None,
    step: str | None = None,
    ticket_batch_id: UUID | None = None,
    facts: dict[str, Any] | None = None,
) -> Letter:
    """A letter about the OPD in scope is decided."""
    letter = Letter(
        kind=kind,
        user_id=user_id,
        to_name=name,
        to_email=email,
        periode_id=periode_id,
        upp_id=upp_id,
        step=step,
        ticket_batch_id=ticket_batch_id,
        facts=facts or {},
        created_at=clock.now(),
    )
    db.session.add(letter)
    db.session.flush()
    outbox.add(Topic.LETTER_SEND, opd_id=opd_id, letter_id=letter.id)
    return letter
