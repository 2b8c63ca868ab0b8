"""Answers collected day by day, the line that leads to the target, and where the forecast lies between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.web.formats import angka, tanggal

from .course import LONGEST_AFTER, WEEK, Course, CourseChart


@dataclass(frozen=True, slots=True)
class PaceInput:
    """What the chart draws; `done` are the first and last day of the forecast, None where nobody can tell."""

    days: Mapping[date, int]
    target: int | None
    first: date
    deadline: date
    today: date
    needed_until: date | None = None
    done: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class PaceWeek:
    until: date
    count: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceChart(CourseChart):
    collected: str
    needed: str
    band: str
    target_y: float | None
    target_text: str
    weeks: tuple[PaceWeek, ...]


def pace(given: PaceInput) -> PaceChart:
    """Return the chart from the first day (or the first answer) to the deadline, or as far as the forecast reaches."""
    field = _Field(given)
    total = sum(given.days.values())
    now = max(given.today, field.first) if given.today < given.deadline or given.done else min(given.today, field.last)
    here = field.place(now, total)
    return PaceChart(
        collected=_collected(given, field, now),
        needed=f"M{here}L{field.place(given.needed_until, given.target)}"
        if given.needed_until and given.target and total < given.target
        else "",
        band=f"M{here}L{field.place(given.done[0], given.target)}L{field.place(given.done[1], given.target)}Z"
        if given.done and given.target
        else "",
        target_y=field.y(given.target) if given.target else None,
        target_text=angka(given.target) if given.target else "",
        weeks=_weeks(given, field.first, now),
        summary=_summary(given, total),
        **field.frame(now, total, given.deadline),
    )


class _Field(Course):
    def __init__(self, given: PaceInput) -> None:
        last = max(given.deadline, given.today)
        if given.done:
            last = max(last, min(given.done[1], given.deadline + LONGEST_AFTER))
        super().__init__(min([given.first, *given.days]), last, max(given.target or 0, sum(given.days.values())))

    def place(self, day: date, count: int) -> str:
        """Return a point of a path; days behind the end keep their slope, since the field is cut off there."""
        return f"{round((day - self.first).days * 100 / self.span, 2)} {self.y(count)}"


def _collected(given: PaceInput, field: _Field, now: date) -> str:
    total, path = 0, [f"M{field.place(field.first, 0)}"]
    for day in sorted(given.days):
        path.append(f"L{field.place(day, total)}")
        total += given.days[day]
        path.append(f"L{field.place(day, total)}")
    return "".join([*path, f"L{field.place(max(now, *given.days) if given.days else now, total)}"])


def _weeks(given: PaceInput, first: date, now: date) -> tuple[PaceWeek, ...]:
    weeks, until, total = [], first - timedelta(days=1), 0
    last = max([now, *given.days])
    while until < last:
        until = min(until + WEEK, last)
        counted = sum(n for day, n in given.days.items() if day <= until)
        weeks.append(PaceWeek(until, counted - total, counted))
        total = counted
    return tuple(weeks)


def _summary(given: PaceInput, total: int) -> str:
    said = f"Terkumpul {angka(total)} jawaban" + (f" dari target {angka(given.target)}" if given.target else "")
    if given.done:
        said += f"; target diperkirakan tercapai antara {tanggal(given.done[0])} dan {tanggal(given.done[1])}"
    return f"{said}; tenggat {tanggal(given.deadline)}."
