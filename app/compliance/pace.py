"""How fast a survey gathers answers, and when it will be done at that pace. Pure: no clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from math import ceil

from app.workdays import NATIONAL_CALENDAR, ONE_DAY, WorkCalendar

PACE_DAYS = 10  # product.md, "Reminding": the mean of the last 10 working days inside the window
REMAINING_WORKING_DAYS = 3  # after the last answer: a day to close, a day for the RTL, a day for the signature
HORIZON = 500  # working days, about two years: a forecast beyond it says nothing anybody can act on


@dataclass(frozen=True)
class Window:
    """The days on which a UPP plans to collect, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a collection window cannot end before it begins")


@dataclass(frozen=True)
class Forecast:
    """Where the collecting of one survey stands and where it leads.

    `pace` is in answers per working day, exact, and None ("laju belum dapat dihitung") until a working day
    of the window has passed. `done_on` is the day on which the target was or will be reached, `ready_on`
    the day on which the report can be with Bagian Organisasi after closing, RTL and signature; both are
    None without a usable pace. `days_past_deadline` belongs to `done_on` and is negative when that comes
    before the deadline. `needed_per_day` is what each remaining working day must bring, None when nothing
    is missing or no day is left.
    """

    achieved: int
    target: int | None
    pace: Fraction | None
    done_on: date | None
    ready_on: date | None
    days_past_deadline: int | None
    needed_per_day: int | None
    working_days_left: int

    @property
    def missing(self) -> int:
        """Answers still missing to the target; 0 once it is met or while there is no target."""
        return max((self.target or 0) - self.achieved, 0)

    @property
    def target_met(self) -> bool:
        return self.target is not None and self.achieved >= self.target

    @property
    def needs_double(self) -> bool:
        """True when the needed pace is over twice the actual one (the kepala then hears earlier)."""
        return self.pace is not None and self.needed_per_day is not None and self.needed_per_day > 2 * self.pace


def forecast(
    daily: Mapping[date, int],
    *,
    target: int | None,
    window: Window,
    deadline: date,
    today: date,
    calendar: WorkCalendar = NATIONAL_CALENDAR,
    remaining_days: int = REMAINING_WORKING_DAYS,
) -> Forecast:
    """Return the forecast of a survey from its answers per local day.

    Today is half over at best, so the pace looks at the days before it, and the days ahead begin tomorrow.
    `target` is None or 0 while the population, and so the sample size, is not known. A survey without a
    registered plan takes the whole periode as its window.
    """
    target = target or None
    achieved = sum(daily.values())
    pace = measured_pace(daily, window=window, today=today, calendar=calendar)
    missing = max((target or 0) - achieved, 0)
    done_on = _reached_on(daily, target) if not missing else _expected_on(missing, pace, today, calendar)
    last_day = _last_collecting_day(window, deadline, today)
    days_left = calendar.working_days_between(_eve(window, today), last_day)
    return Forecast(
        achieved=achieved,
        target=target,
        pace=pace,
        done_on=done_on,
        ready_on=None if done_on is None else calendar.add_working_days(max(done_on, today), remaining_days),
        days_past_deadline=None if done_on is None else (done_on - deadline).days,
        needed_per_day=_needed_per_day(missing, days_left, is_last_day=today == last_day),
        working_days_left=days_left,
    )


def measured_pace(
    daily: Mapping[date, int], *, window: Window, today: date, calendar: WorkCalendar = NATIONAL_CALENDAR
) -> Fraction | None:
    """Return the mean answers per working day over the last 10 working days of the window that are over.

    Fewer days when the window began later; None when none of its working days has passed. What comes in on
    a free day (a hospital's Sunday) counts with the working day before it, or a seven-day service would
    look too slow.
    """
    yesterday = min(today - ONE_DAY, window.last)
    days = calendar.last_working_days(PACE_DAYS, first=window.first, last=yesterday)
    if not days:
        return None
    span = (days[0] + timedelta(days=n) for n in range((yesterday - days[0]).days + 1))
    return Fraction(sum(daily.get(day, 0) for day in span), len(days))


def _reached_on(daily: Mapping[date, int], target: int | None) -> date | None:
    """Return the day whose answers filled the target; None without a target."""
    if target is None:
        return None
    totals = accumulate(daily[day] for day in sorted(daily))
    return next(day for day, total in zip(sorted(daily), totals, strict=True) if total >= target)


def _expected_on(missing: int, pace: Fraction | None, today: date, calendar: WorkCalendar) -> date | None:
    """Return the working day on which the missing answers will be there; None without a usable pace."""
    if not pace:
        return None
    days = ceil(missing / pace)
    return calendar.add_working_days(today, days) if days <= HORIZON else None


def _last_collecting_day(window: Window, deadline: date, today: date) -> date:
    """The plan's last day or the deadline, whichever is first; the deadline once the plan has run out."""
    return min(window.last, deadline) if window.last > today else deadline


def _eve(window: Window, today: date) -> date:
    """The day before the first day that can still bring answers: tomorrow, or the window's first day."""
    return max(today, window.first - ONE_DAY)


def _needed_per_day(missing: int, days_left: int, *, is_last_day: bool) -> int | None:
    if not missing:
        return None
    if days_left:
        return ceil(Fraction(missing, days_left))
    return missing if is_last_day else None
