"""How fast a UPP gathers answers, and when it will be done at that pace. Pure: no clock, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import exp, floor, sqrt
from typing import NamedTuple

from app.workdays import NATIONAL_CALENDAR, ONE_DAY, WorkCalendar

PACE_DAYS = 10  # product.md, "Reminding": the mean of the last 10 working days inside the window
REMAINING_WORKING_DAYS = 3  # after the last answer: a day to close, a day for the RTL, a day for the signature
HORIZON = 500  # working days, about two years: a forecast beyond it says nothing anybody can act on
# How far the 80 % band reaches before and after the forecast, in standard deviations; not alike, since slow starts gather
# speed. Calibrated on seeds 1 to 5 of tests/compliance/paces.py; test_band.py holds them on seeds that were not used.
BAND_BEFORE, BAND_AFTER = 1.75, 0.95
REMAINING_SPREAD = 1  # a working day: what remains after the last answer takes two to four
# A city plans by few windows, and the board asks about each of them once for every UPP.
REMEMBERED = 4096


@dataclass(frozen=True)
class Window:
    """The days on which a UPP plans to collect, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a collection window cannot end before it begins")


class RecentDays(NamedTuple):
    """The days whose answers give the pace, both ends included; `working` of them are working days."""

    first: date
    last: date
    working: int


class Band(NamedTuple):
    """The days between which something happens four times out of five, both included."""

    first: date
    last: date


class Forecast(NamedTuple):
    """Where the collecting of a UPP stands and where it leads.

    `missing` is what its parts still lack, each for itself: a surplus does not make up for another's shortfall. `pace` is
    in answers per working day, exact, and None ("laju belum dapat dihitung") until a working day of the window has passed.
    `done_on` is the day on which the target will be reached, `ready_on` the day on which the report can be with Bagian
    Organisasi after closing, RTL and signature; both are None without a usable pace, and `done_on` once nothing is missing.
    `done_between` and `ready_between` are the 80 % bands of those two days, None where the day is.
    `needed_per_day` is what each remaining working day must bring, None when nothing is missing or no day is left.
    """

    achieved: int
    target: int | None
    missing: int
    pace: Fraction | None = None
    done_on: date | None = None
    ready_on: date | None = None
    needed_per_day: int | None = None
    working_days_left: int = 0
    done_between: Band | None = None
    ready_between: Band | None = None

    @property
    def target_met(self) -> bool:
        return self.target is not None and not self.missing

    @property
    def needs_double(self) -> bool:
        """True when the needed pace is over twice the actual one (the kepala then hears earlier)."""
        return self.pace is not None and self.needed_per_day is not None and self.needed_per_day > 2 * self.pace


def forecast(
    achieved: int,
    recent: int,
    *,
    target: int | None,
    missing: int,
    window: Window,
    deadline: date,
    today: date,
    squares: int = 0,
    calendar: WorkCalendar = NATIONAL_CALENDAR,
) -> Forecast:
    """Return the forecast of a UPP that has `achieved` answers, `recent` of them on the days that recent_days() names.

    `squares` is the sum of the squares of those days' answers: how much they differ from each other gives the band.

    Today is half over at best, so the pace looks at the days before it, and the days ahead begin tomorrow. `target` is
    None while the population, and so the sample size, is not known. A UPP without a registered plan takes the whole
    periode as its window.
    """
    days = recent_days(window, today, calendar)
    ahead = _working_days_ahead(today, calendar)
    needed_days = None  # until the target is reached
    if not missing:
        needed_days = 0 if target else None
    elif days and recent:
        needed_days = -(-missing * days.working // recent)
    known = needed_days is not None and needed_days <= HORIZON
    last_day = last_collecting_day(window, deadline, today)
    days_left = _working_days_between(_eve(window, today), last_day, calendar)
    early, late = _spread(needed_days, recent, squares, days.working) if known and needed_days and days else (0, 0)
    return Forecast(
        achieved=achieved,
        target=target,
        missing=missing,
        pace=_pace(recent, days.working) if days else None,
        done_on=ahead[needed_days - 1] if known and needed_days else None,
        ready_on=ahead[needed_days - 1 + REMAINING_WORKING_DAYS] if known and needed_days is not None else None,
        needed_per_day=_needed_per_day(missing, days_left, is_last_day=today == last_day),
        working_days_left=days_left,
        done_between=Band(ahead[early - 1] if early else today, ahead[late - 1]) if late else None,
        ready_between=_ready_between(ahead, early, late) if known else None,
    )


def _spread(needed: int, recent: int, squares: int, days: int) -> tuple[int, int]:
    """Return between which working days, tomorrow is 1 and today 0, the target is reached four times out of five.

    The days that a walk with drift needs have, by their inverse Gaussian law, the squared coefficient of variation
    c²/needed, where c is that of one day's answers (Folks and Chhikara, "The inverse Gaussian distribution and its
    statistical application", J. R. Statist. Soc. B 40, 1978); the pace itself, measured on `days` days, adds c²/days.
    Nobody's days are taken for steadier than chance (Poisson). The quantiles are not those of the law but calibrated:
    real days are not independent, since people pause, and slow starts gather speed.
    """
    mean = recent / days
    variance = max(squares / days - mean**2, mean)
    deviation = sqrt(variance) / mean * sqrt(1 / days + 1 / needed)
    early = floor(needed * exp(-BAND_BEFORE * deviation))
    return early, min(HORIZON, -floor(-needed * exp(BAND_AFTER * deviation)))


def _ready_between(ahead: tuple[date, ...], early: int, late: int) -> Band:
    """Return the band of the day on which the report can be there."""
    first = early + REMAINING_WORKING_DAYS - REMAINING_SPREAD
    last = late + REMAINING_WORKING_DAYS + REMAINING_SPREAD
    return Band(ahead[first - 1], ahead[last - 1])


def ready_after_collecting(today: date, calendar: WorkCalendar = NATIONAL_CALENDAR) -> tuple[date, Band]:
    """Return when the report of a UPP that collects no more can be with Bagian Organisasi, and the band around that day."""
    ahead = _working_days_ahead(today, calendar)
    return ahead[REMAINING_WORKING_DAYS - 1], _ready_between(ahead, 0, 0)


@lru_cache(REMEMBERED)
def recent_days(window: Window, today: date, calendar: WorkCalendar = NATIONAL_CALENDAR) -> RecentDays | None:
    """Return the last 10 working days of the window that are over; fewer when it began later, None when none has passed.

    What comes in on a free day (a hospital's Sunday) counts with the working day before it, or a seven-day service would
    look too slow.
    """
    yesterday = min(today - ONE_DAY, window.last)
    days = calendar.last_working_days(PACE_DAYS, first=window.first, last=yesterday)
    return RecentDays(days[0], yesterday, len(days)) if days else None


@lru_cache(REMEMBERED)
def _pace(recent: int, days: int) -> Fraction:
    return Fraction(recent, days)


@lru_cache(16)
def _working_days_ahead(today: date, calendar: WorkCalendar) -> tuple[date, ...]:
    """Return the working days after today, as far as a forecast looks."""
    days = [today]
    while len(days) <= HORIZON + REMAINING_WORKING_DAYS + REMAINING_SPREAD:
        days.append(calendar.next_working_day(days[-1] + ONE_DAY))
    return tuple(days[1:])


@lru_cache(REMEMBERED)
def _working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    return calendar.working_days_between(start, end)


def last_collecting_day(window: Window, deadline: date, today: date) -> date:
    """The plan's last day or the deadline, whichever is first; the deadline once the plan has run out."""
    return min(window.last, deadline) if window.last > today else deadline


def _eve(window: Window, today: date) -> date:
    """The day before the first day that can still bring answers: tomorrow, or the window's first day."""
    return max(today, window.first - ONE_DAY)


def _needed_per_day(missing: int, days_left: int, *, is_last_day: bool) -> int | None:
    if not missing:
        return None
    if days_left:
        return -(-missing // days_left)
    return missing if is_last_day else None
