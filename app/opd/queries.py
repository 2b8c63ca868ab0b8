"""Reading the registry."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from app.errors import NotFound
from app.extensions import db
from app.opd.models import Assignment, Layanan, Opd, Titik, Upp, UppPredecessor
from app.tenancy import scope
from app.tenancy.scope import opd_scope


@dataclass(frozen=True)
class OpdRef:
    """What every page says about its OPD."""

    id: UUID
    kode: str
    name: str
    short_name: str
    kind: str
    address: str


def find_opd(kode: str) -> OpdRef | None:
    """Return an OPD by its code; also one that has a successor, whose results stay at its own address."""
    row = db.session.execute(
        select(Opd.id, Opd.kode, Opd.name, Opd.short_name, Opd.kind, Opd.address).where(
            Opd.kode == kode, Opd.active | Opd.successor_id.is_not(None)
        )
    ).one_or_none()
    return OpdRef(*row) if row else None


def get_opd(opd_id: UUID) -> Opd:
    opd = db.session.get(Opd, opd_id)
    if opd is None:
        raise NotFound("OPD ini tidak ada.")
    return opd


def lock_opd(opd_id: UUID) -> None:
    """Let whoever also changes which UPP take part in a periode wait until this transaction ends."""
    db.session.execute(select(Opd.id).where(Opd.id == opd_id).with_for_update())


def is_kode_taken(kode: str) -> bool:
    return db.session.scalar(select(Opd.id).where(Opd.kode == kode)) is not None


def list_kinds() -> list[str]:
    """Return the kinds of office that this city has."""
    return list(db.session.scalars(select(Opd.kind).distinct().order_by(Opd.kind)))


def find_upp_id(opd_id: UUID, kode: str) -> UUID | None:
    """Return the UPP of an OPD by its code; the gate asks before any scope is entered."""
    with opd_scope(opd_id):
        return db.session.scalar(select(Upp.id).where(Upp.kode == kode, Upp.active))


def select_upp() -> Select[Upp]:
    """Return the statement for the UPP in scope: one where the scope is limited to it, else all of the OPD.

    A UPP does not belong to a UPP, so the wall (tenancy/guard.py) limits its rows to the OPD only.
    """
    here = scope.current()
    limited = here.upp_id if isinstance(here, scope.OpdScope) else None
    return select(Upp) if limited is None else select(Upp).where(Upp.id == limited)


def get_upp(kode: str) -> Upp:
    upp = db.session.scalar(select_upp().where(Upp.kode == kode))
    if upp is None:
        raise NotFound("UPP ini tidak ada.")
    return upp


def get_upp_by_id(upp_id: UUID) -> Upp:
    upp = db.session.scalar(select_upp().where(Upp.id == upp_id))
    if upp is None:
        raise NotFound("UPP ini tidak ada.")
    return upp


def is_upp_kode_taken(kode: str) -> bool:
    """Return whether a UPP of the OPD in scope has the code, active or not."""
    return db.session.scalar(select(Upp.id).where(Upp.kode == kode)) is not None


def list_upp(*, active_only: bool = True) -> list[Upp]:
    statement = select_upp().order_by(Upp.name)
    if active_only:
        statement = statement.where(Upp.active)
    return list(db.session.scalars(statement))


def has_several_upp() -> bool:
    """Return whether the OPD in scope has several active UPP, also where the scope is limited to one of them."""
    return (db.session.scalar(select(func.count()).select_from(Upp).where(Upp.active)) or 0) > 1


def get_layanan(layanan_id: UUID) -> Layanan:
    layanan = db.session.scalar(select(Layanan).where(Layanan.id == layanan_id))
    if layanan is None:
        raise NotFound("Layanan ini tidak ada.")
    return layanan


def list_layanan(upp_id: UUID | None = None, *, active_only: bool = False) -> list[Layanan]:
    statement = select(Layanan).order_by(Layanan.position, Layanan.name)
    if upp_id is not None:
        statement = statement.where(Layanan.upp_id == upp_id)
    if active_only:
        statement = statement.where(Layanan.active)
    return list(db.session.scalars(statement))


def next_position(upp_id: UUID) -> int:
    """Return the place behind the last layanan of a UPP."""
    last = db.session.scalar(select(func.max(Layanan.position)).where(Layanan.upp_id == upp_id))
    return 0 if last is None else last + 1


def get_titik(titik_id: UUID) -> Titik:
    titik = db.session.scalar(select(Titik).where(Titik.id == titik_id))
    if titik is None:
        raise NotFound("Titik layanan ini tidak ada.")
    return titik


def list_titik(upp_id: UUID | None = None) -> list[Titik]:
    statement = select(Titik).order_by(Titik.name)
    if upp_id is not None:
        statement = statement.where(Titik.upp_id == upp_id)
    return list(db.session.scalars(statement))


def list_assignments(membership_id: UUID) -> list[tuple[Layanan, Titik, Upp]]:
    """Return the places where a petugas may record, active ones only."""
    rows = db.session.execute(
        select(Layanan, Titik, Upp)
        .join(Assignment, Assignment.layanan_id == Layanan.id)
        .join(Titik, Titik.id == Assignment.titik_id)
        .join(Upp, Upp.id == Assignment.upp_id)
        .where(Assignment.membership_id == membership_id, Layanan.active, Titik.active, Upp.active)
        .order_by(Upp.name, Layanan.position, Layanan.name, Titik.name)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def list_opd_ids() -> list[UUID]:
    """Return every OPD of the city, also those that are no longer active."""
    return list(db.session.scalars(select(Opd.id).order_by(Opd.kode)))


def list_succeeded() -> list[tuple[str, str, str]]:
    """Return the OPD that were renamed or merged: kode, name, and the name of the successor."""
    successor = aliased(Opd)
    rows = db.session.execute(
        select(Opd.kode, Opd.name, successor.name).join(successor, successor.id == Opd.successor_id).order_by(Opd.name)
    )
    return [(kode, name, now) for kode, name, now in rows]


def list_predecessors(upp_id: UUID) -> list[UppPredecessor]:
    """Return what the UPP in scope goes on from."""
    return list(db.session.scalars(select(UppPredecessor).where(UppPredecessor.upp_id == upp_id)))


def list_opd(*, active_only: bool = True) -> list[Opd]:
    statement = select(Opd).order_by(Opd.name)
    return list(db.session.scalars(statement.where(Opd.active) if active_only else statement))
