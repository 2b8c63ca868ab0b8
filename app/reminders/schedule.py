"""When reminders fall due and who hears (product.md, "Reminding"). Pure: no clock, no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from app.workdays import NATIONAL_CALENDAR, WorkCalendar

MINUS = "\N{MINUS SIGN}"
NOON = 12


@dataclass(frozen=True)
class ReminderPolicy:
    """A periode's rules of reminding. Offsets are calendar days from the deadline: -7 is H−7, 1 is H+1.

    After the last of `steps` a reminder follows every `weekly_after` days (0: none), `max_letters` in all.
    Letters leave from `hour` and, when something held them up, until `until_hour`, local time, on working
    days. `escalate_to` holds addresses, bare or as "Sekretaris Daerah <sekda@…>".
    """

    steps: tuple[int, ...] = (-30, -14, -7, -3, -1, 1)
    weekly_after: int = 7
    max_letters: int = 8
    hour: int = 8
    until_hour: int = 16
    kepala_from: int = -7
    kepala_if_not_started_from: int = -14
    escalate_after: int = 7
    escalate_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.steps or 0 in self.steps or list(self.steps) != sorted(set(self.steps)):
            raise ValueError("steps must be distinct days before or after the deadline, in order")
        if not 1 <= self.max_letters <= 12:
            raise ValueError("max_letters must lie between 1 and 12")
        if not 0 <= self.hour < self.until_hour <= 23:
            raise ValueError("the hours of sending must lie in one day, in order")
        if self.weekly_after < 0:
            raise ValueError("weekly_after is a number of days, or 0 for none")

    def to_json(self) -> dict[str, Any]:
        """Return the policy as JSON values, for the periode's column."""
        return {name: _plain(value) for name, value in vars(self).items()}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "ReminderPolicy":
        """Return a stored policy; a missing key keeps its default, an unknown one is a TypeError."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
        }
        return cls(**values)


@dataclass(frozen=True)
class Step:
    """One reminder: `code` is its stable key, `merged` holds the codes of the steps it swallowed."""

    code: str
    due_on: date
    offset: int
    merged: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The code as people read it, with a true minus: H−7."""
        return step_label(self.code)


DEFAULT_POLICY = ReminderPolicy()


def step_code(offset: int) -> str:
    """Return the key of a step, in plain ASCII: H-7, H+1."""
    return f"H{offset:+d}"


def step_label(code: str) -> str:
    return code.replace("-", MINUS)


def planned_steps(
    deadline: date,
    policy: ReminderPolicy = DEFAULT_POLICY,
    calendar: WorkCalendar = NATIONAL_CALENDAR,
    *,
    opens_on: date | None = None,
) -> tuple[Step, ...]:
    """Return the steps of a periode in order of time, each on a working day, `max_letters` at most.

    A step before the deadline that falls on a free day moves to the working day before, one after it to the
    working day after. Steps that collide become the latest of them. Steps that fall before `opens_on` do
    not exist.
    """
    planned: list[Step] = []
    for offset in _offsets(policy):
        step = Step(step_code(offset), _due_on(deadline, offset, calendar), offset)
        if opens_on is not None and step.due_on < opens_on:
            continue
        if planned and planned[-1].due_on >= step.due_on:
            swallowed = planned.pop()
            step = Step(step.code, step.due_on, offset, merged=(*swallowed.merged, swallowed.code))
        elif len(planned) == policy.max_letters:
            break
        planned.append(step)
    return tuple(planned)


def latest_due(
    now_local: datetime,
    steps: Sequence[Step],
    policy: ReminderPolicy = DEFAULT_POLICY,
    calendar: WorkCalendar = NATIONAL_CALENDAR,
) -> Step | None:
    """Return the one step that may be sent now: the latest due, so that an outage never sends two at once.

    None outside the sending hours and on free days, and before the first step. `now_local` is the city's
    wall clock; whether the step was already decided is for the caller's unique key to say.
    """
    if not in_sending_hours(now_local, policy, calendar):
        return None
    due = [step for step in steps if step.due_on <= now_local.date()]
    return due[-1] if due else None


def next_step(now_local: datetime, steps: Sequence[Step], policy: ReminderPolicy = DEFAULT_POLICY) -> Step | None:
    """Return the first step that is still to come, today's included until its hour; None after the last."""
    return next((step for step in steps if now_local.replace(tzinfo=None) < sent_at(step, policy)), None)


def sent_at(step: Step, policy: ReminderPolicy = DEFAULT_POLICY) -> datetime:
    """Return the local wall-clock time, without zone, at which a step leaves."""
    return datetime.combine(step.due_on, time(policy.hour))


def in_sending_hours(
    now_local: datetime, policy: ReminderPolicy = DEFAULT_POLICY, calendar: WorkCalendar = NATIONAL_CALENDAR
) -> bool:
    """True on a working day from 08.00 until, not including, 16.00 (the policy's hours)."""
    return calendar.is_working_day(now_local.date()) and policy.hour <= now_local.hour < policy.until_hour


def in_working_morning(
    now_local: datetime, policy: ReminderPolicy = DEFAULT_POLICY, calendar: WorkCalendar = NATIONAL_CALENDAR
) -> bool:
    """True in the sending hours before noon, or in the first of them where the policy sends later."""
    return in_sending_hours(now_local, policy, calendar) and now_local.hour < max(NOON, policy.hour + 1)


def _offsets(policy: ReminderPolicy) -> Iterator[int]:
    """Yield the day offsets of the schedule in order, without end when it goes on weekly."""
    yield from policy.steps
    if policy.weekly_after:
        yield from count(policy.steps[-1] + policy.weekly_after, policy.weekly_after)


def _due_on(deadline: date, offset: int, calendar: WorkCalendar) -> date:
    nominal = deadline + timedelta(days=offset)
    return calendar.previous_working_day(nominal) if offset < 0 else calendar.next_working_day(nominal)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
