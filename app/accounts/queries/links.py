from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, OneTimeLink, User
from app.extensions import db
from app.opd import queries as registry
from app.opd.models import Opd
from app.tenancy.scope import opd_scope


class LinkState(StrEnum):
    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"  # the role was revoked before it was taken up


@dataclass(frozen=True)
class LinkView:
    """A one-time link as its page and its letter show it. Role and place are empty for a reset."""

    id: UUID
    state: LinkState
    user_id: UUID
    name: str
    email: str
    joined: bool  # has a password already
    invited_by: str
    expires_at: datetime
    membership_id: UUID | None
    role: Role | None
    acting: bool
    opd_name: str
    opd_kind: str
    upp_name: str

    @property
    def role_label(self) -> str:
        """Return "Plt. Kepala OPD", or "" where the link gives no role."""
        return f"{'Plt. ' if self.acting else ''}{self.role.label}" if self.role else ""


def find_link(link_id: UUID | None, purpose: str) -> LinkView | None:
    """Return a link, open or over; None where it never was, or its row has been tidied away."""
    row = db.session.execute(
        select(OneTimeLink, User, Membership, Opd.name, Opd.kind)
        .join(User, User.id == OneTimeLink.user_id)
        .outerjoin(Membership, Membership.id == OneTimeLink.membership_id)
        .outerjoin(Opd, Opd.id == Membership.opd_id)
        .where(OneTimeLink.id == link_id, OneTimeLink.purpose == purpose, User.active)
    ).one_or_none()
    if row is None:
        return None
    link, user, membership, opd_name, opd_kind = row
    return LinkView(
        id=link.id,
        state=_state(link, membership),
        user_id=user.id,
        name=user.name,
        email=user.email,
        joined=user.joined,
        invited_by=link.created_by,
        expires_at=link.expires_at,
        membership_id=link.membership_id,
        role=Role(membership.role) if membership else None,
        acting=membership.acting if membership else False,
        opd_name=opd_name or "",
        opd_kind=opd_kind or "",
        upp_name=_upp_name(membership),
    )


def find_open_link(link_id: UUID, purpose: str) -> LinkView | None:
    """Return a link that still opens something."""
    link = find_link(link_id, purpose)
    return link if link and link.state is LinkState.OPEN else None


def get_open_invitation(membership_id: UUID) -> UUID:
    """Return the latest link by which this role can be taken up."""
    return db.session.scalars(
        select(OneTimeLink.id)
        .where(OneTimeLink.membership_id == membership_id, OneTimeLink.used_at.is_(None))
        .order_by(OneTimeLink.created_at.desc())
        .limit(1)
    ).one()


def _state(link: OneTimeLink, membership: Membership | None) -> LinkState:
    if membership is not None and not membership.active:
        return LinkState.WITHDRAWN
    if link.used_at is not None:
        return LinkState.USED
    return LinkState.OPEN if link.expires_at > clock.now() else LinkState.EXPIRED


def _upp_name(membership: Membership | None) -> str:
    if membership is None or membership.opd_id is None or membership.upp_id is None:
        return ""
    upp_id = membership.upp_id
    with opd_scope(membership.opd_id):
        return registry.get_upp_by_id(upp_id).name
