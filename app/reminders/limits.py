"""How long reminders may be paused, and whose pause a step heeds. Pure: no clock, no database."""

from __future__ import annotations

from datetime import date, timedelta

from app.reminders.plan import Plan
from app.reminders.recipients import Recipient
from app.reminders.schedule import Step

# As long as the longest leave that is nobody's to hand over for; who is away longer hands the role over.
LONGEST = timedelta(days=30)
# From H−3 on the head of an office always hears: what is missed now is missed for the year.
HEAD_ALWAYS_FROM = -3
OF_OPD = frozenset({Recipient.ADMIN_OPD, Recipient.ADMIN_UPP, Recipient.KEPALA, Recipient.PETUGAS})


def heeded_at(step: Step) -> frozenset[Recipient]:
    """Return whose pause holds a step's letters back: nobody's after the deadline, a kepala's only before H−3."""
    if step.offset > 0:
        return frozenset()
    return OF_OPD - ({Recipient.KEPALA} if step.offset >= HEAD_ALWAYS_FROM else set())


def last_day(plan: Plan, today: date, *, head: bool) -> date | None:
    """Return the last day until which somebody may pause now; None where it is too late to pause."""
    days = [today + LONGEST, plan.deadline]
    if head:
        days += [step.due_on - timedelta(days=1) for step in plan.steps if step.offset >= HEAD_ALWAYS_FROM]
    last = min(days)
    return last if last >= today else None
