"""What the last night's check of all trails found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select

from app.audit.models import AuditCheck
from app.extensions import db
from app.opd.models import Opd

CITY = "Kota"


@dataclass(frozen=True)
class Night:
    at: datetime
    trails: int
    broken: tuple[str, ...]  # whose trail is not as it was written
    fingerprint: str  # of the heads of all trails: "3f2a 90c1 …"


def find_last_night() -> Night | None:
    """Return what the last check found, or None before the first."""
    rows = db.session.execute(
        select(AuditCheck, Opd.short_name, Opd.kode)
        .outerjoin(Opd, Opd.id == AuditCheck.opd_id)
        .where(AuditCheck.at == select(func.max(AuditCheck.at)).scalar_subquery())
    ).all()
    if not rows:
        return None
    checks = sorted(rows, key=lambda row: row.kode or "")
    heads = "\n".join(f"{kode or ''} {check.head_id} {check.head_hash}" for check, _, kode in checks)
    return Night(
        at=checks[0][0].at,
        trails=len(checks),
        broken=tuple(name or CITY for check, name, _ in checks if check.broken_id is not None),
        fingerprint=_grouped(sha256(heads.encode()).hexdigest()[:32]),
    )


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
