"""Invitations by e-mail: the acts of deciding them, and the forgetting of addresses (UU 27/2022).

A letter holds the address and a seed of its code until it is delivered or over; a ticket holds the hash of the code. Once
the seed is gone, nothing can tell any more which address had which ticket. No answer can come before that: the code is in
the letter and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import SystemRandom
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from sqlalchemy import case, select, update

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.letters import operations as letters
from app.letters.models import UNDELIVERED, Letter, LetterKind, LetterState
from app.links.queries import LinkLine
from app.tenancy import scope
from app.tickets.codes import derived_code
from app.tickets.models import TicketBatch, TicketWay
from app.tickets.operations import add_tickets, open_batch
from app.tickets.places import is_answering

MOST_LETTERS = 300  # addresses at a time: more would look like spam to mail servers
NOT_RUNNING = "Survei UPP ini tidak sedang berjalan, sehingga undangan belum dapat dikirim."


def mail_batch(batch_id: UUID, line: LinkLine, *, addresses: Sequence[str], last_day: date, by: Actor) -> None:
    """Every address gets one letter with a code of its own; who had which is known to nobody."""
    if not 1 <= len(addresses) <= MOST_LETTERS:
        raise Rejected(f"Tulis 1 sampai {MOST_LETTERS} alamat sekali kirim.", field="addresses")
    if not is_answering(line.upp_id):
        raise Rejected(NOT_RUNNING, field="place")
    batch = TicketBatch(
        id=batch_id, upp_id=line.upp_id, layanan_id=line.layanan_id, titik_id=line.titik_id, way=TicketWay.EMAIL,
        count=len(addresses), made_by=by.name,
    )  # fmt: skip
    if not open_batch(batch, last_day):
        raise Conflict("Undangan ini sudah dikirim.")
    seeds = [token_urlsafe(32) for _ in addresses]
    add_tickets(batch_id, [derived_code(seed) for seed in _shuffled(seeds)])
    for address, seed in zip(addresses, seeds, strict=True):
        decide_letter(batch, address, seed=seed)
    name = f"{line.layanan}, {line.titik}"
    audit.record(Action.TICKETS_MAILED, batch, by=by, name=name, count=len(addresses), last_day=last_day)


def decide_letter(batch: TicketBatch, address: str, *, seed: str, mark: str | None = None) -> None:
    """One letter with the code of this seed is decided."""
    letters.queue_letter(
        LetterKind.SURVEY_INVITATION, opd_id=scope.current_opd_id(), user_id=None, name="", email=address,
        upp_id=batch.upp_id, ticket_batch_id=batch.id, step=mark, facts={"seed": seed},
    )  # fmt: skip


def settle(letter_id: UUID) -> None:
    """A letter whose fate is known says no more to whom it went.

    An address that was refused stays to be looked at until the batch is over; a program knows its own.
    """
    kept = Letter.step.is_(None) & Letter.state.in_(UNDELIVERED)
    db.session.execute(
        update(Letter)
        .where(
            Letter.id == letter_id, Letter.kind == LetterKind.SURVEY_INVITATION, Letter.state != LetterState.WAITING
        )
        .values(
            facts={}, to_email=case((kept, Letter.to_email), else_=""), last_error=case((kept, Letter.last_error), else_="")
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def forget_ended() -> int:
    """No address of a batch that is over is known; a letter that still waits is not sent any more. Returns how many."""
    over = select(TicketBatch.id).where(TicketBatch.expires_at <= clock.now())
    waiting = Letter.state == LetterState.WAITING
    forgotten: Any = db.session.execute(
        update(Letter)
        .where(Letter.kind == LetterKind.SURVEY_INVITATION, Letter.to_email != "", Letter.ticket_batch_id.in_(over))
        .values(
            facts={}, to_email="", last_error="", state=case((waiting, LetterState.CANCELLED), else_=Letter.state)
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return int(forgotten.rowcount)


def _shuffled(seeds: list[str]) -> list[str]:
    """Return the seeds in another order, so that the rows of tickets do not lie as those of the letters do."""
    return SystemRandom().sample(seeds, len(seeds))
