"""How many offices have finished by which day: this periode, the one before, and between what the forecast lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.web.formats import angka, tanggal

from .course import LONGEST_AFTER, WEEK, Course, CourseChart

SHOWN_BEFORE = timedelta(weeks=8)  # before the deadline, or from the first office that finished

Days = Mapping[date, int]  # how many more (or fewer) there are from a day on


@dataclass(frozen=True, slots=True)
class FinishingInput:
    """`earlier` is the periode before, its days moved so that both deadlines fall on one day; None where there was none.

    `low`, `middle` and `high` are what the days to come bring at least, about, and at most.
    """

    total: int
    done: Days
    opens_on: date
    deadline: date
    today: date
    low: Days = field(default_factory=dict)
    middle: Days = field(default_factory=dict)
    high: Days = field(default_factory=dict)
    unknown: int = 0
    earlier: Days | None = None
    earlier_total: int = 0


@dataclass(frozen=True, slots=True)
class FinishingRow:
    """The counts when a day ended; None where nothing is known of it."""

    until: date
    done: int | None
    earlier: int | None
    forecast: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishingChart(CourseChart):
    done: str
    earlier: str
    middle: str
    band: str
    total_y: float
    total_text: str
    then_y: float | None  # of the periode before on the same day
    then_text: str
    rows: tuple[FinishingRow, ...]
    at_deadline: tuple[int, int, int] | None


def finishing(given: FinishingInput) -> FinishingChart:
    """Return the chart from some weeks before the deadline to the deadline, or as far as the forecast reaches."""
    area = _Area(given)
    now = min(given.today, area.last)
    here = _by(given.done, now)
    high, low = (area.steps(days, now, area.last, here) for days in (given.high, given.low))
    at_deadline = _forecast(given, given.deadline) if given.today < given.deadline else None
    return FinishingChart(
        done=_path(area.steps(given.done, area.first, now)),
        earlier=_path(area.steps(given.earlier, area.first, area.last)) if given.earlier is not None else "",
        middle=_path(area.steps(given.middle, now, area.last, here)) if given.middle else "",
        band=_path([*high, *reversed(low)]) + "Z" if given.high else "",
        total_y=area.y(given.total),
        total_text=f"{angka(given.total)} OPD",
        then_y=area.y(_by(given.earlier, now)) if given.earlier is not None else None,
        then_text=angka(_by(given.earlier, now)) if given.earlier is not None else "",
        rows=tuple(_row(given, day) for day in area.days()),
        at_deadline=at_deadline,
        summary=_summary(given, here, at_deadline),
        **area.frame(now, here, given.deadline),
    )


class _Area(Course):
    def __init__(self, given: FinishingInput) -> None:
        events = [*given.done, *(given.earlier or ())]
        first = max(given.opens_on, min([given.deadline - SHOWN_BEFORE, *events]))
        ahead = min(max(given.low, default=given.deadline), given.deadline + LONGEST_AFTER)
        today = min(given.today, given.deadline + LONGEST_AFTER)
        super().__init__(first, max(given.deadline, ahead, today), max(given.total, given.earlier_total))
        self.given = given

    def steps(self, days: Days, first: date, last: date, before: int | None = None) -> list[tuple[float, float]]:
        """Return the corners of a line that steps at each day; `before`: the count at its start, else what days say."""
        count = _by(days, first) if before is None else before
        corners = [(self.x(first), self.y(count))]
        for day in sorted(day for day in days if first < day <= last):
            corners.append((self.x(day), self.y(count)))
            count += days[day]
            corners.append((self.x(day), self.y(count)))
        return [*corners, (self.x(last), self.y(count))]

    def days(self) -> Sequence[date]:
        """Return the days of the table: weeks, today, the deadline and the end."""
        weeks = {self.first + WEEK * number for number in range(self.span // 7 + 1)}
        return sorted({*weeks, min(self.given.today, self.last), self.given.deadline, self.last})


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in corners)


def _by(days: Days, day: date) -> int:
    return sum(count for each, count in days.items() if each <= day)


def _row(given: FinishingInput, day: date) -> FinishingRow:
    return FinishingRow(
        day,
        done=_by(given.done, day) if day <= given.today else None,
        earlier=_by(given.earlier, day) if given.earlier is not None else None,
        forecast=_forecast(given, day) if day > given.today else None,
    )


def _forecast(given: FinishingInput, day: date) -> tuple[int, int, int] | None:
    if not given.high:
        return None
    here = _by(given.done, given.today)
    return here + _by(given.low, day), here + _by(given.middle, day), here + _by(given.high, day)


def _summary(given: FinishingInput, here: int, at_deadline: tuple[int, int, int] | None) -> str:
    said = [f"{angka(here)} dari {angka(given.total)} OPD selesai"]
    if given.earlier is not None:
        then = angka(_by(given.earlier, given.today))
        said.append(f"tahun lalu pada hari yang sama {then} dari {angka(given.earlier_total)}")
    if at_deadline:
        low, middle, high = (angka(count) for count in at_deadline)
        said.append(
            f"pada tenggat {tanggal(given.deadline)} diperkirakan {low} sampai {high} selesai, kira-kira {middle}"
        )
    if given.unknown:
        said.append(f"{angka(given.unknown)} OPD belum dapat diperkirakan")
    return "; ".join(said) + "."
