"""When reminders leave, and who hears."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from app.reminders.recipients import Recipient, RecipientFacts, kepala_since, recipients_for
from app.reminders.schedule import (
    ReminderPolicy,
    Step,
    in_working_morning,
    latest_due,
    next_step,
    planned_steps,
    step_code,
)
from app.workdays import NATIONAL_CALENDAR, WorkCalendar

DEADLINE = date(2026, 11, 30)
EVERY_DEADLINE = [date(2026, 1, 1) + timedelta(days=n) for n in range(730)]
STEPS = planned_steps(DEADLINE)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001  the city's wall clock


def step(offset: int) -> Step:
    return Step(step_code(offset), DEADLINE, offset)


def test_the_schedule_of_a_monday_deadline():
    assert [(s.code, s.due_on) for s in STEPS] == [
        ("H-30", date(2026, 10, 30)),
        ("H-14", date(2026, 11, 16)),
        ("H-7", date(2026, 11, 23)),
        ("H-1", date(2026, 11, 27)),
        ("H+1", date(2026, 12, 1)),
        ("H+8", date(2026, 12, 8)),
        ("H+15", date(2026, 12, 15)),
        ("H+22", date(2026, 12, 22)),
    ]


def test_steps_that_collide_send_the_latest_only_and_say_what_they_swallowed():
    friday = next(s for s in STEPS if s.due_on == date(2026, 11, 27))
    assert (friday.code, friday.merged) == ("H-1", ("H-3",))
    assert friday.label == "H−1"


def test_every_deadline_of_two_years_gets_a_lawful_schedule():
    for deadline in EVERY_DEADLINE:
        steps = planned_steps(deadline)
        days = [s.due_on for s in steps]
        assert len(steps) == 8, deadline
        assert all(NATIONAL_CALENDAR.is_working_day(day) for day in days), deadline
        assert all(earlier < later for earlier, later in pairwise(days)), deadline
        assert [s.due_on for s in steps] == [moved(deadline, s.offset) for s in steps], deadline
        assert all((s.due_on <= deadline) == (s.offset < 0) for s in steps), deadline


def test_for_every_deadline_a_collision_keeps_only_the_latest_step():
    for deadline in EVERY_DEADLINE:
        by_day: dict[date, list[int]] = {}
        for offset in (*ReminderPolicy().steps, 8, 15, 22, 29):
            by_day.setdefault(moved(deadline, offset), []).append(offset)
        planned = {s.due_on: s for s in planned_steps(deadline)}
        for day, kept in planned.items():
            *swallowed, latest = map(step_code, by_day[day])
            assert (kept.merged, kept.code) == (tuple(swallowed), latest), deadline


def moved(deadline: date, offset: int) -> date:
    nominal = deadline + timedelta(days=offset)
    leaning = NATIONAL_CALENDAR.previous_working_day if offset < 0 else NATIONAL_CALENDAR.next_working_day
    return leaning(nominal)


def test_a_long_holiday_folds_many_steps_into_one():
    closed = WorkCalendar(frozenset(date(2026, 11, 2) + timedelta(days=n) for n in range(28)))
    steps = planned_steps(DEADLINE, calendar=closed)
    assert [s.code for s in steps[:3]] == ["H-1", "H+1", "H+8"]
    assert steps[0].merged == ("H-30", "H-14", "H-7", "H-3")


def test_a_periode_that_opens_late_has_no_steps_from_before():
    steps = planned_steps(DEADLINE, opens_on=date(2026, 11, 10))
    assert [s.code for s in steps[:2]] == ["H-14", "H-7"]


def test_a_policy_can_stop_after_its_own_steps():
    policy = ReminderPolicy(steps=(-7, 1), weekly_after=0)
    assert [s.code for s in planned_steps(DEADLINE, policy)] == ["H-7", "H+1"]


def test_nothing_leaves_before_eight_after_four_or_on_a_sunday():
    assert latest_due(at(23, 7, 59), STEPS) is None
    assert latest_due(at(23, 8), STEPS).code == "H-7"
    assert latest_due(at(23, 15, 59), STEPS).code == "H-7"
    assert latest_due(at(23, 16), STEPS) is None
    assert latest_due(at(29, 9), STEPS) is None


def test_after_an_outage_only_the_latest_missed_step_is_sent():
    assert latest_due(at(30, 9), STEPS).code == "H-1"
    assert latest_due(at(25, 9), STEPS).code == "H-7"


def test_before_the_first_step_nothing_is_due():
    assert latest_due(at(29, 9, month=10), STEPS) is None


def test_the_next_step_is_todays_until_its_hour():
    assert next_step(at(23, 7, 59), STEPS).code == "H-7"
    assert next_step(at(23, 8), STEPS).code == "H-1"
    assert next_step(at(22, 8, month=12), STEPS) is None


def test_every_hour_of_the_periode_offers_at_most_the_next_step_and_never_an_earlier_one():
    sent: list[str] = []
    clock = at(20, 0, month=10)
    while clock < at(31, 0, month=12):
        due = latest_due(clock, STEPS)
        if due is not None and due.code not in sent:
            assert (clock.date(), clock.hour) == (due.due_on, 8)
            sent.append(due.code)
        clock += timedelta(hours=1)
    assert sent == [s.code for s in STEPS]


def test_a_policy_survives_the_database():
    policy = ReminderPolicy(steps=(-10, -2, 2), escalate_to=("Sekretaris Daerah <sekda@kota.example>",))
    assert ReminderPolicy.from_json(policy.to_json()) == policy
    assert ReminderPolicy.from_json({}) == ReminderPolicy()
    assert policy.to_json()["steps"] == [-10, -2, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": ()},
        {"steps": (-3, -7)},
        {"steps": (-3, -3)},
        {"steps": (0,)},
        {"max_letters": 0},
        {"max_letters": 99},
        {"hour": 16, "until_hour": 8},
        {"weekly_after": -7},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"steps|max_letters|hours|weekly_after"):
        ReminderPolicy(**wrong)


RUNNING = RecipientFacts(finished=False)
ADMINS = {Recipient.ADMIN_OPD, Recipient.ADMIN_UPP}


def test_nobody_hears_once_the_office_has_finished():
    assert all(not recipients_for(step(offset), RecipientFacts(finished=True)) for offset in (-7, 1, 8))


def test_admins_always_hear_and_the_kepala_from_seven_days_before():
    assert recipients_for(step(-14), RUNNING) == ADMINS
    assert recipients_for(step(-7), RUNNING) == ADMINS | {Recipient.KEPALA}


def test_the_kepala_hears_earlier_when_nothing_has_begun_a_fortnight_before():
    idle = RecipientFacts(finished=False, started=False)
    assert Recipient.KEPALA not in recipients_for(step(-30), idle)
    assert Recipient.KEPALA in recipients_for(step(-14), idle)


def test_the_kepala_hears_earlier_when_the_pace_would_have_to_double():
    slow = RecipientFacts(finished=False, needs_double=True)
    assert Recipient.KEPALA in recipients_for(step(-30), slow)


def test_the_copy_follows_the_deadline_and_the_leadership_the_week_after():
    policy = ReminderPolicy(escalate_to=("sekda@kota.example",))
    assert Recipient.ORGANISASI not in recipients_for(step(-1), RUNNING, policy)
    assert Recipient.ORGANISASI in recipients_for(step(1), RUNNING, policy)
    assert Recipient.PIMPINAN not in recipients_for(step(7), RUNNING, policy)
    assert Recipient.PIMPINAN in recipients_for(step(8), RUNNING, policy)
    assert Recipient.PIMPINAN not in recipients_for(step(8), RUNNING)


def test_petugas_hear_only_while_there_is_something_to_collect():
    collecting = RecipientFacts(finished=False, collecting=True)
    assert Recipient.PETUGAS in recipients_for(step(-7), collecting)
    assert Recipient.PETUGAS not in recipients_for(step(-7), RUNNING)


def test_the_admin_can_be_told_since_when_the_kepala_hears():
    assert kepala_since(STEPS) == date(2026, 11, 23)


def test_a_working_morning_lasts_from_the_hour_of_sending_until_noon():
    assert [hour for hour in range(24) if in_working_morning(at(24, hour), ReminderPolicy())] == [8, 9, 10, 11]
    assert not in_working_morning(at(22, 9))  # a Sunday
    late = ReminderPolicy(hour=13, until_hour=16)
    assert [hour for hour in range(24) if in_working_morning(at(24, hour), late)] == [13]
