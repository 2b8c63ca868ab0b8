"""How petugas are called: by their code, never by name."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Membership
from app.extensions import db


def codes_of(membership_ids: Iterable[str]) -> dict[str, str]:
    """Return the code of each petugas, by membership."""
    ids = [UUID(each) for each in membership_ids if each]
    rows = db.session.execute(select(Membership.id, Membership.petugas_code).where(Membership.id.in_(ids)))
    return {str(row.id): row.petugas_code or "–" for row in rows}
