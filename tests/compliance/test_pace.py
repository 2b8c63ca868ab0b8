"""How fast, until when, and how much a day it takes."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.compliance.pace import HORIZON, Window, forecast, recent_days
from app.workdays import NATIONAL_CALENDAR

TODAY = date(2026, 11, 24)
DEADLINE = date(2026, 11, 30)
WINDOW = Window(date(2026, 11, 2), DEADLINE)


def last_ten_days_bring(total: int, *, before: int = 0) -> dict[date, int]:
    """Answers per day: `before` on the window's first day, `total` spread over the last ten working days."""
    days = NATIONAL_CALENDAR.last_working_days(10, first=WINDOW.first, last=TODAY - timedelta(days=1))
    daily = {day: total // 10 for day in days}
    daily[days[0]] += total % 10
    daily[WINDOW.first] = daily.get(WINDOW.first, 0) + before
    return daily


def recent(daily, window=WINDOW, today=TODAY):
    """The answers of the days that give the pace."""
    days = recent_days(window, today)
    return sum(count for day, count in daily.items() if days and days.first <= day <= days.last)


def forecast_of(daily, *, target, window=WINDOW, today=TODAY):
    achieved = sum(daily.values())
    return forecast(
        achieved,
        recent(daily, window, today),
        target=target,
        missing=max((target or 0) - achieved, 0),
        window=window,
        deadline=DEADLINE,
        today=today,
    )


@pytest.mark.parametrize(
    ("achieved", "target", "lately", "expected"),
    [
        (118, 260, 90, (date(2026, 12, 16), 36)),
        (204, 364, 135, (date(2026, 12, 10), 40)),
        (297, 380, 94, (date(2026, 12, 7), 21)),
        (358, 370, 90, (date(2026, 11, 26), 3)),
    ],
)
def test_the_board_forecasts_what_a_person_would_count_on_a_calendar(achieved, target, lately, expected):
    found = forecast_of(last_ten_days_bring(lately, before=achieved - lately), target=target)
    assert found.achieved == achieved
    assert found.pace == Fraction(lately, 10)
    assert (found.done_on, found.needed_per_day) == expected
    assert found.working_days_left == 4


def test_the_report_is_ready_three_working_days_after_the_last_answer():
    found = forecast_of(last_ten_days_bring(90, before=268), target=370)
    assert found.done_on == date(2026, 11, 26)
    assert found.ready_on == date(2026, 12, 1)


def test_after_a_met_target_only_closing_rtl_and_signature_remain():
    daily = {date(2026, 11, 3): 200, date(2026, 11, 10): 184, date(2026, 11, 17): 28}
    found = forecast_of(daily, target=384)
    assert found.target_met
    assert found.done_on is None
    assert found.ready_on == date(2026, 11, 27)
    assert found.needed_per_day is None


def test_before_any_working_day_of_the_window_has_passed_there_is_no_pace():
    found = forecast_of({TODAY: 12}, target=100, window=Window(TODAY, DEADLINE))
    assert found.pace is None
    assert found.done_on is None
    assert found.ready_on is None
    assert found.needed_per_day == 22


def test_a_november_plan_has_no_pace_in_june_and_needs_only_what_its_own_days_must_bring():
    found = forecast_of({}, target=60, today=date(2026, 6, 10))
    assert found.pace is None
    assert found.needed_per_day == 3
    assert found.working_days_left == 21


def test_a_window_that_began_on_thursday_is_measured_over_its_own_days():
    window = Window(date(2026, 11, 19), DEADLINE)
    daily = {date(2026, 11, 19): 5, date(2026, 11, 20): 8, date(2026, 11, 23): 5, date(2026, 11, 2): 90}
    assert forecast_of(daily, target=200, window=window).pace == Fraction(18, 3)


def test_a_hospitals_sunday_counts_with_the_friday_before_it():
    window = Window(date(2026, 11, 19), DEADLINE)
    weekdays = {date(2026, 11, 19): 5, date(2026, 11, 20): 5}
    with_weekend = {**weekdays, date(2026, 11, 22): 6}
    monday = date(2026, 11, 23)
    assert forecast_of(weekdays, target=200, window=window, today=monday).pace == 5
    assert forecast_of(with_weekend, target=200, window=window, today=monday).pace == 8


def test_what_comes_in_today_counts_as_achieved_but_does_not_slow_the_pace():
    daily = last_ten_days_bring(90)
    found = forecast_of({**daily, TODAY: 1}, target=260)
    assert found.achieved == 91
    assert found.pace == 9


def test_a_silent_fortnight_gives_a_pace_of_nought_and_no_date():
    found = forecast_of({date(2026, 11, 2): 40}, target=260)
    assert found.pace == 0
    assert found.done_on is None
    assert found.needs_double


def test_a_forecast_beyond_two_years_is_none():
    found = forecast_of(last_ten_days_bring(1), target=1 + HORIZON)
    assert found.pace == Fraction(1, 10)
    assert found.done_on is None


def test_without_a_target_nothing_is_missing_and_nothing_is_forecast():
    found = forecast_of(last_ten_days_bring(90), target=None)
    assert (found.target, found.missing, found.done_on, found.ready_on) == (None, 0, None, None)
    assert not found.target_met


def test_a_surplus_of_one_part_does_not_reach_the_target_of_another():
    found = forecast(150, 90, target=200, missing=80, window=WINDOW, deadline=DEADLINE, today=TODAY)
    assert not found.target_met
    assert found.done_on == date(2026, 12, 7)  # 80 answers at 9 a day: nine working days


def test_the_plan_ends_before_the_deadline_so_its_days_must_bring_the_rest():
    window = Window(date(2026, 11, 2), date(2026, 11, 27))
    assert forecast_of(last_ten_days_bring(90, before=28), target=260, window=window).needed_per_day == 48


def test_after_the_plan_has_run_out_the_deadline_is_what_is_left():
    window = Window(date(2026, 11, 2), date(2026, 11, 20))
    assert forecast_of(last_ten_days_bring(90, before=28), target=260, window=window).needed_per_day == 36


def test_on_the_last_day_everything_missing_is_needed_today_and_afterwards_nothing_can_be():
    daily = last_ten_days_bring(90, before=160)
    assert forecast_of(daily, target=260, today=DEADLINE).needed_per_day == 10
    assert forecast_of(daily, target=260, today=DEADLINE + timedelta(days=1)).needed_per_day is None


def test_twice_the_pace_is_not_yet_over_twice():
    exactly = forecast_of(last_ten_days_bring(90, before=98), target=188 + 4 * 18)
    over = forecast_of(last_ten_days_bring(90, before=98), target=188 + 4 * 18 + 1)
    assert exactly.needed_per_day == 18
    assert not exactly.needs_double
    assert over.needed_per_day == 19
    assert over.needs_double


def test_a_window_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="cannot end"):
        Window(date(2026, 11, 2), date(2026, 11, 1))


@given(
    today=st.dates(date(2026, 1, 1), date(2027, 6, 30)),
    counts=st.lists(st.integers(0, 40), min_size=1, max_size=40),
    target=st.integers(1, 900),
)
def test_working_at_the_forecast_pace_reaches_the_target_on_the_forecast_day_and_not_before(today, counts, target):
    daily = {today - timedelta(days=n + 1): count for n, count in enumerate(counts)}
    window = Window(today - timedelta(days=len(counts)), today + timedelta(days=30))
    found = forecast_of(daily, target=target, window=window, today=today)
    if found.target_met or not found.pace or found.done_on is None:
        return
    days = NATIONAL_CALENDAR.working_days_between(today, found.done_on)
    assert NATIONAL_CALENDAR.is_working_day(found.done_on)
    assert found.achieved + found.pace * days >= target > found.achieved + found.pace * (days - 1)
