from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.accounts.devices import device_words
from app.accounts.models import UserSession
from app.extensions import db


@dataclass(frozen=True)
class SessionLine:
    """A place where somebody is signed in."""

    id: UUID
    device: str  # "Chrome di Windows"
    network: str  # "10.20.30.0/24", or "" where it was not known
    created_at: datetime
    last_seen_at: datetime


def list_sessions(user_id: UUID, *, idle: timedelta) -> list[SessionLine]:
    """Return where the person is signed in now, the latest first; what lay idle for longer is over."""
    now = clock.now()
    rows = db.session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.revoked_at.is_(None),
            ~UserSession.awaits_factor,
            UserSession.ends_at > now,
            UserSession.last_seen_at >= now - idle,
        )
        .order_by(UserSession.last_seen_at.desc())
    )
    return [
        SessionLine(row.id, device_words(row.user_agent), row.ip_prefix, row.created_at, row.last_seen_at)
        for row in rows
    ]
