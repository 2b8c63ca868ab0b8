"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Request
from sqlalchemy import select, update

from app import clock
from app.accounts import passwords, queries, sessions
from app.accounts.models import Membership, User, UserSession
from app.errors import Rejected
from app.extensions import db

# After so many wrong passwords the address waits a little, longer each time; it is never locked for good,
# since that would let anybody lock a kepala out on the last day.
FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=5)
WRONG = "E-mail atau kata sandi tidak cocok. Periksa lagi, atau gunakan Lupa kata sandi."


def sign_in(email: str, password: str, request: Request) -> str | None:
    """Open a session and return its token; None when address and password do not fit (the try is counted).

    Raises Rejected while the address has to wait after too many wrong passwords, and for a person without a
    role.
    """
    user = queries.lock_user(email)  # locked, so that guesses sent side by side are counted one by one
    if user and (wait := _wait_left(user)):
        minutes = max(1, round(wait.total_seconds() / 60))
        raise Rejected(f"Terlalu banyak percobaan. Coba lagi dalam {minutes} menit.", field="password")
    fits = passwords.verify(password, user.password_hash if user else None)
    if user is None or not user.active or not fits:
        if user:
            user.failed_sign_ins += 1
            user.last_failed_at = clock.now()
        return None
    if not _has_role(user):
        raise Rejected("Akun ini belum memegang peran. Minta admin OPD Anda mengirim undangan.", field="email")
    user.failed_sign_ins, user.last_sign_in_at = 0, clock.now()
    return sessions.open_session(user, request)


def sign_out(session_id: UUID) -> None:
    """The session is over."""
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(revoked_at=clock.now()))


def _wait_left(user: User) -> timedelta | None:
    if user.failed_sign_ins < FREE_TRIES or user.last_failed_at is None:
        return None
    wait = min(FIRST_WAIT * 2 ** min(user.failed_sign_ins - FREE_TRIES, 10), LONGEST_WAIT)
    left = user.last_failed_at + wait - clock.now()
    return left if left > timedelta(0) else None


def _has_role(user: User) -> bool:
    held = select(Membership.id).where(Membership.user_id == user.id, Membership.active).limit(1)
    return db.session.scalar(held) is not None
