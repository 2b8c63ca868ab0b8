"""Where a petugas may record: the layanan and titik assigned to them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from app.access.roles import Role
from app.accounts.models import Membership
from app.accounts.operations.invitations import check_reach
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import NotFound, Rejected
from app.extensions import db
from app.opd import queries as registry
from app.opd.models import Assignment

Place = tuple[UUID, UUID]  # layanan, titik


@dataclass(frozen=True)
class UppPlaces:
    """What can be assigned in one UPP: each layanan at each titik of it."""

    upp_id: UUID
    name: str
    layanan: tuple[tuple[UUID, str], ...]
    titik: tuple[tuple[UUID, str], ...]

    def places(self) -> set[Place]:
        """Return every pair of layanan and titik."""
        return {(layanan, titik) for layanan, _ in self.layanan for titik, _ in self.titik}

    def heads(self) -> list[tuple[str, str]]:
        """Return the heads of a table's columns, one a titik."""
        return [(name, "") for _, name in self.titik]


def list_places(membership: Membership) -> list[UppPlaces]:
    """Return what the petugas can be assigned to, active ones only, by UPP: of one UPP where they belong to one."""
    return [
        UppPlaces(
            upp.id,
            upp.name,
            tuple((each.id, each.name) for each in registry.list_layanan(upp.id, active_only=True)),
            tuple((each.id, each.name) for each in registry.list_titik(upp.id) if each.active),
        )
        for upp in registry.list_upp()
        if membership.upp_id in (None, upp.id)
    ]


def list_assigned(membership_id: UUID) -> set[Place]:
    """Return the present assignments in scope."""
    rows = db.session.execute(
        select(Assignment.layanan_id, Assignment.titik_id).where(Assignment.membership_id == membership_id)
    )
    return {(row.layanan_id, row.titik_id) for row in rows}


def set_assignments(membership: Membership, places: set[Place], *, by: Actor) -> None:
    """The petugas may record at exactly these places of the scope; those of a UPP outside it stay as they were.

    Raises Rejected for a place that cannot be assigned, NotFound for somebody who is no petugas.
    """
    if Role(membership.role) is not Role.PETUGAS:
        raise NotFound("Hanya petugas yang mendapat penugasan.")
    check_reach(Role.PETUGAS, by)
    upp_of = {place: upp.upp_id for upp in list_places(membership) for place in upp.places()}
    if not places <= upp_of.keys():
        raise Rejected("Layanan atau titik layanan ini tidak dapat ditugaskan.", field="places")
    # Two people may save at once; what is no longer active keeps its assignment for the day it returns.
    db.session.execute(select(Membership.id).where(Membership.id == membership.id).with_for_update(key_share=True))
    present = list_assigned(membership.id)
    for layanan_id, titik_id in present & upp_of.keys() - places:
        db.session.execute(
            delete(Assignment).where(
                Assignment.membership_id == membership.id,
                Assignment.layanan_id == layanan_id,
                Assignment.titik_id == titik_id,
            )
        )
    db.session.add_all(
        Assignment(upp_id=upp_of[place], membership_id=membership.id, layanan_id=place[0], titik_id=place[1])
        for place in places - present
    )
    audit.record(
        Action.ASSIGNMENT_CHANGED,
        membership,
        by=by,
        name=membership.petugas_code or "",
        places=[[str(layanan), str(titik)] for layanan, titik in sorted(places)],
    )
