"""Reading the trail: of one thing, of the OPD in scope, of the whole city."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, false, or_, select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership
from app.audit import words
from app.audit.actions import LABELS, Action
from app.audit.filters import Cursor, TrailFilter
from app.audit.models import AuditEntry, CityAuditEntry, EntryColumns
from app.db import Base
from app.extensions import db
from app.opd.models import Opd
from app.tenancy import scope
from app.tenancy.models import UppOwned
from app.tenancy.scope import all_opds

CITY = "kota"  # stands for the city's own chain where an OPD's code may be chosen


@dataclass(frozen=True)
class EntryLine:
    """`remark`: what somebody wrote with the act; `facts`: its details in words."""

    cursor: Cursor
    at: datetime
    label: str
    actor_id: UUID | None
    actor_name: str
    actor_role: str
    subject_name: str
    details: dict[str, Any]
    opd_id: UUID | None = None
    opd_name: str = ""
    facts: list[str] = field(default_factory=list)

    @property
    def remark(self) -> str:
        return words.remark(self.details)

    @property
    def by_petugas(self) -> bool:
        return self.actor_role == Role.PETUGAS.label


def list_entries(subject_type: str, subject_id: UUID, limit: int = 50) -> list[EntryLine]:
    """Return what happened to one thing, the latest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == str(subject_id))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [line_of(entry) for entry in db.session.scalars(statement)]


def list_own(chosen: TrailFilter, limit: int) -> list[EntryLine]:
    """Return entries of the OPD in scope, the latest first; of one UPP only what concerns it, where the scope is limited."""
    return _read(AuditEntry, chosen, limit, *_of_upp())


def list_city(chosen: TrailFilter, limit: int) -> list[EntryLine]:
    """Return entries of all OPD and of the city's own chain together, the latest first."""
    with all_opds("the trail of the whole city"):
        names = {opd.id: (opd.kode, opd.short_name) for opd in db.session.scalars(select(Opd))}
        found: list[EntryLine] = []
        if chosen.opd != CITY:
            own = [opd_id for opd_id, (kode, _) in names.items() if kode == chosen.opd]
            only = (AuditEntry.opd_id.in_(own),) if chosen.opd else ()
            found += _read(AuditEntry, chosen, limit, *only)
        if chosen.opd in ("", CITY):
            found += _read(CityAuditEntry, chosen, limit)
        shown = [_named(line, names) for line in found]
    return sorted(shown, key=lambda line: (line.at, line.cursor.rank, line.cursor.id), reverse=True)[:limit]


def petugas_codes(opd_id: UUID, lines: list[EntryLine]) -> dict[UUID, str]:
    """Return the codes by which the petugas of these entries are shown, by user."""
    people = {line.actor_id for line in lines if line.by_petugas and line.actor_id}
    rows = db.session.execute(
        select(Membership.user_id, Membership.petugas_code).where(
            Membership.opd_id == opd_id, Membership.role == Role.PETUGAS, Membership.user_id.in_(people)
        )
    )
    return {user_id: code or "" for user_id, code in rows}


def line_of(entry: AuditEntry | CityAuditEntry) -> EntryLine:
    role = Role(entry.actor_role).label if entry.actor_role in set(Role) else "Sistem"
    opd_id = entry.opd_id if isinstance(entry, AuditEntry) else None
    return EntryLine(
        Cursor(entry.at, 0 if opd_id else 1, entry.id),
        entry.at,
        LABELS[Action(entry.action)],
        entry.actor_id,
        entry.actor_name,
        role,
        entry.subject_name,
        entry.details,
        opd_id,
        facts=words.told(entry.details),
    )


def _read(
    model: type[AuditEntry] | type[CityAuditEntry], chosen: TrailFilter, limit: int, *more: ColumnElement[bool]
) -> list[EntryLine]:
    rank = 0 if model is AuditEntry else 1
    statement = (
        select(model)
        .where(*_conditions(model, chosen), *_before(model, rank, chosen.before), *more)
        .order_by(model.at.desc(), model.id.desc())
        .limit(limit)
    )
    entries: list[Any] = list(db.session.scalars(statement))
    return [line_of(entry) for entry in entries]


def _conditions(model: type[EntryColumns], chosen: TrailFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.person:
        found.append(model.actor_name.icontains(chosen.person, autoescape=True))
    if chosen.act:
        found.append(model.action == chosen.act)
    if chosen.subject:
        found.append(model.subject_type == chosen.subject)
    if chosen.words:
        found.append(model.subject_name.icontains(chosen.words, autoescape=True))
    if chosen.since:
        found.append(model.at >= datetime.combine(chosen.since, time(0), clock.zone()))
    if chosen.until:
        found.append(model.at < datetime.combine(chosen.until + timedelta(days=1), time(0), clock.zone()))
    return found


def _before(model: type[EntryColumns], rank: int, cursor: Cursor | None) -> list[ColumnElement[bool]]:
    """Return what comes after the cursor in the order (at, rank, id), the latest first."""
    if cursor is None:
        return []
    same = model.at == cursor.at
    later = false() if rank > cursor.rank else same if rank < cursor.rank else and_(same, model.id < cursor.id)
    return [or_(model.at < cursor.at, later)]


def _of_upp() -> list[ColumnElement[bool]]:
    """Return the condition for a scope that is limited to one UPP: its rows, its people, and what its people did."""
    here = scope.current()
    upp_id = here.upp_id if isinstance(here, scope.OpdScope) else None
    if upp_id is None:
        return []
    kinds = (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, UppOwned))
    own = [
        and_(AuditEntry.subject_type == kind.__tablename__, AuditEntry.subject_id.in_(select(cast(kind.id, String))))  # type: ignore[attr-defined]
        for kind in kinds
        if hasattr(kind, "id")
    ]
    people = select(cast(Membership.id, String)).where(Membership.upp_id == upp_id)
    users = select(Membership.user_id).where(Membership.upp_id == upp_id)
    return [
        or_(
            *own,
            and_(AuditEntry.subject_type == "upp", AuditEntry.subject_id == str(upp_id)),
            and_(AuditEntry.subject_type == "memberships", AuditEntry.subject_id.in_(people)),
            AuditEntry.actor_id.in_(users),
        )
    ]


def _named(line: EntryLine, names: dict[UUID, tuple[str, str]]) -> EntryLine:
    return replace(line, opd_name=names[line.opd_id][1] if line.opd_id in names else "Kota")
