"""Invitations that another program of the office asks for, one at a time, by a reference of its own.

The code is derived from the reference, so that asking again gives the same link, and no row of ours says which reference
has which ticket. A ticket is made once, also when the same request comes twice in the same moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from sqlalchemy import update

from app import clock
from app.errors import Conflict
from app.extensions import db
from app.letters.models import LetterState
from app.tenancy import scope
from app.tickets.codes import derived_code, reference_mark
from app.tickets.mailing import NOT_RUNNING, decide_letter
from app.tickets.models import TicketBatch, TicketWay
from app.tickets.operations import add_tickets, open_batch
from app.tickets.places import is_answering
from app.tickets.queries import TicketRef, find_delivery, find_own_ticket

OTHER = "Referensi ini sudah dipakai untuk undangan dengan layanan atau titik yang lain."


@dataclass(frozen=True)
class Wish:
    """What a program asks for. `days` and `email` count when the invitation is made, and are not compared later."""

    reference: str
    upp_id: UUID
    layanan_id: UUID
    titik_id: UUID
    days: int
    email: str | None = None


@dataclass(frozen=True)
class Issued:
    """An invitation as its program knows it."""

    code: str
    ticket: TicketRef
    delivery: LetterState | None  # of the e-mail; None where none was asked for

    def fulfils(self, wish: Wish) -> bool:
        return (wish.layanan_id, wish.titik_id) == (self.ticket.layanan_id, self.ticket.titik_id)


def find_issued(reference: str) -> Issued | None:
    """Return the invitation of a reference in the OPD in scope."""
    code = derived_code(_seed(reference))
    ticket = find_own_ticket(code)
    if ticket is None:
        return None
    return Issued(code, ticket, find_delivery(ticket.batch_id, reference_mark(_seed(reference))))


def issue(wish: Wish, *, program: str) -> tuple[Issued, bool]:
    """The reference has its invitation; True where it is new. Raises Conflict where it has another one."""
    before = find_issued(wish.reference)
    new = before is None and _make(wish, program)
    issued = before or find_issued(wish.reference)
    if issued is None or not issued.fulfils(wish):
        raise Conflict(OTHER)
    return issued, new


def _make(wish: Wish, program: str) -> bool:
    """The ticket and its letter stand. False: another request was first in this very moment."""
    if not is_answering(wish.upp_id):
        raise Conflict(NOT_RUNNING)
    last_day = clock.today() + timedelta(days=wish.days)
    batch = TicketBatch(
        id=_batch_id(wish, program, last_day), upp_id=wish.upp_id, layanan_id=wish.layanan_id, titik_id=wish.titik_id,
        way=TicketWay.PROGRAM, count=0, made_by=program,
    )  # fmt: skip
    open_batch(batch, last_day)
    seed = _seed(wish.reference)
    if not add_tickets(batch.id, [derived_code(seed)]):
        return False
    db.session.execute(
        update(TicketBatch).where(TicketBatch.id == batch.id).values(count=TicketBatch.count + 1)
    )  # fmt: skip
    if wish.email:
        decide_letter(batch, wish.email, seed=seed, mark=reference_mark(seed))
    return True


def _seed(reference: str) -> str:
    return f"{scope.current_opd_id()}/{reference}"


def _batch_id(wish: Wish, program: str, last_day: date) -> UUID:
    """Return the batch of this program's invitations that lead to one place and end on one day."""
    return uuid5(scope.current_opd_id(), f"{program}/{wish.layanan_id}/{wish.titik_id}/{last_day}")
