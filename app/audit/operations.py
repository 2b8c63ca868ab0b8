"""Write an entry of the trail, in the transaction of the change that it tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from flask import g, has_request_context
from flask_login import current_user

from app import clock
from app.audit.actions import DETAILS, Action
from app.audit.models import AuditEntry, CityAuditEntry, EntryColumns
from app.extensions import db

Entry = TypeVar("Entry", bound=EntryColumns)


@dataclass(frozen=True)
class Actor:
    """Who acts: a person in a role, or the system."""

    id: UUID | None
    name: str
    role: str


SYSTEM = Actor(None, "Potret", "sistem")


def present_actor() -> Actor:
    """Return the person of this request in the role by which the gate admitted them."""
    return Actor(current_user.user_id, current_user.name, g.grant.role.value)


def record(action: Action, subject: Any, *, by: Actor, name: str = "", **details: Any) -> None:
    """Add an entry to the chain of the OPD in scope. Details must be exactly those that actions.py names."""
    _add(AuditEntry(), action, subject, by, name, details)


def record_city(action: Action, subject: Any, *, by: Actor, name: str = "", **details: Any) -> None:
    """Add an entry to the city's chain: an act that belongs to no OPD."""
    _add(CityAuditEntry(), action, subject, by, name, details)


def _add(entry: Entry, action: Action, subject: Any, by: Actor, name: str, details: dict[str, Any]) -> None:
    if frozenset(details) != DETAILS[action]:
        raise ValueError(f"{action} takes exactly the details {sorted(DETAILS[action])}, not {sorted(details)}.")
    entry.at = clock.now()
    entry.action = action.value
    entry.actor_id, entry.actor_name, entry.actor_role = by.id, by.name, by.role
    entry.subject_type, entry.subject_id = subject.__tablename__, str(subject.id)
    entry.subject_name = name or getattr(subject, "name", "")
    entry.details = {key: _plain(value) for key, value in details.items()}
    entry.request_id = g.get("request_id", "") if has_request_context() else ""
    db.session.add(entry)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value
