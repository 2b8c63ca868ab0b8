"""Whether the city is still being set up. Asked by the frame and by the reminders, so it stands below both."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.setup.models import CitySetup


def in_test_mode() -> bool:
    """Return whether reminders go to Bagian Organisasi's own team only; also where the row is missing."""
    return db.session.scalar(select(CitySetup.test_mode)) is not False
