"""Acts on tickets: making a batch, and using one up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.links.queries import LinkLine
from app.responses import intake
from app.responses.intake import Answer, Outcome, Receipt
from app.responses.models import Response, ResponseState
from app.tenancy import scope
from app.tickets.codes import code_hash, new_ticket_code
from app.tickets.models import MOST, Ticket, TicketBatch, TicketWay
from app.tickets.queries import TicketRef

LONGEST = timedelta(days=366)  # a code that lies about longer belongs to another periode


class TicketSpent(Conflict):
    """The code was used up by another answer (`spent`), or its last day has passed (`expired`)."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state  # what the page says: app/links/words.py


def make_batch(batch_id: UUID, line: LinkLine, *, count: int, last_day: date, by: Actor) -> list[str]:
    """The batch stands with its tickets; return their codes, which nobody can be told again."""
    if not 1 <= count <= MOST:
        raise Rejected(f"Isi angka dari 1 sampai {MOST}.", field="count")
    batch = TicketBatch(
        id=batch_id, upp_id=line.upp_id, layanan_id=line.layanan_id, titik_id=line.titik_id, way=TicketWay.SLIP, count=count,
        made_by=by.name,
    )  # fmt: skip
    if not open_batch(batch, last_day):
        raise Conflict(
            "Undangan ini sudah dibuat; kodenya hanya tampil sekali. Buat undangan baru bila daftarnya hilang."
        )
    codes = [new_ticket_code() for _ in range(count)]
    add_tickets(batch_id, codes)
    name = f"{line.layanan}, {line.titik}"
    audit.record(Action.TICKETS_MADE, batch, by=by, name=name, count=count, last_day=last_day)
    return codes


def open_batch(batch: TicketBatch, last_day: date) -> bool:
    """The batch stands until the end of its last day. False: it stood before.

    The id is made with the form, so that a form sent twice, even in the same moment, does not make a second stack.
    """
    today = clock.today()
    if not today <= last_day <= today + LONGEST:
        raise Rejected("Pilih hari ini atau sesudahnya, paling lama satu tahun.", field="last_day")
    row = insert(TicketBatch).values(
        opd_id=scope.current_opd_id(), id=batch.id, upp_id=batch.upp_id, layanan_id=batch.layanan_id,
        titik_id=batch.titik_id, way=batch.way, count=batch.count, made_by=batch.made_by, made_at=clock.now(),
        expires_at=datetime.combine(last_day + timedelta(days=1), time(0), clock.zone()),
    )  # fmt: skip
    return db.session.scalar(row.on_conflict_do_nothing().returning(TicketBatch.id)) is not None


def add_tickets(batch_id: UUID, codes: Sequence[str]) -> int:
    """The codes open the form, each once; return how many are new."""
    opd_id = scope.current_opd_id()
    rows = [{"id": uuid4(), "opd_id": opd_id, "batch_id": batch_id, "code_hash": code_hash(code)} for code in codes]
    added = insert(Ticket).values(rows).on_conflict_do_nothing(index_elements=["code_hash"]).returning(Ticket.id)
    return len(db.session.scalars(added).all())


def has_ended(ticket: TicketRef, moment: datetime) -> bool:
    """Return whether a form could no longer be served at that moment."""
    return moment >= ticket.expires_at


def use_up(ticket: TicketRef, answer: Answer, *, served_at: datetime | None) -> Receipt | None:
    """The answer is stored and its ticket used up, both or neither. Raises TicketSpent where another was first.

    None: this very answer had used it up before, so it is a resend, and the intake says what became of it.
    A form that was served in time is taken after the ticket has ended: somebody was answering, or had no network.
    """
    now = clock.now()
    if has_ended(ticket, served_at or now):
        raise TicketSpent("expired")
    claim = (
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.used_at.is_(None))
        .values(used_at=now, response_id=answer.id)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(claim) is None:
        if db.session.scalar(select(Ticket.response_id).where(Ticket.id == ticket.id)) == answer.id:
            return None
        raise TicketSpent("spent")
    intake.record_many(scope.current_opd_id(), [answer], connection=db.session.connection(), received_at=now)
    stored = db.session.scalar(select(Response).where(Response.id == answer.id, Response.ticket_id == ticket.id))
    if stored is None:
        raise Rejected("Jawaban belum dapat diterima. Muat ulang halaman, lalu isi lagi.")
    late = stored.state is ResponseState.SUSULAN
    return Receipt(answer.id, Outcome.STORED, now, late, answer.layanan_id, answer.titik_id)
