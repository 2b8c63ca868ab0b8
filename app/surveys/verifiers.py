"""Who may verify a result: Bagian Organisasi, but never for an office in which one holds a role oneself.

Its own survey is verified by another, whom it names by giving them the role of verifikator in that OPD.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.roles import Role
from app.accounts.models import Membership, User
from app.audit.operations import Actor
from app.errors import Forbidden
from app.extensions import db
from app.surveys.models import Survey
from app.web.formats import daftar


@dataclass(frozen=True)
class Remark:
    """What the verifier writes beside one point; `title` is the point as the page shows it."""

    point: str
    title: str
    text: str


def list_named(opd_id: UUID) -> dict[UUID, str]:
    """Return the people whom Bagian Organisasi has named to verify this OPD, by user id."""
    rows = db.session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.opd_id == opd_id, Membership.role == Role.VERIFIKATOR, Membership.active, User.active)
        .order_by(User.name)
    )
    return {user_id: name for user_id, name in rows}


def hindrance(opd_id: UUID, user_id: UUID | None) -> str:
    """Return why this person may not verify results of this OPD; empty: they may."""
    named = list_named(opd_id)
    if named and user_id is not None and user_id not in named:
        return f"Hasil OPD ini diverifikasi oleh {daftar(named.values())}, yang ditunjuk Bagian Organisasi."
    if _works_there(opd_id, user_id):
        return "Anda juga bertugas di OPD ini. Tunjuk verifikator lain di halaman Orang OPD ini."
    return ""


def check(survey: Survey, by: Actor) -> None:
    """Raise Forbidden where this person may not verify the survey."""
    reason = hindrance(survey.opd_id, by.id)
    if reason:
        raise Forbidden(reason)


def _works_there(opd_id: UUID, user_id: UUID | None) -> bool:
    statement = select(Membership.id).where(
        Membership.opd_id == opd_id,
        Membership.user_id == user_id,
        Membership.role != Role.VERIFIKATOR,
        Membership.active,
    )
    return db.session.scalar(statement.limit(1)) is not None
