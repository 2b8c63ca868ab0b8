from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from app.access.roles import Role
from app.accounts.models import Membership, User
from app.errors import NotFound
from app.extensions import db
from app.opd.models import Opd


@dataclass(frozen=True)
class Member:
    """A membership as a list of people shows it."""

    id: UUID
    user_id: UUID
    name: str
    email: str
    role: Role
    upp_id: UUID | None
    petugas_code: str | None
    acting: bool
    active: bool
    joined: bool  # has set a password
    last_sign_in_at: datetime | None
    email_trouble: str
    elsewhere: bool = False  # holds a role in another place too, so their address is not this place's to change


@dataclass(frozen=True)
class OpdPeople:
    """How an OPD is staffed, for those who look after all of them."""

    kode: str
    name: str
    people: int
    waiting: int  # invited, not yet joined
    trouble: int  # whose address was refused
    admins: int


def list_members(
    opd_id: UUID | None,
    *,
    upp_id: UUID | None = None,
    roles: frozenset[Role] | None = None,
    active_only: bool = True,
) -> list[Member]:
    """Return the memberships of an OPD, of one UPP of it where that is named, or those of the city for None."""
    statement = (
        select(Membership, User, _elsewhere(Membership, upp_id))
        .join(User, User.id == Membership.user_id)
        .where(_at(opd_id, upp_id))
        .order_by(Membership.role, User.name)
    )
    if roles:
        statement = statement.where(Membership.role.in_(roles))
    if active_only:
        statement = statement.where(Membership.active, User.active)
    return [_member(*row) for row in db.session.execute(statement)]


def get_membership(membership_id: UUID, opd_id: UUID | None, *, upp_id: UUID | None = None) -> Membership:
    """Return an active membership of the OPD (its UPP, the city); another's, or a revoked one, does not exist."""
    membership = db.session.scalar(
        select(Membership).where(Membership.id == membership_id, Membership.active, _at(opd_id, upp_id))
    )
    if membership is None:
        raise NotFound("Orang ini tidak ada.")
    return membership


def belongs_elsewhere(membership: Membership) -> bool:
    """Return whether the person holds a role in another OPD or in the city too (for a UPP's: in another UPP)."""
    statement = select(_elsewhere(Membership, membership.upp_id)).where(Membership.id == membership.id)
    return bool(db.session.scalar(statement))


def list_opd_people() -> list[OpdPeople]:
    """Return how each active OPD is staffed, by name."""
    held = and_(Membership.opd_id == Opd.id, Membership.active)
    person = User.id.distinct()
    statement = (
        select(
            Opd.kode,
            Opd.name,
            func.count(person),
            func.count(person).filter(User.joined.is_(False)),
            func.count(person).filter(User.email_trouble != ""),
            func.count(person).filter(Membership.role == Role.ADMIN_OPD),
        )
        .outerjoin(Membership, held)
        .outerjoin(User, and_(User.id == Membership.user_id, User.active))
        .where(Opd.active)
        .group_by(Opd.id)
        .order_by(Opd.name)
    )
    return [OpdPeople(*row) for row in db.session.execute(statement)]


def get_membership_place(membership_id: UUID | None) -> tuple[str, str]:
    """Return the role's label and the OPD's name ("" for the city) of a membership."""
    row = db.session.execute(
        select(Membership.role, Opd.name)
        .outerjoin(Opd, Opd.id == Membership.opd_id)
        .where(Membership.id == membership_id)
    ).one_or_none()
    if row is None:
        return "", ""
    return Role(row[0]).label, row[1] or ""


def _at(opd_id: UUID | None, upp_id: UUID | None) -> ColumnElement[bool]:
    here = Membership.opd_id.is_not_distinct_from(opd_id)
    return here if upp_id is None else and_(here, Membership.upp_id == upp_id)


def _elsewhere(membership: type[Membership], upp_id: UUID | None) -> ColumnElement[bool]:
    other = aliased(Membership)
    away = other.opd_id.is_distinct_from(membership.opd_id)
    if upp_id is not None:
        away |= other.upp_id.is_distinct_from(upp_id)
    return select(other.id).where(other.user_id == membership.user_id, other.active, away).exists()


def _member(membership: Membership, user: User, elsewhere: bool) -> Member:
    return Member(
        id=membership.id,
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=Role(membership.role),
        upp_id=membership.upp_id,
        petugas_code=membership.petugas_code,
        acting=membership.acting,
        active=membership.active,
        joined=user.joined,
        last_sign_in_at=user.last_sign_in_at,
        email_trouble=user.email_trouble,
        elsewhere=elsewhere,
    )
