"""Single-use codes for respondents: made in batches for a layanan at a titik, handed out, used up by one answer.

`tickets` is global: a code is looked up before any OPD is known. Only its hash is kept, so a list of codes exists on
paper alone.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified
from app.tenancy.models import UppOwned, owned_reference

MOST = 500  # codes of a batch: a stack that a person can hand out


class TicketBatch(Identified, UppOwned, Base):
    """Codes that were made together; all of them end at the same moment."""

    __tablename__ = "ticket_batches"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("layanan"),
        owned_reference("titik"),
        CheckConstraint(f"count BETWEEN 1 AND {MOST}", name="count_handy"),
    )

    layanan_id: Mapped[UUID]
    titik_id: Mapped[UUID]
    count: Mapped[int] = mapped_column(SmallInteger)
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
