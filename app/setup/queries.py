"""What a list is held against: the OPD and UPP that there are, and who has not taken up an invitation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, OneTimeLink, User
from app.extensions import db
from app.opd.models import Layanan, Opd, Titik, Upp
from app.opd.queries import OpdRef, list_upp
from app.setup.lists.directory import Directory, OpdPlace, UnitPlace
from app.tenancy.scope import all_opds


@dataclass(frozen=True)
class WaitingPerson:
    """Somebody who was invited and has not set a password. `expires_at`: of the latest link that still opens."""

    membership_id: UUID
    name: str
    email: str
    role: Role
    opd_id: UUID
    opd_name: str
    upp_id: UUID | None
    expires_at: datetime | None


def city_directory() -> Directory:
    """Return every active OPD with its active UPP."""
    units = defaultdict(list)
    with all_opds("lists of the whole city: the UPP of each OPD"):
        for upp in db.session.scalars(select(Upp).where(Upp.active).order_by(Upp.name)):
            units[upp.opd_id].append(UnitPlace(upp.id, upp.kode, upp.name))
        opd = db.session.scalars(select(Opd).where(Opd.active).order_by(Opd.kode)).all()
        return Directory(tuple(OpdPlace(each.id, each.kode, each.name, each.short_name, tuple(units[each.id])) for each in opd))  # fmt: skip


def own_directory(opd: OpdRef) -> Directory:
    """Return the OPD in scope, with the UPP of it that the person reaches."""
    units = tuple(UnitPlace(each.id, each.kode, each.name) for each in list_upp())
    place = OpdPlace(opd.id, opd.kode, opd.name, opd.short_name, units)
    return Directory((place,), own=place)


def list_layanan_of(opd_ids: list[UUID]) -> list[Layanan]:
    """Return the active layanan of these OPD, in their order."""
    with all_opds("a list to fill in: the layanan that there are"):
        statement = select(Layanan).where(Layanan.opd_id.in_(opd_ids), Layanan.active)
        return list(db.session.scalars(statement.order_by(Layanan.position, Layanan.name)))


def list_titik_of(opd_ids: list[UUID]) -> list[Titik]:
    """Return the active titik of these OPD, by name."""
    with all_opds("a list to fill in: the titik that there are"):
        statement = select(Titik).where(Titik.opd_id.in_(opd_ids), Titik.active)
        return list(db.session.scalars(statement.order_by(Titik.name)))


def list_waiting(opd_id: UUID | None = None, upp_id: UUID | None = None) -> list[WaitingPerson]:
    """Return who has not set a password yet, of all OPD or of one (one UPP of it), by OPD, role and name."""
    open_until = (
        select(func.max(OneTimeLink.expires_at))
        .where(
            OneTimeLink.membership_id == Membership.id, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > clock.now()
        )
        .scalar_subquery()
    )  # fmt: skip
    statement = (
        select(Membership.id, User.name, User.email, Membership.role, Opd.id, Opd.name, Membership.upp_id, open_until)
        .join(User, User.id == Membership.user_id)
        .join(Opd, Opd.id == Membership.opd_id)
        .where(Membership.active, User.active, User.joined.is_(False), Opd.active)
        .order_by(Opd.name, Membership.role, User.name)
    )
    if opd_id is not None:
        statement = statement.where(Membership.opd_id == opd_id)
    if upp_id is not None:
        statement = statement.where(Membership.upp_id == upp_id)
    rows = db.session.execute(statement)
    return [WaitingPerson(row[0], row[1], row[2], Role(row[3]), *row[4:]) for row in rows]
