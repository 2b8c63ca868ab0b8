"""Signing in, by the password and, where there is one, by the second factor; and out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import structlog
from flask import Request, current_app
from sqlalchemy import select, update

from app import clock
from app.access.identity import Identity
from app.accounts import passwords, queries, sessions, throttle
from app.accounts.models import KnownBrowser, Membership, SecondFactor, Tried, User, UserSession
from app.accounts.operations.factors import accept_code, accept_recovery_code
from app.accounts.sessions import Waiting
from app.accounts.telling import Change, tell
from app.errors import Conflict, Rejected
from app.extensions import db

WRONG = "E-mail atau kata sandi tidak cocok. Periksa lagi, atau gunakan Lupa kata sandi."
log = structlog.get_logger()


@dataclass(frozen=True)
class Opened:
    """A session, or only the first half of one: `awaits_factor` opens nothing but the page that asks for a code."""

    token: str
    awaits_factor: bool


def sign_in(email: str, password: str, request: Request, *, browser: str) -> Opened | None:
    """Open a session; None when address and password do not fit (the try is counted).

    Raises Rejected while one has to wait after too many wrong passwords, and for a person without a role.
    """
    user = queries.lock_user(email)  # locked, so that guesses sent side by side are counted one by one
    tries = throttle.counter(user.id, browser, user) if user else None
    if tries:
        throttle.check(tries, field="password")
    fits = passwords.verify(password, user.password_hash if user else None)
    if user is None or tries is None or not fits or not _may_enter(user):
        if user and tries:
            throttle.count(tries)
        log.info("auth.refused", step="password", user_id=str(user.id) if user else None)
        return None
    if not _has_role(user):
        raise Rejected("Akun ini belum memegang peran. Minta admin OPD Anda mengirim undangan.", field="email")
    if queries.find_factor(user.id) is not None:
        return Opened(sessions.open_session(user, request, awaits_factor=True), awaits_factor=True)
    _entered(user, browser, tries)
    return Opened(sessions.open_session(user, request), awaits_factor=False)


def finish_sign_in(waiting: Waiting, *, browser: str, code: str = "", recovery_code: str = "") -> str | None:
    """The session that awaited the second factor is open, under the new token that is returned; None for a wrong code.

    Raises Rejected while one has to wait after too many wrong codes, Conflict where the second factor is gone.
    """
    user = queries.lock_user_by_id(waiting.user_id)
    factor = queries.find_factor(user.id)
    if factor is None or not _may_enter(user):
        raise Conflict("Silakan masuk lagi.")
    tries = throttle.counter(user.id, browser, factor)
    if not _shown(factor, tries, code, recovery_code):
        log.info("auth.refused", step="factor", user_id=str(user.id))
        return None
    _entered(user, browser, tries)
    if recovery_code:
        tell(user, Change.CODE_USED)
    return sessions.admit(waiting.session_id)


def prove(person: Identity, *, browser: str, password: str = "", code: str = "") -> bool:
    """Return whether the password, or the code of the second factor, is right: the session has a fresh proof then.

    Raises Rejected while one has to wait after too many wrong tries.
    """
    user = queries.lock_user_by_id(person.user_id)
    factor = queries.find_factor(user.id)
    tries = throttle.counter(user.id, browser, user)
    if code and factor is not None:
        right = _shown(factor, tries, code)
    else:
        throttle.check(tries, field="password")
        right = passwords.verify(password, user.password_hash)
        if not right:
            throttle.count(tries)
    if not right:
        log.info("auth.refused", step="proof", user_id=str(user.id))
        return False
    tries.failed_sign_ins = 0
    db.session.execute(update(UserSession).where(UserSession.id == person.session_id).values(proven_at=clock.now()))
    return True


def sign_out(session_id: UUID) -> None:
    """The session is over."""
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(revoked_at=clock.now()))


def _shown(factor: SecondFactor, tries: Tried, code: str, recovery_code: str = "") -> bool:
    """Return whether the code is right; a wrong one is counted."""
    throttle.check(tries, field="code")
    right = accept_recovery_code(factor.user_id, recovery_code) if recovery_code else accept_code(factor, code)
    if not right:
        throttle.count(tries)
    return right


def _entered(user: User, browser: str, tries: Tried) -> None:
    """The person is known in this browser from now on, and no wrong try stands against them."""
    now = clock.now()
    user.last_sign_in_at = now
    tries.failed_sign_ins = 0
    known = throttle.find_browser(user.id, browser)
    if known is None:
        if throttle.has_browser(user.id):  # the very first sign-in is no news to anybody
            tell(user, Change.NEW_BROWSER)
        known = KnownBrowser(user_id=user.id, token_hash=throttle.hash_of(browser))
        db.session.add(known)
    known.last_sign_in_at = now
    log.info("auth.signed_in", user_id=str(user.id))


def _may_enter(user: User) -> bool:
    demo_in_production = user.demo and current_app.config["ENV_NAME"] == "production"
    return user.active and not demo_in_production


def _has_role(user: User) -> bool:
    held = select(Membership.id).where(Membership.user_id == user.id, Membership.active).limit(1)
    return db.session.scalar(held) is not None
