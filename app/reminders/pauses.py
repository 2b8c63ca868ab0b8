"""Reading pauses: one's own, an OPD's, the city's, and where they leave nobody to write to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.compliance.standing import OpdStanding
from app.errors import NotFound
from app.extensions import db
from app.opd.models import Opd
from app.reminders.deciding import ROLES, who_hears
from app.reminders.decision import PRECEDENCE
from app.reminders.limits import heeded_at
from app.reminders.models import ReminderPause
from app.reminders.plan import Plan
from app.reminders.schedule import Step
from app.tenancy.scope import all_opds, current_opd_id

HEADS_AND_ADMINS = frozenset({Role.KEPALA, Role.ADMIN_OPD, Role.ADMIN_UPP})


@dataclass(frozen=True)
class PauseLine:
    """A pause as pages list it. `code` is set for a petugas, whose name only admin and verifier see."""

    id: UUID
    opd_id: UUID
    kode: str
    opd_short_name: str
    user_id: UUID
    upp_id: UUID | None  # set where the person is an admin of this UPP only
    role: Role
    code: str | None
    name: str
    until: date
    reason: str
    made_at: datetime
    ended_at: datetime | None
    ended_by: str
    end_note: str

    def lasts_on(self, day: date) -> bool:
        return self.ended_at is None and self.until >= day


def find_own(periode_id: UUID, user_id: UUID) -> ReminderPause | None:
    """Return somebody's latest pause in the OPD in scope, whether it lasts or not."""
    own = ReminderPause.periode_id == periode_id, ReminderPause.user_id == user_id
    return db.session.scalar(select(ReminderPause).where(*own).order_by(ReminderPause.made_at.desc()).limit(1))


def find_lasting(periode_id: UUID, user_id: UUID) -> ReminderPause | None:
    """Return somebody's pause in the OPD in scope that lasts today."""
    found = find_own(periode_id, user_id)
    return found if found and found.ended_at is None and found.until >= clock.today() else None


def get_pause(pause_id: UUID) -> ReminderPause:
    pause = db.session.scalar(select(ReminderPause).where(ReminderPause.id == pause_id))
    if pause is None:
        raise NotFound("Jeda ini tidak ada.")
    return pause


def get_line(pause_id: UUID) -> PauseLine:
    """Return a pause of the OPD in scope as pages list it."""
    row = db.session.execute(_lines().where(ReminderPause.id == pause_id)).one_or_none()
    if row is None:
        raise NotFound("Jeda ini tidak ada.")
    return PauseLine(*row)


def get_membership(user_id: UUID) -> Membership:
    """Return the role in which somebody is reminded about the OPD in scope."""
    precedence = case({role: place for place, role in enumerate(PRECEDENCE)}, value=Membership.role)
    member = db.session.scalar(
        select(Membership)
        .where(Membership.opd_id == current_opd_id(), Membership.user_id == user_id)
        .where(Membership.active, Membership.role.in_(PRECEDENCE))
        .order_by(precedence)
        .limit(1)
    )
    if member is None:
        raise NotFound("Anda tidak menerima pengingat dari OPD ini.")
    return member


def list_of_opd(periode_id: UUID) -> list[PauseLine]:
    """Return every pause of the OPD in scope in a periode, the latest first."""
    return _read(_lines().where(ReminderPause.periode_id == periode_id))


def list_lasting(periode_id: UUID) -> list[PauseLine]:
    """Return the pauses of the whole city that last today, by OPD."""
    lasting = ReminderPause.ended_at.is_(None), ReminderPause.until >= clock.today()
    with all_opds("who has paused reminders"):
        return _read(_lines().where(ReminderPause.periode_id == periode_id, *lasting))


def list_unheard(
    plan: Plan, step: Step, unfinished: Sequence[OpdStanding], pauses: Collection[PauseLine]
) -> list[OpdStanding]:
    """Return the unfinished OPD in which, because of pauses, neither kepala nor admin hears at a step."""
    heeded = {ROLES[each] for each in heeded_at(step)}
    silent = {(each.opd_id, each.user_id) for each in pauses if each.lasts_on(step.due_on)}
    touched = [opd for opd in unfinished if any(opd.id == opd_id for opd_id, _ in silent)]
    people = _people([opd.id for opd in touched])

    def hears(opd: OpdStanding, member: Any) -> bool:
        asked = {ROLES[each] for each in who_hears(opd, step, plan) if each in ROLES}
        of_unfinished = member.role is not Role.ADMIN_UPP or any(upp.id == member.upp_id for upp in opd.unfinished)
        paused = member.role in heeded and (opd.id, member.user_id) in silent
        return member.role in asked and of_unfinished and not paused

    return [opd for opd in touched if not any(hears(opd, each) for each in people if each.opd_id == opd.id)]


def list_silent(opd_ids: Collection[UUID], periode_id: UUID) -> set[tuple[UUID, UUID]]:
    """Return (OPD, person) of the pauses that last today in these OPD."""
    return {(each.opd_id, each.user_id) for each in list_lasting(periode_id) if each.opd_id in opd_ids}


def _people(opd_ids: Collection[UUID]) -> Sequence[Any]:
    return db.session.execute(
        select(Membership.opd_id, Membership.upp_id, Membership.user_id, Membership.role)
        .join(User, User.id == Membership.user_id)
        .where(Membership.opd_id.in_(opd_ids), Membership.role.in_(HEADS_AND_ADMINS), Membership.active, User.active)
    ).all()


def _lines() -> Select[Any]:
    of_upp = case((Membership.role == Role.ADMIN_UPP, Membership.upp_id))
    return (
        select(
            ReminderPause.id, ReminderPause.opd_id, Opd.kode, Opd.short_name, ReminderPause.user_id, of_upp, Membership.role,
            Membership.petugas_code, User.name, ReminderPause.until, ReminderPause.reason, ReminderPause.made_at,
            ReminderPause.ended_at, ReminderPause.ended_by, ReminderPause.end_note,
        )
        .join(Opd, Opd.id == ReminderPause.opd_id)
        .join(Membership, Membership.id == ReminderPause.membership_id)
        .join(User, User.id == ReminderPause.user_id)
        .order_by(Opd.short_name, ReminderPause.made_at.desc())
    )  # fmt: skip


def _read(statement: Select[Any]) -> list[PauseLine]:
    return [PauseLine(*row) for row in db.session.execute(statement)]
