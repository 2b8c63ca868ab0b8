"""Reading people and their memberships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, OneTimeLink, User, UserSession
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


def find_user(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def get_user(user_id: UUID) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("Orang ini tidak ada.")
    return user


def list_members(opd_id: UUID | None, *, roles: frozenset[Role] | None = None, active_only: bool = True) -> list[Member]:
    """Return the memberships of an OPD, or those of the city for None."""
    statement = (
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.opd_id == opd_id if opd_id else Membership.opd_id.is_(None))
        .order_by(Membership.role, User.name)
    )
    if roles:
        statement = statement.where(Membership.role.in_(roles))
    if active_only:
        statement = statement.where(Membership.active, User.active)
    return [_member(membership, user) for membership, user in db.session.execute(statement)]


def get_membership(membership_id: UUID, opd_id: UUID | None) -> Membership:
    """Return a membership of the OPD (or of the city); another OPD's does not exist."""
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.opd_id != opd_id:
        raise NotFound("Orang ini tidak ada.")
    return membership


def list_sessions(user_id: UUID) -> list[UserSession]:
    """Return where the person is signed in now, the latest first."""
    return list(
        db.session.scalars(
            select(UserSession)
            .where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None), UserSession.ends_at > clock.now())
            .order_by(UserSession.last_seen_at.desc())
        )
    )


def find_open_link(link_id: UUID, purpose: str) -> OneTimeLink | None:
    """Return an unused, unexpired one-time link."""
    return db.session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.id == link_id,
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
        )
    )


def get_membership_place(membership_id: UUID | None) -> tuple[str, str]:
    """Return the role's label and the OPD's name ("" for the city) of a membership."""
    row = db.session.execute(
        select(Membership.role, Opd.name).outerjoin(Opd, Opd.id == Membership.opd_id).where(Membership.id == membership_id)
    ).one_or_none()
    if row is None:
        return "", ""
    return Role(row[0]).label, row[1] or ""


def _member(membership: Membership, user: User) -> Member:
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
        joined=user.password_hash is not None,
        last_sign_in_at=user.last_sign_in_at,
        email_trouble=user.email_trouble,
    )
