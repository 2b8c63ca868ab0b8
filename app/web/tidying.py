"""What nobody needs any more: ended sessions, used links, finished outbox rows."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from app import clock
from app.accounts.models import KnownBrowser, OneTimeLink, UserSession
from app.extensions import db
from app.outbox.models import OutboxRow, OutboxState

KEPT = timedelta(days=30)
BROWSER_KEPT = timedelta(days=180)  # long enough for somebody who signs in twice a year


def tidy() -> None:
    """Rows that ended more than a month ago are gone. Answers, letters and the trail are never tidied."""
    before = clock.now() - KEPT
    db.session.execute(delete(UserSession).where(UserSession.ends_at < before))
    db.session.execute(delete(KnownBrowser).where(KnownBrowser.last_sign_in_at < clock.now() - BROWSER_KEPT))
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < before))
    db.session.execute(delete(OutboxRow).where(OutboxRow.state == OutboxState.DONE, OutboxRow.finished_at < before))
