"""What people do to their own account."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from app import clock
from app.access.identity import Identity
from app.accounts import onetime, passwords, queries, sessions
from app.accounts.models import Membership, User, UserSession
from app.accounts.telling import Change, tell
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, NotFound, Rejected
from app.extensions import db


def revoke_session(session_id: UUID, *, user_id: UUID) -> None:
    """One of the person's own sessions is over; another's does not exist."""
    mine = UserSession.id == session_id, UserSession.user_id == user_id
    if db.session.scalar(select(UserSession.id).where(*mine)) is None:
        raise NotFound("Sesi ini tidak ada.")
    db.session.execute(
        update(UserSession).where(*mine, UserSession.revoked_at.is_(None)).values(revoked_at=clock.now())
    )


def revoke_all_sessions(user_id: UUID, *, but: UUID | None = None) -> None:
    """Every session of a person is over, but perhaps the present one."""
    statement = update(UserSession).where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
    if but is not None:
        statement = statement.where(UserSession.id != but)
    db.session.execute(statement.values(revoked_at=clock.now()))


def choose_membership(session_id: UUID, membership_id: UUID, *, user_id: UUID) -> Membership:
    """The session now shows the menu of this membership; somebody else's does not exist."""
    membership = db.session.scalar(
        select(Membership).where(Membership.id == membership_id, Membership.user_id == user_id, Membership.active)
    )
    if membership is None:
        raise NotFound("Peran ini tidak ada.")
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(membership_id=membership_id))
    return membership


def change_password(person: Identity, present: str, password: str, *, by: Actor) -> str:
    """The person has a new password; only this session goes on, under the new token that is returned.

    Raises Rejected where the present password is not right, or the new one could be guessed.
    """
    user = _proven(person, present)
    if passwords.verify(password, user.password_hash):
        raise Rejected("Kata sandi baru harus berbeda dari yang sekarang.", field="password")
    give_password(user, password)
    revoke_all_sessions(user.id, but=person.session_id)
    onetime.annul(user.id, "reset")
    tell(user, Change.PASSWORD)
    audit.record_city(Action.MEMBER_CHANGED, user, by=by, changes={"password": "changed"})
    return sessions.renew(person.session_id)


def change_own_email(person: Identity, present: str, email: str, *, by: Actor) -> None:
    """The person signs in with the new address, and letters go there.

    Raises Rejected where the present password is not right, Conflict where another person has the address.
    """
    user = _proven(person, present)
    before = user.email
    move_to_address(user, email)
    tell(user, Change.ADDRESS, to=before)
    audit.record_city(Action.MEMBER_CHANGED, user, by=by, changes={"email": [before, user.email]})


def give_password(user: User, password: str) -> None:
    """The person has this password; raises Rejected for one that could be guessed."""
    passwords.check(password, email=user.email, name=user.name)
    user.password_hash = passwords.hash_password(password)
    user.password_changed_at, user.failed_sign_ins = clock.now(), 0


def move_to_address(user: User, email: str) -> None:
    """The account has this address; links that went to the old one open nothing any more."""
    email = email.strip().lower()
    other = queries.find_user(email)
    if other and other.id != user.id:
        raise Conflict("Alamat e-mail ini dipakai orang lain.", field="email")
    user.email, user.email_trouble = email, ""
    onetime.annul(user.id)


def _proven(person: Identity, present: str) -> User:
    user = queries.get_user(person.user_id)
    if not passwords.verify(present, user.password_hash):
        raise Rejected("Kata sandi sekarang tidak cocok.", field="present")
    return user
