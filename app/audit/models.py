"""Append-only trail: one hash chain for each OPD, and one for the city.

A trigger of the database chains the hash and forbids change; see migrations/README.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Numbered
from app.tenancy.models import OpdOwned


class EntryColumns(Numbered):
    """An entry names its actor and subject beside their ids, so that it outlives them."""

    at: Mapped[datetime]
    action: Mapped[str]  # audit/actions.py
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    actor_role: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    subject_name: Mapped[str]
    details: Mapped[dict[str, Any]]
    request_id: Mapped[str] = mapped_column(default="")
    previous_hash: Mapped[str] = mapped_column(default="")
    hash: Mapped[str] = mapped_column(default="")


class AuditEntry(EntryColumns, OpdOwned, Base):
    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_opd_id_at", "opd_id", "at"),
        Index("ix_audit_entries_at", "at", "id"),
        Index("ix_audit_entries_opd_id_id", "opd_id", "id"),  # the trigger looks for the last of an OPD's chain
    )


class CityAuditEntry(EntryColumns, Base):
    __tablename__ = "city_audit_entries"
    __table_args__ = (Index("ix_city_audit_entries_at", "at", "id"),)


class AuditCheck(Numbered, Base):
    """What one night's check of one trail found: of an OPD, or of the city (`opd_id` None). Hashes and counts, no data."""

    __tablename__ = "audit_checks"
    __table_args__ = (Index("ix_audit_checks_opd_id_id", "opd_id", "id"), Index("ix_audit_checks_at", "at"))

    opd_id: Mapped[UUID | None] = mapped_column(ForeignKey("opd.id"))
    at: Mapped[datetime]
    entries: Mapped[int] = mapped_column(BigInteger)
    head_id: Mapped[int] = mapped_column(BigInteger)  # of the last entry, 0 in an empty trail
    head_hash: Mapped[str]
    broken_id: Mapped[int | None] = mapped_column(BigInteger)  # the first entry that is not as it was written
