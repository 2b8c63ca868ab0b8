"""Reading periode."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.periods.models import Periode, PeriodeState


def get_periode(periode_id: UUID) -> Periode:
    periode = db.session.get(Periode, periode_id)
    if periode is None:
        raise NotFound("Periode ini tidak ada.")
    return periode


def list_periode() -> list[Periode]:
    """Return all periode, the latest deadline first."""
    return list(db.session.scalars(select(Periode).order_by(Periode.deadline.desc())))


def list_running() -> list[Periode]:
    """Return the periode that have not ended, also those whose opening day is still to come, the latest deadline first."""
    statement = select(Periode).where(Periode.state == PeriodeState.BERJALAN).order_by(Periode.deadline.desc())
    return list(db.session.scalars(statement))


def find_by_name(year: int, name: str) -> Periode | None:
    return db.session.scalar(select(Periode).where(Periode.year == year, func.lower(Periode.name) == name.lower()))


def find_current_periode() -> Periode | None:
    """Return the periode that runs now: open, begun, the latest deadline."""
    return db.session.scalar(
        select(Periode)
        .where(Periode.state == PeriodeState.BERJALAN, Periode.opens_on <= clock.today())
        .order_by(Periode.deadline.desc())
        .limit(1)
    )


def find_previous_periode(periode: Periode) -> Periode | None:
    """Return the periode before this one."""
    return db.session.scalar(
        select(Periode).where(Periode.deadline < periode.deadline).order_by(Periode.deadline.desc()).limit(1)
    )
