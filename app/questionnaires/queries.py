"""Reading adaptations and the versions that came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.errors import NotFound
from app.extensions import db
from app.opd.models import Opd, Upp
from app.questionnaires.models import Adaptation, AdaptationState
from app.tenancy.scope import all_opds


@dataclass(frozen=True)
class Proposed:
    """An adaptation that waits for Bagian Organisasi."""

    id: UUID
    opd_kode: str
    opd_name: str
    upp_kode: str
    upp_name: str
    wordings: tuple[str, ...]
    extras: list[dict[str, Any]]
    proposed_at: datetime | None
    proposed_by: str


def find_approved_version(upp_id: UUID) -> UUID | None:
    """Return the latest version that was approved for the UPP; None where it asks the standard one."""
    return db.session.scalar(
        select(Adaptation.version_id)
        .where(Adaptation.upp_id == upp_id, Adaptation.state == AdaptationState.DISETUJUI)
        .order_by(Adaptation.decided_at.desc())
        .limit(1)
    )


def find_open(upp_id: UUID) -> Adaptation | None:
    """Return the adaptation that is being written or waits."""
    return db.session.scalar(
        select(Adaptation).where(Adaptation.upp_id == upp_id, Adaptation.state != AdaptationState.DISETUJUI)
    )


def lock_open(upp_id: UUID) -> Adaptation:
    """Return the open adaptation as it is now; saving, proposing and deciding wait for each other."""
    found = db.session.scalar(
        select(Adaptation)
        .where(Adaptation.upp_id == upp_id, Adaptation.state != AdaptationState.DISETUJUI)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("Penyesuaian ini tidak ada.")
    return found


def list_approved(upp_id: UUID) -> list[Adaptation]:
    """Return the approved adaptations, the latest first."""
    return list(
        db.session.scalars(
            select(Adaptation)
            .where(Adaptation.upp_id == upp_id, Adaptation.state == AdaptationState.DISETUJUI)
            .order_by(Adaptation.decided_at.desc())
        )
    )


def list_proposed() -> list[Proposed]:
    """Return what waits in the whole city, the longest first."""
    with all_opds("questionnaires: what waits for approval"):
        rows = db.session.execute(
            select(Adaptation, Opd.kode, Opd.name, Upp.kode, Upp.name)
            .join(Opd, Opd.id == Adaptation.opd_id)
            .join(Upp, (Upp.opd_id == Adaptation.opd_id) & (Upp.id == Adaptation.upp_id))
            .where(Adaptation.state == AdaptationState.DIAJUKAN)
            .order_by(Adaptation.proposed_at)
        ).all()
        return [
            Proposed(
                row.id,
                opd_kode,
                opd_name,
                kode,
                name,
                tuple(row.wordings),
                row.extras,
                row.proposed_at,
                row.proposed_by,
            )
            for row, opd_kode, opd_name, kode, name in rows
        ]
