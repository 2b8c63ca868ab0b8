"""Acts on people: sign in and out, invite, accept, reset, revoke."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Request
from sqlalchemy import func, select, update

from app import clock
from app.access.roles import CITY_ROLES, Role
from app.accounts import passwords, queries, sessions
from app.accounts.models import Membership, OneTimeLink, User, UserSession
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.letters import operations as letters
from app.letters.models import LetterKind
from app.tenancy import scope

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=2)
# After so many wrong passwords the address waits a little, longer each time; it is never locked for good, since that
# would let anybody lock a kepala out on the last day.
FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=5)
WRONG = "E-mail atau kata sandi tidak cocok. Periksa lagi, atau gunakan Lupa kata sandi."


def sign_in(email: str, password: str, request: Request) -> str | None:
    """Open a session and return its token; None when address and password do not fit (the try is counted).

    Raises Rejected while the address has to wait after too many wrong passwords.
    """
    user, now = queries.find_user(email), clock.now()
    if user and (wait := _wait_left(user)):
        raise Rejected(f"Terlalu banyak percobaan. Coba lagi dalam {max(1, round(wait.total_seconds() / 60))} menit.", field="password")
    fits = passwords.verify(password, user.password_hash if user else None)
    if user is None or not user.active or not fits:
        if user:
            user.failed_sign_ins += 1
            user.last_failed_at = now
        return None
    user.failed_sign_ins, user.last_sign_in_at = 0, now
    return sessions.open_session(user, request)


def _wait_left(user: User) -> timedelta | None:
    if user.failed_sign_ins < FREE_TRIES or user.last_failed_at is None:
        return None
    wait = min(timedelta(seconds=15) * 2 ** min(user.failed_sign_ins - FREE_TRIES, 10), LONGEST_WAIT)
    left = user.last_failed_at + wait - clock.now()
    return left if left > timedelta(0) else None


def sign_out(session_id: UUID) -> None:
    """The session is over."""
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(revoked_at=clock.now()))


def revoke_session(session_id: UUID, *, user_id: UUID) -> None:
    """End one of the person's own sessions; another's does not exist."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def revoke_all_sessions(user_id: UUID, *, but: UUID | None = None) -> None:
    """End every session of a person, but perhaps the present one."""
    statement = update(UserSession).where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
    if but is not None:
        statement = statement.where(UserSession.id != but)
    db.session.execute(statement.values(revoked_at=clock.now()))


def choose_membership(session_id: UUID, membership_id: UUID, *, user_id: UUID) -> Membership:
    """The session now shows the menu of this membership."""
    membership = db.session.scalar(
        select(Membership).where(Membership.id == membership_id, Membership.user_id == user_id, Membership.active)
    )
    if membership is None:
        raise Rejected("Peran ini bukan milik Anda.")
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(membership_id=membership_id))
    return membership


def invite(*, name: str, email: str, role: Role, upp_id: UUID | None = None, acting: bool = False, by: Actor) -> Membership:
    """The person holds the role in the OPD in scope (or in the city), and a letter with a one-time link is on its way.

    Raises Conflict where the person holds it already.
    """
    email = email.strip().lower()
    here = scope.current()
    opd_id = here.opd_id if isinstance(here, scope.OpdScope) and role not in CITY_ROLES else None
    if (role in CITY_ROLES) != (opd_id is None):
        raise Rejected("Peran ini tidak dapat diberikan di sini.", field="role")
    user = queries.find_user(email) or _add_user(name, email)
    membership = db.session.scalar(
        select(Membership).where(
            Membership.user_id == user.id, Membership.role == role,
            Membership.opd_id.is_not_distinct_from(opd_id), Membership.upp_id.is_not_distinct_from(upp_id),
        )
    )
    if membership and membership.active:
        raise Conflict(f"{user.name} sudah memegang peran ini.", field="email")
    if membership is None:
        membership = Membership(user_id=user.id, role=role, opd_id=opd_id, upp_id=upp_id, created_at=clock.now())
        db.session.add(membership)
    membership.active, membership.acting = True, acting
    if role is Role.PETUGAS and opd_id and membership.petugas_code is None:
        membership.petugas_code = _next_petugas_code(opd_id)
    db.session.flush()
    record = audit.record if opd_id else audit.record_city
    record(Action.MEMBER_INVITED, membership, by=by, name=user.name, role=role.value, upp=upp_id)
    send_invitation(membership, user, by=by)
    return membership


def send_invitation(membership: Membership, user: User, *, by: Actor) -> OneTimeLink:
    """A letter with a fresh one-time link is on its way to somebody who has been given a role."""
    link = _add_link("invitation", user, INVITATION_LASTS, membership_id=membership.id, by=by.name)
    letters.queue_account_letter(LetterKind.INVITATION, user_id=user.id, name=user.name, email=user.email, link_id=link.id)
    return link


def request_reset(email: str) -> None:
    """A letter with a reset link is on its way if the address is known; nobody learns whether it is."""
    user = queries.find_user(email)
    if user is None or not user.active or user.password_hash is None:
        return
    link = _add_link("reset", user, RESET_LASTS)
    letters.queue_account_letter(LetterKind.RESET, user_id=user.id, name=user.name, email=user.email, link_id=link.id)


def set_password(user: User, password: str) -> None:
    """The person has a new password, and every session that was opened with the old one is over."""
    passwords.check(password, email=user.email, name=user.name)
    user.password_hash = passwords.hash_password(password)
    user.password_changed_at, user.failed_sign_ins = clock.now(), 0
    revoke_all_sessions(user.id)


def use_link(link: OneTimeLink, password: str) -> User:
    """The link is used up and the person has a password; raises Conflict if somebody used it a moment before."""
    user = queries.get_user(link.user_id)
    set_password(user, password)
    used = db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user.id, OneTimeLink.purpose == link.purpose, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(OneTimeLink.id)
    ).scalars().all()
    if link.id not in used:
        raise Conflict("Tautan ini sudah dipakai. Masuk dengan kata sandi yang sudah dibuat.")
    return user


def revoke_membership(membership: Membership, *, by: Actor) -> None:
    """The person no longer holds the role; without any other they are signed out everywhere."""
    membership.active = False
    user = queries.get_user(membership.user_id)
    record = audit.record if membership.opd_id else audit.record_city
    record(Action.MEMBER_REVOKED, membership, by=by, name=user.name, role=membership.role.value)
    left = db.session.scalar(select(func.count()).where(Membership.user_id == user.id, Membership.active, Membership.id != membership.id))
    if not left:
        revoke_all_sessions(user.id)


def change_email(user: User, email: str) -> None:
    """Letters go to the new address from now on. Raises Conflict where another person has it."""
    email = email.strip().lower()
    other = queries.find_user(email)
    if other and other.id != user.id:
        raise Conflict("Alamat e-mail ini dipakai orang lain.", field="email")
    user.email, user.email_trouble = email, ""


def _add_user(name: str, email: str) -> User:
    user = User(name=name.strip(), email=email, created_at=clock.now())
    db.session.add(user)
    db.session.flush()
    return user


def _add_link(purpose: str, user: User, lasts: timedelta, *, membership_id: UUID | None = None, by: str = "") -> OneTimeLink:
    now = clock.now()
    link = OneTimeLink(
        purpose=purpose, user_id=user.id, membership_id=membership_id, created_at=now, expires_at=now + lasts, created_by=by
    )
    db.session.add(link)
    db.session.flush()
    return link


def _next_petugas_code(opd_id: UUID) -> str:
    taken = db.session.scalar(select(func.count()).where(Membership.opd_id == opd_id, Membership.petugas_code.is_not(None)))
    return f"P-{(taken or 0) + 1:02d}"
