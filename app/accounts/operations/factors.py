"""The second factor: set up, shown, replaced, taken away."""

from __future__ import annotations

from uuid import UUID

import structlog
from sqlalchemy import delete

from app import clock, sealing
from app.access.identity import Identity
from app.access.roles import Role
from app.accounts import codes, passwords, queries, sessions
from app.accounts.models import Membership, RecoveryCode, SecondFactor, User
from app.accounts.operations.invitations import check_reach
from app.accounts.operations.own import revoke_all_sessions
from app.accounts.telling import Change, tell
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db

PURPOSE, ENROLMENT = "potret-second-factor-1", "potret-enrolment-1"
log = structlog.get_logger()
WRONG_CODE = "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik kode itu."


def offer(person: Identity) -> str:
    """Return a fresh secret, sealed for this session: it is kept nowhere until a code of it comes back."""
    return sealing.seal(codes.new_secret().encode(), ENROLMENT, person.session_id.bytes)


def offered(person: Identity, sealed: str) -> str | None:
    """Return the secret of an offer to this session, or None for one of another session."""
    secret = sealing.unseal(sealed, ENROLMENT, person.session_id.bytes)
    return None if secret is None else secret.decode()


def enrol(person: Identity, secret: str, code: str, *, by: Actor) -> tuple[list[str], str]:
    """The person signs in with this secret's codes from now on, and only this session goes on.

    Returns fresh recovery codes, which are never shown again, and the new token of the session. Raises Rejected where
    the code does not fit the secret.
    """
    user = queries.lock_user_by_id(person.user_id)
    now = clock.now()
    factor = queries.find_factor(user.id)
    same = factor is not None and _secret_of(factor) == secret  # the page was sent twice
    step = codes.fitting_step(secret, code, now=now, after=factor.last_step if factor and same else 0)
    if step is None:
        raise Rejected("Kode tidak cocok. Periksa jam ponsel, lalu ketik kode yang sedang tampil.", field="code")
    if factor is None:
        factor = SecondFactor(user_id=user.id)
        db.session.add(factor)
    factor.sealed_secret = sealing.seal(secret.encode(), PURPOSE, user.id.bytes)
    factor.last_step, factor.created_at, factor.failed_sign_ins = step, now, 0
    fresh = _fresh_codes(user.id)
    revoke_all_sessions(user.id, but=person.session_id)
    tell(user, Change.FACTOR_ON)
    audit.record_city(Action.FACTOR_SET_UP, user, by=by)
    return fresh, sessions.renew(person.session_id)


def renew_recovery_codes(person: Identity, *, by: Actor) -> list[str]:
    """The person has fresh recovery codes, returned here and never shown again; the old ones open nothing."""
    user = queries.lock_user_by_id(person.user_id)
    if queries.find_factor(user.id) is None:
        raise Conflict("Masuk dua langkah belum aktif di akun ini.")
    tell(user, Change.CODES_RENEWED)
    audit.record_city(Action.RECOVERY_CODES_RENEWED, user, by=by)
    return _fresh_codes(user.id)


def remove(person: Identity, *, by: Actor) -> None:
    """The person signs in with the password alone again; not possible where their role needs the second factor."""
    if person.needs_factor:
        raise Conflict("Peran Anda mewajibkan masuk dua langkah. Anda dapat menggantinya, tidak mematikannya.")
    user = queries.lock_user_by_id(person.user_id)
    _take_away(user.id)
    revoke_all_sessions(user.id, but=person.session_id)
    tell(user, Change.FACTOR_OFF)
    audit.record_city(Action.FACTOR_REMOVED, user, by=by)


def reset(membership: Membership, *, by: Actor) -> None:
    """Somebody who lost phone and codes can set up a new second factor; they are signed out everywhere.

    Raises Conflict for one's own, and where there is none.
    """
    check_reach(Role(membership.role), by)
    if membership.user_id == by.id:
        raise Conflict("Milik Anda sendiri diganti dari halaman Akun, atau diatur ulang oleh rekan Anda.")
    user = queries.lock_user_by_id(membership.user_id)
    if queries.find_factor(user.id) is None:
        raise Conflict(f"{user.name} belum memakai masuk dua langkah.")
    release(user, by=by, name=membership.petugas_code or user.name)


def release(user: User, *, by: Actor, name: str = "") -> None:
    """The person has no second factor and no session any more."""
    _take_away(user.id)
    revoke_all_sessions(user.id)
    tell(user, Change.FACTOR_RESET, by_owner=False)
    audit.record_city(Action.FACTOR_RESET, user, by=by, name=name)


def accept_code(factor: SecondFactor, code: str) -> bool:
    """Return whether the code is the phone's present one; it is used up then. The person's row must be locked."""
    secret = _secret_of(factor)
    if secret is None:
        log.error("auth.factor_unreadable", user_id=str(factor.user_id))  # SECRET_KEY is not the one it was sealed with
        return False
    step = codes.fitting_step(secret, code, now=clock.now(), after=factor.last_step)
    if step is not None:
        factor.last_step = step
    return step is not None


def accept_recovery_code(user_id: UUID, typed: str) -> bool:
    """Return whether it is an unused recovery code of the person; it is used up then. Their row must be locked."""
    wanted = codes.normalise(typed)
    for row in queries.list_recovery_codes(user_id):
        if passwords.verify(wanted, row.code_hash):
            row.used_at = clock.now()
            return True
    return False


def _secret_of(factor: SecondFactor) -> str | None:
    secret = sealing.unseal(factor.sealed_secret, PURPOSE, factor.user_id.bytes)
    return None if secret is None else secret.decode()


def _fresh_codes(user_id: UUID) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    fresh = codes.new_recovery_codes()
    db.session.add_all(
        RecoveryCode(user_id=user_id, code_hash=passwords.hash_password(codes.normalise(code))) for code in fresh
    )
    return fresh


def _take_away(user_id: UUID) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
