"""A forgotten password."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.accounts import onetime, queries
from app.accounts.models import OneTimeLink, User
from app.accounts.operations.own import give_password, revoke_all_sessions
from app.accounts.telling import Change, tell
from app.extensions import db
from app.letters import operations as letters
from app.letters.models import LetterKind

# Anybody may type anybody's address: more letters than this an hour would be a nuisance to its owner.
MOST_LETTERS = 3
WITHIN = timedelta(hours=1)


def request_reset(email: str) -> None:
    """A letter with a reset link is on its way if the address has an account; nobody learns whether it has."""
    user = queries.lock_user(email)
    if user is None or not user.active or not user.joined or _asked_lately(user) >= MOST_LETTERS:
        return
    link = onetime.add("reset", user.id)
    letters.queue_account_letter(LetterKind.RESET, user_id=user.id, name=user.name, email=user.email, link_id=link.id)


def reset_password(link_id: UUID, password: str) -> User:
    """The person has a new password, every session opened with the old one is over, and no reset link is left.

    Raises Conflict where the link was used a moment before, Rejected for a password that could be guessed.
    """
    user = queries.get_user(onetime.use(link_id, "reset").user_id)
    give_password(user, password)
    revoke_all_sessions(user.id)
    onetime.annul(user.id, "reset")
    tell(user, Change.PASSWORD)
    return user


def _asked_lately(user: User) -> int:
    asked = select(func.count()).where(
        OneTimeLink.user_id == user.id,
        OneTimeLink.purpose == "reset",
        OneTimeLink.created_at > clock.now() - WITHIN,
    )
    return db.session.scalar(asked) or 0
