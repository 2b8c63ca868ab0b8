"""Reading tickets: by code from outside, and by batch for their admins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.letters.models import UNDELIVERED, Letter, LetterState
from app.links.queries import Target
from app.opd.models import Layanan, Opd, Titik, Upp
from app.tenancy import scope
from app.tenancy.scope import opd_scope
from app.tickets.codes import code_hash
from app.tickets.models import Ticket, TicketBatch, TicketWay

OPEN, USED, ENDED = "terbuka", "terpakai", "berakhir"


@dataclass(frozen=True)
class TicketRef(Target):
    batch_id: UUID
    used_by: UUID | None  # the answer that used it up
    expires_at: datetime

    @property
    def state(self) -> str:
        if self.used_by is not None:
            return USED
        return OPEN if clock.now() < self.expires_at else ENDED

    @property
    def last_day(self) -> date:
        return last_day_of(self.expires_at)


@dataclass(frozen=True)
class BatchLine:
    """A batch in its admin's list."""

    id: UUID
    upp_name: str
    layanan: str
    titik: str
    count: int
    used: int
    made_at: datetime
    made_by: str
    expires_at: datetime
    way: TicketWay

    @property
    def last_day(self) -> date:
        return last_day_of(self.expires_at)


def last_day_of(expires_at: datetime) -> date:
    """Return the last day on which a code may be opened that ends at that midnight."""
    return (expires_at.astimezone(clock.zone()) - timedelta(days=1)).date()


def find_ticket(code: str) -> TicketRef | None:
    """Return the ticket of a code as it was typed; the caller then enters the scope of its OPD."""
    row = _found(code)
    if row is None:
        return None
    ticket, opd = row
    db.session.remove()  # its connection goes back before the OPD's session takes one: a request holds one at a time
    with opd_scope(opd.id):
        return _ref(ticket, opd)


def find_own_ticket(code: str) -> TicketRef | None:
    """Return a ticket of the OPD in scope; any other does not exist."""
    row = _found(code)
    return _ref(*row) if row is not None and row[1].id == scope.current_opd_id() else None


def _found(code: str) -> tuple[Ticket, Opd] | None:
    row = db.session.execute(
        select(Ticket, Opd).join(Opd, Opd.id == Ticket.opd_id).where(Ticket.code_hash == code_hash(code))
    ).one_or_none()
    return (row.Ticket, row.Opd) if row else None


def _ref(ticket: Ticket, opd: Opd) -> TicketRef:
    batch = get_batch(ticket.batch_id)
    return TicketRef(
        ticket.id, opd.id, opd.name, opd.short_name, batch.upp_id, batch.layanan_id, batch.titik_id, opd.active,
        batch.id, ticket.response_id, batch.expires_at,
    )  # fmt: skip


def get_batch(batch_id: UUID) -> TicketBatch:
    """Return a batch of the OPD (and UPP) in scope; any other does not exist."""
    batch = db.session.scalar(select(TicketBatch).where(TicketBatch.id == batch_id))
    if batch is None:
        raise NotFound("Undangan ini tidak ada.")
    return batch


def get_line(batch_id: UUID) -> BatchLine:
    """Return one batch as the list shows it."""
    batch = get_batch(batch_id)
    return next(line for line in list_batches() if line.id == batch.id)


def list_batches() -> list[BatchLine]:
    """Return the batches in scope, the latest first."""
    used = (
        select(Ticket.batch_id, func.count(Ticket.used_at).label("used"))
        .where(Ticket.opd_id == scope.current_opd_id())
        .group_by(Ticket.batch_id)
        .subquery()
    )
    rows = db.session.execute(
        select(TicketBatch, Upp.name, Layanan.name, Titik.name, used.c.used)
        .join(Upp, Upp.id == TicketBatch.upp_id)
        .join(Layanan, Layanan.id == TicketBatch.layanan_id)
        .join(Titik, Titik.id == TicketBatch.titik_id)
        .outerjoin(used, used.c.batch_id == TicketBatch.id)
        .order_by(TicketBatch.made_at.desc(), TicketBatch.id)
    )
    return [
        BatchLine(
            batch.id,
            upp,
            layanan,
            titik,
            batch.count,
            taken or 0,
            batch.made_at,
            batch.made_by,
            batch.expires_at,
            batch.way,
        )
        for batch, upp, layanan, titik, taken in rows
    ]


def codes_of(batch_id: UUID, codes: list[str]) -> list[str]:
    """Return those of the codes that belong to the batch, in their order: a list is printed by whoever holds it."""
    hashes = {code_hash(code): code for code in codes}
    known = db.session.scalars(
        select(Ticket.code_hash).where(
            Ticket.opd_id == scope.current_opd_id(), Ticket.batch_id == batch_id, Ticket.code_hash.in_(hashes)
        )
    )
    mine = set(known)
    return [code for hashed, code in hashes.items() if hashed in mine]


@dataclass(frozen=True)
class Delivery:
    """What became of the letters of a batch. `undelivered` are those whose address is still known, to be looked at."""

    counts: Mapping[LetterState, int]
    undelivered: tuple[tuple[str, LetterState], ...]

    def count(self, *states: LetterState) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        return self.count(*LetterState)


def delivery_of(batch_id: UUID) -> Delivery:
    """Return what became of the letters of a batch in scope."""
    own = Letter.ticket_batch_id == batch_id
    rows = db.session.execute(select(Letter.state, func.count()).where(own).group_by(Letter.state))
    refused = db.session.execute(
        select(Letter.to_email, Letter.state)
        .where(own, Letter.state.in_(UNDELIVERED), Letter.to_email != "")
        .order_by(Letter.to_email)
    )
    return Delivery(
        {LetterState(state): count for state, count in rows},
        tuple((address, LetterState(state)) for address, state in refused),
    )


def find_delivery(batch_id: UUID, mark: str) -> LetterState | None:
    """Return what became of the one letter that a program asked for; None where it asked for none."""
    state = db.session.scalar(select(Letter.state).where(Letter.ticket_batch_id == batch_id, Letter.step == mark))
    return LetterState(state) if state else None
