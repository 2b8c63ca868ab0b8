"""The working days that reminders and forecasts count with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workdays import NATIONAL_CALENDAR, WorkCalendar, national_free_days

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 28), "Saturday"),
        (date(2026, 11, 29), "Sunday"),
        (date(2026, 8, 17), "Hari Kemerdekaan"),
        (date(2026, 12, 24), "joint leave before Christmas"),
        (date(2026, 3, 23), "joint leave of Idul Fitri"),
    ],
)
def test_nobody_works_on_free_days(day, why):
    assert not NATIONAL_CALENDAR.is_working_day(day), why


def test_the_city_can_make_a_day_free():
    election = date(2026, 11, 25)
    assert NATIONAL_CALENDAR.is_working_day(election)
    assert not WorkCalendar(frozenset({election})).is_working_day(election)


def test_free_days_of_a_year_carry_their_indonesian_names_and_no_other_year():
    days = national_free_days(2026)
    assert days[date(2026, 12, 24)] == "Cuti Bersama Hari Raya Natal"
    assert {day.year for day in days} == {2026}


def test_a_working_day_is_its_own_neighbour_and_a_weekend_leans_both_ways():
    friday, sunday, monday = date(2026, 11, 27), date(2026, 11, 29), date(2026, 11, 30)
    assert NATIONAL_CALENDAR.next_working_day(friday) == friday == NATIONAL_CALENDAR.previous_working_day(friday)
    assert NATIONAL_CALENDAR.next_working_day(sunday) == monday
    assert NATIONAL_CALENDAR.previous_working_day(sunday) == friday


def test_adding_working_days_steps_over_christmas_and_new_year():
    assert NATIONAL_CALENDAR.add_working_days(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert NATIONAL_CALENDAR.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert NATIONAL_CALENDAR.add_working_days(date(2026, 11, 29), 0) == date(2026, 11, 29)


def test_the_calendar_does_not_count_backwards():
    with pytest.raises(ValueError, match="ahead"):
        NATIONAL_CALENDAR.add_working_days(date(2026, 11, 24), -1)


@given(start=DAYS, count=st.integers(0, 60))
def test_adding_and_counting_are_each_others_inverse(start, count):
    end = NATIONAL_CALENDAR.add_working_days(start, count)
    assert NATIONAL_CALENDAR.working_days_between(start, end) == count


@given(day=DAYS)
def test_neighbours_are_working_days_on_their_own_side(day):
    before, after = NATIONAL_CALENDAR.previous_working_day(day), NATIONAL_CALENDAR.next_working_day(day)
    assert before <= day <= after
    assert NATIONAL_CALENDAR.is_working_day(before)
    assert NATIONAL_CALENDAR.is_working_day(after)
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(NATIONAL_CALENDAR.is_working_day(d) for d in between if d != day)


def test_the_last_working_days_are_cut_off_where_the_window_begins():
    days = NATIONAL_CALENDAR.last_working_days(10, first=date(2026, 11, 19), last=date(2026, 11, 24))
    assert days == (date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24))
