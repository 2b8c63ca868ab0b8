"""The rows of one-time links: made, used once, annulled. What stands in their address is links.py's."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from app import clock
from app.accounts.models import OneTimeLink
from app.errors import Conflict
from app.extensions import db

LASTS = {"invitation": timedelta(days=7), "reset": timedelta(hours=2)}


def add(purpose: str, user_id: UUID, *, membership_id: UUID | None = None, by: str = "") -> OneTimeLink:
    """There is a link for this person, good until LASTS is over."""
    now = clock.now()
    link = OneTimeLink(
        purpose=purpose,
        user_id=user_id,
        membership_id=membership_id,
        created_at=now,
        expires_at=now + LASTS[purpose],
        created_by=by,
    )
    db.session.add(link)
    db.session.flush()
    return link


def use(link_id: UUID, purpose: str) -> OneTimeLink:
    """The link is used up by this transaction alone; raises Conflict where it was used or ran out a moment before."""
    now = clock.now()
    link: OneTimeLink | None = db.session.scalar(
        update(OneTimeLink)
        .where(
            OneTimeLink.id == link_id,
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeLink)
    )
    if link is None:
        raise Conflict("Tautan ini sudah dipakai.")
    return link


def annul(user_id: UUID, purpose: str | None = None, *, membership_id: UUID | None = None) -> None:
    """The person's open links (of one purpose, of one membership) open nothing any more."""
    statement = update(OneTimeLink).where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
    if purpose is not None:
        statement = statement.where(OneTimeLink.purpose == purpose)
    if membership_id is not None:
        statement = statement.where(OneTimeLink.membership_id == membership_id)
    db.session.execute(statement.values(used_at=clock.now()))
