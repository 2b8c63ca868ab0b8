"""Append-only trail: one hash chain for each OPD, and one for the city.

A trigger of the database chains the hash and forbids change; see migrations/README.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
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
    __table_args__ = (Index("ix_audit_entries_opd_id_at", "opd_id", "at"),)


class CityAuditEntry(EntryColumns, Base):
    __tablename__ = "city_audit_entries"
