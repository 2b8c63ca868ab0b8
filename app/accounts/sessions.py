"""Server-side sessions: the cookie carries a random token, the row says whom it stands for and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import Request, Response, current_app
from sqlalchemy import and_, select, update

from app import clock
from app.access.identity import Grant, Identity
from app.access.roles import Role
from app.accounts.models import Membership, SecondFactor, User, UserSession
from app.extensions import db
from app.opd.models import Opd

FACTOR_WAIT = timedelta(minutes=10)  # between the password and the code
FACTOR_ROLES = frozenset({Role.ORGANISASI})  # who must have a second factor: they reach into every OPD
TOUCH_SECONDS = 60  # last_seen_at is written at most once a minute: reading a page stays a read


@dataclass(frozen=True)
class Waiting:
    """A session that awaits the second factor."""

    session_id: UUID
    user_id: UUID


def open_session(
    user: User, request: Request, *, membership_id: UUID | None = None, awaits_factor: bool = False
) -> str:
    """Sign the user in here, or up to the second factor; return the token for the cookie."""
    token, now = token_urlsafe(32), clock.now()
    lasts: timedelta = FACTOR_WAIT if awaits_factor else current_app.config["SIGN_IN_ABSOLUTE"]
    db.session.add(
        UserSession(
            token_hash=_hash(token),
            user_id=user.id,
            membership_id=membership_id,
            created_at=now,
            last_seen_at=now,
            ends_at=now + lasts,
            awaits_factor=awaits_factor,
            proven_at=None if awaits_factor else now,
            ip_prefix=ip_prefix(request.remote_addr),
            user_agent=request.user_agent.string[:200],
        )
    )
    return token


def renew(session_id: UUID) -> str:
    """The session goes on under a new token, which is returned; the old one opens nothing."""
    token = token_urlsafe(32)
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(token_hash=_hash(token)))
    return token


def admit(session_id: UUID) -> str:
    """The session that awaited the second factor is open from now on, under the token that is returned."""
    now = clock.now()
    db.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id)
        .values(
            awaits_factor=False,
            created_at=now,
            last_seen_at=now,
            proven_at=now,
            ends_at=now + current_app.config["SIGN_IN_ABSOLUTE"],
        )
    )
    return renew(session_id)


def find_waiting(request: Request) -> Waiting | None:
    """Return the session of this request that awaits the second factor, or None."""
    token = request.cookies.get(current_app.config["SIGN_IN_COOKIE"])
    row = db.session.execute(
        select(UserSession.id, UserSession.user_id).where(
            UserSession.token_hash == _hash(token or ""),
            UserSession.awaits_factor,
            UserSession.revoked_at.is_(None),
            UserSession.ends_at > clock.now(),
        )
    ).one_or_none()
    return Waiting(*row) if row else None


def find_identity(request: Request) -> Identity | None:
    """Return who is signed in by the cookie of this request, or None. One query."""
    token = request.cookies.get(current_app.config["SIGN_IN_COOKIE"])
    if not token:
        return None
    now = clock.now()
    has_factor = select(SecondFactor.user_id).where(SecondFactor.user_id == User.id).exists()
    rows = db.session.execute(
        select(UserSession, User, Membership, Opd.kode, Opd.short_name, has_factor)
        .join(User, User.id == UserSession.user_id)
        .outerjoin(Membership, and_(Membership.user_id == User.id, Membership.active))
        .outerjoin(Opd, Opd.id == Membership.opd_id)
        .where(
            UserSession.token_hash == _hash(token),
            UserSession.revoked_at.is_(None),
            UserSession.ends_at > now,
            ~UserSession.awaits_factor,
            User.active,
        )
        .order_by(Membership.created_at)
    ).all()
    if not rows:
        return None
    session, user = rows[0][0], rows[0][1]
    grants = tuple(_grant(row) for row in rows if row[2] is not None)
    if now - session.last_seen_at > idle_limit(grants):
        return None
    if (now - session.last_seen_at).total_seconds() > TOUCH_SECONDS:
        _touch(session.id)
    return Identity(
        user.id,
        user.name,
        user.email,
        session.id,
        grants,
        session.membership_id,
        proven_at=session.proven_at,
        has_factor=rows[0][5],
        needs_factor=not user.demo and any(grant.role in FACTOR_ROLES for grant in grants),
    )


def set_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        current_app.config["SIGN_IN_COOKIE"],
        token,
        max_age=int(current_app.config["SIGN_IN_ABSOLUTE"].total_seconds()),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def clear_cookie(response: Response) -> None:
    response.delete_cookie(
        current_app.config["SIGN_IN_COOKIE"],
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def ip_prefix(address: str | None) -> str:
    """Return the network that an address lies in (/24 or /48): enough to recognise a place, not a person."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return ""
    return str(ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def _grant(row: Any) -> Grant:
    membership = row[2]
    return Grant(
        id=membership.id,
        role=Role(membership.role),
        opd_id=membership.opd_id,
        opd_kode=row[3],
        opd_short_name=row[4],
        upp_id=membership.upp_id,
        petugas_code=membership.petugas_code,
        acting=membership.acting,
    )


def idle_limit(grants: tuple[Grant, ...]) -> timedelta:
    """Return how long a session may lie idle: a shift for those who are petugas only."""
    only_petugas = bool(grants) and all(grant.role is Role.PETUGAS for grant in grants)
    limit: timedelta = current_app.config["SIGN_IN_IDLE_PETUGAS" if only_petugas else "SIGN_IN_IDLE"]
    return limit


def _touch(session_id: UUID) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(UserSession).where(UserSession.id == session_id).values(last_seen_at=clock.now()))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
