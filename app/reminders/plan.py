"""What a periode's policy means for reminding: its steps, which of them is due, and the week's digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.compliance.standing import Term
from app.periods.models import Periode
from app.periods.policy import Policy
from app.reminders.schedule import (
    DEFAULT_POLICY,
    ReminderPolicy,
    Step,
    in_sending_hours,
    latest_due,
    next_step,
    planned_steps,
)
from app.workdays import NATIONAL_CALENDAR

# Somebody invited, or an OPD whose result was returned, within a working week after a step still hears of it.
# Later the letter would come out of nowhere, and the next step is near.
CATCH_UP_WORKING_DAYS = 5


@dataclass(frozen=True)
class Plan:
    """A periode as reminding sees it; outlives the session in which it was read."""

    periode_id: UUID
    name: str
    opens_on: date
    deadline: date
    policy: ReminderPolicy
    steps: tuple[Step, ...]

    def due(self, now_local: datetime) -> Step | None:
        """Return the one step to be decided now, or None: outside the hours, before the first, long after."""
        step = latest_due(now_local, self.steps, self.policy)
        if step is None:
            return None
        age = NATIONAL_CALENDAR.working_days_between(step.due_on, now_local.date())
        return step if age <= CATCH_UP_WORKING_DAYS else None

    def following(self, now_local: datetime) -> Step | None:
        """Return the first step still to come."""
        return next_step(now_local, self.steps, self.policy)

    def term(self, today: date) -> Term:
        """Return what every UPP is measured against on a day."""
        return Term(self.opens_on, self.deadline, today)

    def find_step(self, code: str | None) -> Step | None:
        return next((step for step in self.steps if step.code == code), None)


@dataclass(frozen=True)
class Digest:
    """The digest that may be decided now: `code` is the ISO week, "2026-W48"; `due_at` is naive local."""

    code: str
    due_at: datetime


def plan_of(periode: Periode) -> Plan:
    policy = reminder_policy(Policy.from_json(periode.policy))
    steps = planned_steps(periode.deadline, policy, opens_on=periode.opens_on)
    return Plan(periode.id, periode.name, periode.opens_on, periode.deadline, policy, steps)


def reminder_policy(policy: Policy) -> ReminderPolicy:
    """Return the part of a periode's policy that reminding follows."""
    return ReminderPolicy(
        steps=tuple(sorted(set(policy.reminder_steps) - {0})),
        max_letters=policy.max_letters,
        hour=policy.reminder_hour,
        until_hour=max(DEFAULT_POLICY.until_hour, policy.reminder_hour + 1),
        escalate_to=policy.escalation_emails,
    )


def digest_due(now_local: datetime, plan: Plan) -> Digest | None:
    """Return the digest of this week: due on its first working day; later when held up."""
    today = now_local.date()
    if not in_sending_hours(now_local, plan.policy):
        return None
    first = NATIONAL_CALENDAR.next_working_day(today - timedelta(days=today.weekday()))
    if plan.opens_on > first:
        return None
    year, week, _ = today.isocalendar()
    return Digest(f"{year}-W{week:02d}", datetime.combine(first, time(plan.policy.hour)))
