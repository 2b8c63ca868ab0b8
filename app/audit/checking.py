"""The nightly proof that nobody has changed the past.

Inside a trail each entry holds the hash of the one before it, so an edited or missing entry breaks the chain. Whoever
owns the database could forge the rest of a chain too; but not the heads that earlier nights wrote down, nor the
fingerprint of all heads that Bagian Organisasi got by e-mail.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, literal_column, or_, select

from app.audit.models import AuditCheck, AuditEntry, CityAuditEntry
from app.extensions import db

Entry = type[AuditEntry] | type[CityAuditEntry]
log = structlog.get_logger()


def check_trail(opd_id: UUID, *, at: datetime) -> AuditCheck:
    """It is written down whether the trail of the OPD in scope is as it was written."""
    return _check(AuditEntry, opd_id, at)


def check_city_trail(*, at: datetime) -> AuditCheck:
    """It is written down whether the city's trail is as it was written."""
    return _check(CityAuditEntry, None, at)


def _check(entry: Entry, opd_id: UUID | None, at: datetime) -> AuditCheck:
    entries, head_id, broken_id = _walk(entry)
    if broken_id is None:
        broken_id = _forged_since(entry, opd_id)
    found = AuditCheck(
        opd_id=opd_id, at=at, entries=entries, head_id=head_id, head_hash=_hash_of(entry, head_id), broken_id=broken_id
    )
    db.session.add(found)
    if broken_id is not None:
        log.error("audit.broken", opd_id=str(opd_id), entry=broken_id)
    return found


def _walk(entry: Entry) -> tuple[int, int, int | None]:
    """Return how many entries there are, the last one's id, and the first that does not fit into the chain."""
    links = select(
        entry.id,
        entry.hash,
        entry.previous_hash,
        func.audit_hash(func.to_jsonb(literal_column(entry.__tablename__))).label("right_hash"),
        func.lag(entry.hash, 1, "").over(order_by=entry.id).label("before"),
    ).subquery()
    wrong = or_(links.c.hash != links.c.right_hash, links.c.previous_hash != links.c.before)
    row: Any = db.session.execute(
        select(func.count(), func.coalesce(func.max(links.c.id), 0), func.min(links.c.id).filter(wrong))
    ).one()
    return tuple(row)  # type: ignore[return-value]


def _forged_since(entry: Entry, opd_id: UUID | None) -> int | None:
    """Return the head of the last sound night where the trail does not lead through it any more."""
    last = db.session.scalar(
        select(AuditCheck)
        .where(AuditCheck.opd_id.is_not_distinct_from(opd_id), AuditCheck.broken_id.is_(None))
        .order_by(AuditCheck.id.desc())
        .limit(1)
    )
    if last is None:
        return None
    up_to = db.session.scalar(select(func.count()).select_from(entry).where(entry.id <= last.head_id))
    same = up_to == last.entries and _hash_of(entry, last.head_id) == last.head_hash
    return None if same else last.head_id


def _hash_of(entry: Entry, entry_id: int) -> str:
    return db.session.scalar(select(entry.hash).where(entry.id == entry_id)) or ""
