"""The city's working days: without weekends, national holidays, joint leave and the city's own free days.

Pure and offline: the `holidays` library calculates the Indonesian calendar, joint leave (cuti bersama)
included. Years whose joint decree (SKB 3 Menteri) is not out yet hold estimates; what the decree adds can
be given as `extra_free`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """One city's working days; `extra_free` holds days that are free only here: an election, a flood."""

    extra_free: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """True unless `day` is a Saturday, a Sunday, a national holiday, joint leave or an extra free day."""
        return day.weekday() < SATURDAY and day not in self.extra_free and day not in national_free_days(day.year)

    def next_working_day(self, day: date) -> date:
        """Return `day` itself when it is a working day, else the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """Return `day` itself when it is a working day, else the last working day before it."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; 0 gives `day` back, less than 0 is a ValueError."""
        if count < 0:
            raise ValueError("add_working_days only looks ahead")
        while count:
            day = self.next_working_day(day + ONE_DAY)
            count -= 1
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; 0 unless `end` is after `start`."""
        days = range(1, (end - start).days + 1)
        return sum(self.is_working_day(start + timedelta(days=n)) for n in days)

    def last_working_days(self, count: int, *, first: date, last: date) -> tuple[date, ...]:
        """Return at most `count` working days inside [first, last], the latest ones, in order of time."""
        found: list[date] = []
        day = last
        while day >= first and len(found) < count:
            if self.is_working_day(day):
                found.append(day)
            day -= ONE_DAY
        return tuple(reversed(found))


@lru_cache(maxsize=16)
def national_free_days(year: int) -> Mapping[date, str]:
    """Return the national holidays and joint leave of `year` with their Indonesian names."""
    # Copied into a plain dict: the library's own mapping grows by itself when it is asked for another year.
    return dict(holidays.country_holidays("ID", years=year, categories=("public", "government"), language="id"))


NATIONAL_CALENDAR = WorkCalendar()
