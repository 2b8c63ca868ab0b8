"""After so many wrong tries one waits a little, longer each time. Never locked for good, and never by somebody else:
a browser in which the person has signed in before is counted apart from everywhere else."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.accounts.models import KnownBrowser, Tried
from app.errors import Rejected
from app.extensions import db

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=5)


def counter(user_id: UUID, browser: str, elsewhere: Tried) -> Tried:
    """Return what counts the tries of this browser: its own row where the person is known there, else `elsewhere`."""
    return find_browser(user_id, browser) or elsewhere


def find_browser(user_id: UUID, browser: str) -> KnownBrowser | None:
    return db.session.scalar(
        select(KnownBrowser)
        .where(KnownBrowser.user_id == user_id, KnownBrowser.token_hash == hash_of(browser))
        .execution_options(populate_existing=True)
    )


def has_browser(user_id: UUID) -> bool:
    """Return whether the person has signed in before, in any browser that is still remembered."""
    return db.session.scalar(select(KnownBrowser.user_id).where(KnownBrowser.user_id == user_id).limit(1)) is not None


def check(tries: Tried, *, field: str) -> None:
    """Raise Rejected while one has to wait."""
    if wait := _wait_left(tries):
        minutes = max(1, round(wait.total_seconds() / 60))
        raise Rejected(f"Terlalu banyak percobaan. Coba lagi dalam {minutes} menit.", field=field)


def count(tries: Tried) -> None:
    """One more try was wrong."""
    tries.failed_sign_ins += 1
    tries.last_failed_at = clock.now()


def hash_of(browser: str) -> str:
    return sha256(browser.encode()).hexdigest()


def _wait_left(tries: Tried) -> timedelta | None:
    if tries.failed_sign_ins < FREE_TRIES or tries.last_failed_at is None:
        return None
    wait = min(FIRST_WAIT * 2 ** min(tries.failed_sign_ins - FREE_TRIES, 10), LONGEST_WAIT)
    left = tries.last_failed_at + wait - clock.now()
    return left if left > timedelta(0) else None
