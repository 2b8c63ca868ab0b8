"""Single-use codes for respondents: made in batches for a layanan at a titik, handed out, used up by one answer.

`tickets` is global: a code is looked up before any OPD is known. Only its hash is kept, so a list of codes exists on
paper alone, and no row leads from an invited address (app/letters) or a program's reference to a ticket.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified, one_of
from app.tenancy.models import UppOwned, owned_reference

MOST = 500  # codes of a batch: a stack that a person can hand out


class TicketWay(StrEnum):
    """How the codes of a batch reach people."""

    SLIP = "lembar"
    EMAIL = "email"
    PROGRAM = "program"  # another program of the office asks for one at a time; those of a day are a batch

    @property
    def label(self) -> str:
        return WAY_LABELS[self]


WAY_LABELS = {
    TicketWay.SLIP: "Lembar cetak",
    TicketWay.EMAIL: "E-mail",
    TicketWay.PROGRAM: "Program lain",
}


class TicketBatch(Identified, UppOwned, Base):
    """Codes that were made together; all of them end at the same moment."""

    __tablename__ = "ticket_batches"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("layanan"),
        owned_reference("titik"),
        one_of("way", TicketWay),
        CheckConstraint(f"way = 'program' OR count BETWEEN 1 AND {MOST}", name="count_handy"),
    )

    layanan_id: Mapped[UUID]
    titik_id: Mapped[UUID]
    way: Mapped[TicketWay] = mapped_column(default=TicketWay.SLIP)
    count: Mapped[int]
    expires_at: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class Ticket(Identified, Base):
    """One code. `response_id` is the answer that used it up."""

    __tablename__ = "tickets"
    __table_args__ = (
        ForeignKeyConstraint(
            ["opd_id", "batch_id"], ["ticket_batches.opd_id", "ticket_batches.id"], name="fk_own_batch_id"
        ),
        CheckConstraint("(used_at IS NULL) = (response_id IS NULL)", name="used_whole"),
        Index("ix_tickets_code_hash", "code_hash", unique=True),
        Index("ix_tickets_opd_id_batch_id", "opd_id", "batch_id"),
    )

    opd_id: Mapped[UUID]
    batch_id: Mapped[UUID]
    code_hash: Mapped[str]  # codes.py
    used_at: Mapped[datetime | None]
    response_id: Mapped[UUID | None]
