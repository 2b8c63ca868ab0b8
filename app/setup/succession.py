"""An office is renamed, or merges into another. What it did stays under its old name; what it was doing goes on in the successor.

Runs in the scope of the successor, in one transaction: units, layanan, titik and people are made there anew, the old office is
closed, and printed QR codes lead to the new places. The trend of each unit goes on from the old one (results/history.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.roles import HEAD_ROLES, UPP_ROLES, Role
from app.accounts import onetime
from app.accounts.models import Membership
from app.accounts.operations.invitations import free_petugas_code
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.links.codes import new_code
from app.links.models import LinkCode
from app.opd import queries as registry
from app.opd.models import Assignment, Kewajiban, Layanan, Opd, Titik, UppPredecessor
from app.opd.operations.layanan import add_layanan, set_users
from app.opd.operations.titik import add_titik
from app.opd.operations.upp import add_upp
from app.opd.words import slug
from app.periods.queries import list_running
from app.surveys.queries import list_surveys
from app.surveys.states import SurveyState
from app.tenancy.scope import current_opd_id, opd_scope

Place = TypeVar("Place", Layanan, Titik)
UNDER_WAY = frozenset({SurveyState.BERJALAN, SurveyState.DITUTUP, SurveyState.DIAJUKAN, SurveyState.DIKEMBALIKAN})


class Way(StrEnum):
    RENAMED = "berganti_nama"
    MERGED = "bergabung"


@dataclass(frozen=True)
class Estate:
    """What an office leaves to its successor; plain values, read in the old office's scope."""

    opd_id: UUID
    kode: str
    name: str
    short_name: str
    units: tuple[tuple[UUID, str, str, Kewajiban], ...]  # id, kode, name, kewajiban
    layanan: tuple[Layanan, ...]
    titik: tuple[Titik, ...]
    assignments: tuple[tuple[UUID, UUID, UUID], ...]  # membership, layanan, titik


@dataclass
class _Moved:
    """New ids by old ones."""

    upp: dict[UUID, UUID] = field(default_factory=dict)
    layanan: dict[UUID, UUID] = field(default_factory=dict)
    titik: dict[UUID, UUID] = field(default_factory=dict)
    people: dict[UUID, UUID] = field(default_factory=dict)


def read_estate(opd_id: UUID) -> Estate:
    """Return what the office leaves. Raises Conflict while a survey of it is under way: answers would lose their office."""
    with opd_scope(opd_id):
        opd = registry.get_opd(opd_id)
        if not opd.active:
            raise Conflict("OPD ini sudah punya penerus.")
        _refuse_in_between(opd.short_name)
        units = registry.list_upp()
        rows = db.session.execute(select(Assignment.membership_id, Assignment.layanan_id, Assignment.titik_id)).all()
        estate = Estate(
            opd_id, opd.kode, opd.name, opd.short_name,
            tuple((each.id, each.kode, each.name, each.kewajiban) for each in units),
            tuple(registry.list_layanan(active_only=True)),
            tuple(each for each in registry.list_titik() if each.active),
            tuple((row[0], row[1], row[2]) for row in rows),
        )  # fmt: skip
        db.session.expunge_all()
        return estate


def _refuse_in_between(short_name: str) -> None:
    """Raise Conflict while a survey is under way, or was done in a periode that still runs: the successor would owe it again."""
    found = list_surveys()
    waiting = sum(each.state in UNDER_WAY for each in found)
    if waiting:
        raise Conflict(f"{waiting} survei {short_name} masih berlangsung. Selesaikan dulu sampai terverifikasi.")
    running = {each.id: each.name for each in list_running()}
    done = [each for each in found if each.periode_id in running and each.state is not SurveyState.BELUM_MULAI]
    if done:
        raise Conflict(
            f"Survei {short_name} dalam {running[done[0].periode_id]} sudah selesai. Akhiri dulu periodenya, supaya penerusnya tidak diminta mengulang."
        )


def succeed(estate: Estate, way: Way, *, into_one: bool, by: Actor) -> None:
    """The office in scope is the successor of another. `into_one`: the other's only unit goes on in its own only unit."""
    successor = registry.get_opd(current_opd_id())
    if not successor.active or successor.id == estate.opd_id:
        raise Rejected("Pilih OPD lain yang masih aktif.", field="successor")
    moved = _Moved()
    _move_units(estate, moved, into_one=into_one, by=by)
    _move_places(estate, moved, by)
    _move_people(estate, moved, way)
    _move_links(estate, moved)
    old = db.session.get_one(Opd, estate.opd_id)
    old.active, old.successor_id = False, successor.id
    db.session.flush()
    facts: dict[str, Any] = {
        "successor": successor.name,
        "way": way.value,
        "units": len(moved.upp),
        "people": len(moved.people),
    }
    audit.record(Action.OPD_SUCCEEDED, old, by=by, **facts)
    audit.record_city(Action.OPD_SUCCEEDED, old, by=by, **facts)


def _move_units(estate: Estate, moved: _Moved, *, into_one: bool, by: Actor) -> None:
    """Each unit of the old office has one in the successor; the office itself, as a unit, goes on in the successor's own."""
    own = registry.list_upp()
    names = {each.name.casefold() for each in own}
    for upp_id, kode, name, kewajiban in estate.units:
        itself = len(estate.units) == 1 or kode == estate.kode
        if itself and into_one and len(own) == 1:
            unit = own[0]
        else:
            shown = f"{name} ({estate.short_name})" if name.casefold() in names else name
            unit = add_upp(kode=_free_kode(kode), name=shown[:160], kewajiban=kewajiban, by=by)
        moved.upp[upp_id] = unit.id
        db.session.add(
            UppPredecessor(
                upp_id=unit.id, old_opd_id=estate.opd_id, old_upp_id=upp_id, old_name=name, created_at=clock.now()
            )
        )
    db.session.flush()


def _move_places(estate: Estate, moved: _Moved, by: Actor) -> None:
    """Layanan and titik stand in the new units; one that is there already under the same name goes on, with both N."""
    for old in estate.layanan:
        upp_id = moved.upp[old.upp_id]
        same = _named(registry.list_layanan(upp_id), old.name)
        if same is None:
            same = add_layanan(
                registry.get_upp_by_id(upp_id), by=by, name=old.name, customer_kind=old.customer_kind, channel=old.channel,
                free_by_law=old.free_by_law, users=old.users,
            )  # fmt: skip
        elif old.users is not None:
            set_users([same], {same.id: (same.users or 0) + old.users}, by=by)
        moved.layanan[old.id] = same.id
    for point in estate.titik:
        upp_id = moved.upp[point.upp_id]
        there = _named(registry.list_titik(upp_id), point.name)
        name = f"{point.name} ({estate.short_name})"[:120] if there else point.name
        made = add_titik(
            registry.get_upp_by_id(upp_id), name=name, opens_at=point.opens_at, closes_at=point.closes_at, by=by
        )
        moved.titik[point.id] = made.id


def _move_people(estate: Estate, moved: _Moved, way: Way) -> None:
    """Everybody holds their role in the successor; the head of an office that merges into another does not."""
    held = select(Membership).where(Membership.opd_id == estate.opd_id, Membership.active)
    for old in db.session.scalars(held).all():
        old.active = False
        onetime.annul(old.user_id, "invitation", membership_id=old.id)
        if way is Way.MERGED and old.role in HEAD_ROLES - UPP_ROLES:
            continue
        upp_id = moved.upp.get(old.upp_id) if old.upp_id else None
        moved.people[old.id] = _membership(old, upp_id).id
    places = {
        (moved.people[person], moved.layanan[layanan], moved.titik[titik])
        for person, layanan, titik in estate.assignments
        if person in moved.people and layanan in moved.layanan and titik in moved.titik
    }
    upp_of = {each.id: each.upp_id for each in registry.list_layanan()}
    for person, layanan, titik in places:
        row = Assignment(upp_id=upp_of[layanan], membership_id=person, layanan_id=layanan, titik_id=titik)
        db.session.merge(row)
    db.session.flush()


def _membership(old: Membership, upp_id: UUID | None) -> Membership:
    known = db.session.scalar(
        select(Membership).where(
            Membership.user_id == old.user_id, Membership.role == old.role, Membership.opd_id == current_opd_id(),
            Membership.upp_id.is_not_distinct_from(upp_id),
        )
    )  # fmt: skip
    new = known or Membership(
        user_id=old.user_id, role=old.role, opd_id=current_opd_id(), upp_id=upp_id, created_at=clock.now()
    )
    new.active, new.acting = True, old.acting
    if old.role is Role.PETUGAS and new.petugas_code is None:
        new.petugas_code = free_petugas_code(current_opd_id())
    db.session.add(new)
    db.session.flush()
    return new


def _move_links(estate: Estate, moved: _Moved) -> None:
    """A code that is printed finds the new place: it is given to a new link, and the old one gets another, switched off."""
    for old in db.session.scalars(select(LinkCode).where(LinkCode.opd_id == estate.opd_id, LinkCode.active)).all():
        if old.layanan_id not in moved.layanan or old.titik_id not in moved.titik:
            continue
        printed, old.code, old.active = old.code, new_code(), False
        db.session.flush()
        db.session.add(
            LinkCode(
                code=printed, opd_id=current_opd_id(), upp_id=moved.upp[old.upp_id], layanan_id=moved.layanan[old.layanan_id],
                titik_id=moved.titik[old.titik_id], created_at=clock.now(),
            )
        )  # fmt: skip
    db.session.flush()


def _named(rows: Sequence[Place], name: str) -> Place | None:
    return next((each for each in rows if each.name.casefold() == name.casefold()), None)


def _free_kode(kode: str) -> str:
    free, number = slug(kode), 2
    while registry.is_upp_kode_taken(free):
        free, number = f"{slug(kode)[:36]}-{number}", number + 1
    return free
