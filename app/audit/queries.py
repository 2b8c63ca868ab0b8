"""Reading the trail of the OPD in scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.roles import Role
from app.audit.actions import LABELS, Action
from app.audit.models import AuditEntry, CityAuditEntry
from app.extensions import db


@dataclass(frozen=True)
class EntryLine:
    id: int
    at: datetime
    label: str
    actor_name: str
    actor_role: str
    subject_name: str
    details: dict[str, Any]

    @property
    def remark(self) -> str:
        """Return the words that somebody wrote with the act, if any."""
        return self.details.get("note") or self.details.get("reason") or ""


def list_entries(subject_type: str, subject_id: UUID, limit: int = 50) -> list[EntryLine]:
    """Return what happened to one thing, the latest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == str(subject_id))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [line_of(entry) for entry in db.session.scalars(statement)]


def list_page(before: int | None = None, limit: int = 50) -> list[EntryLine]:
    """Return entries of the OPD in scope, the latest first, older than `before`."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    return [line_of(entry) for entry in db.session.scalars(statement)]


def list_city_page(before: int | None = None, limit: int = 50) -> list[EntryLine]:
    """Return entries of the city's own trail, the latest first, older than `before`."""
    statement = select(CityAuditEntry).order_by(CityAuditEntry.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(CityAuditEntry.id < before)
    return [line_of(entry) for entry in db.session.scalars(statement)]


def line_of(entry: AuditEntry | CityAuditEntry) -> EntryLine:
    role = Role(entry.actor_role).label if entry.actor_role in set(Role) else "Sistem"
    return EntryLine(
        entry.id, entry.at, LABELS[Action(entry.action)], entry.actor_name, role, entry.subject_name, entry.details
    )
