"""What was sent and could not be taken, as an admin looks at it. Nothing here changes anything."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.accounts.models import Membership, User
from app.devices.items import id_of, moment_of
from app.devices.models import Device
from app.extensions import db
from app.responses.intake import TAKEN, receipt_number
from app.responses.models import Quarantine, Response
from app.tenancy import scope

PAGE = 50


@dataclass(frozen=True)
class Kept:
    """One body that was kept aside. The names are "" where the body does not tell."""

    number: str  # as on a receipt
    received_at: datetime
    finished_at: datetime | None
    reason: str
    conflicting: bool
    taken_later: bool
    petugas: str
    device: str


def count_kept() -> int:
    """Return how many bodies were kept aside in the scope."""
    return db.session.scalar(select(func.count()).select_from(Quarantine)) or 0


def list_kept(page: int) -> list[Kept]:
    """Return a page of them, the latest first."""
    rows = db.session.execute(
        select(Quarantine, Device.label, Response.id.is_not(None))
        .outerjoin(Device, Device.id == Quarantine.device_id)
        .outerjoin(Response, Response.id == Quarantine.response_id)
        .order_by(Quarantine.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    said = {row.id: _said(row.body) for row, _, _ in rows}
    names = _names({person for person, _ in said.values() if person})
    return [
        Kept(
            number=receipt_number(row.response_id),
            received_at=row.received_at,
            finished_at=said[row.id][1],
            reason=row.reason or TAKEN,  # rows from before reasons were kept
            conflicting=row.reason in ("", TAKEN),
            taken_later=known and row.reason not in ("", TAKEN),
            petugas=names.get(said[row.id][0], ""),
            device=label or "",
        )
        for row, label, known in rows
    ]


def _said(body: str) -> tuple[UUID | None, datetime | None]:
    """Return petugas and time of the interview, as far as the body tells (two programs have written bodies)."""
    try:
        values = json.loads(body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        return None, None
    petugas = values.get("petugas") or values.get("petugas_id")
    return id_of({"id": petugas}), moment_of(values.get("finished_at"))


def _names(ids: set[UUID]) -> dict[UUID | None, str]:
    rows = db.session.execute(
        select(Membership.id, Membership.petugas_code, User.name)
        .join(User, User.id == Membership.user_id)
        .where(Membership.id.in_(ids), Membership.opd_id == scope.current_opd_id())
    )
    return {row.id: f"{row.name} ({row.petugas_code})" if row.petugas_code else row.name for row in rows}
