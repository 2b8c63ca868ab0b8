"""Pausing one's reminders about an OPD, and ending a pause. Inside the scope of the OPD, whose decisions wait meanwhile."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from app import clock
from app.access.roles import Role
from app.accounts.queries import get_user
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.reminders import pauses
from app.reminders.decision import lock_opd
from app.reminders.limits import last_day
from app.reminders.models import ReminderPause
from app.reminders.plan import Plan
from app.web.formats import tanggal

TOO_LATE = "Pengingat tidak dapat dijeda lagi pada periode ini."


def pause(plan: Plan, user_id: UUID, *, until: date, reason: str, by: Actor) -> None:
    """The person is not reminded about the OPD in scope up to and including a day, in none of their roles."""
    lock_opd()
    if pauses.find_lasting(plan.periode_id, user_id) is not None:
        raise Conflict("Pengingat Anda sudah dijeda.")
    member = pauses.get_membership(user_id)
    last = last_day(plan, clock.today(), head=member.role is Role.KEPALA)
    if last is None:
        raise Conflict(TOO_LATE)
    if not clock.today() <= until <= last:
        raise Rejected(f"Pilih tanggal dari hari ini sampai {tanggal(last)}.", field="until")
    row = ReminderPause(
        periode_id=plan.periode_id, user_id=user_id, membership_id=member.id, until=until, reason=reason, made_at=clock.now()
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(
        Action.REMINDER_PAUSED, row, by=by, name=member.petugas_code or get_user(user_id).name, until=row.until
    )


def resume(plan: Plan, user_id: UUID, *, by: Actor) -> None:
    """The person is reminded again from now on."""
    lock_opd()
    row = pauses.find_lasting(plan.periode_id, user_id)
    if row is None:
        raise Conflict("Pengingat Anda tidak sedang dijeda.")
    _end(row, by=by, note="")


def end(pause_id: UUID, *, note: str, by: Actor) -> None:
    """Bagian Organisasi lets the person be reminded again; the person reads why."""
    lock_opd()
    row = pauses.get_pause(pause_id)
    if row.ended_at is not None or row.until < clock.today():
        raise Conflict("Jeda ini sudah berakhir.")
    _end(row, by=by, note=note)


def _end(row: ReminderPause, *, by: Actor, note: str) -> None:
    row.ended_at, row.ended_by, row.end_note = clock.now(), by.name, note
    line = pauses.get_line(row.id)
    audit.record(Action.REMINDER_RESUMED, row, by=by, name=line.code or line.name, note=note)
