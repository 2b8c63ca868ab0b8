"""Answers collected day by day, the line that leads to the target, and where the forecast lies between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.web.formats import angka, tanggal, tanggal_pendek

from .scale import position

HEIGHT, TOP, BOTTOM, DAYS = 224, 26, 196, 218
LONGEST_AFTER = timedelta(
    days=45
)  # a forecast far behind the deadline leaves the chart, or the past would shrink to nothing
WEEK = timedelta(days=7)


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


@dataclass(frozen=True, slots=True)
class PaceChart:
    """Paths stand on a field 100 wide and `height` high, which is stretched; texts at percent and pixels."""

    collected: str
    needed: str
    band: str
    target_y: float | None
    target_text: str
    now_x: float
    now_y: float
    now_text: str
    deadline_x: float
    first_text: str
    deadline_text: str
    weeks: tuple[PaceWeek, ...]
    summary: str
    height: int = HEIGHT
    top: int = TOP
    bottom: int = BOTTOM
    days_y: int = DAYS


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
        now_x=field.x(now),
        now_y=field.y(total),
        now_text=angka(total),
        deadline_x=field.x(given.deadline),
        first_text=tanggal_pendek(field.first),
        deadline_text=tanggal_pendek(given.deadline),
        weeks=_weeks(given, field.first, now),
        summary=_summary(given, total),
    )


class _Field:
    def __init__(self, given: PaceInput) -> None:
        self.first = min([given.first, *given.days])
        last = max(given.deadline, given.today)
        if given.done:
            last = max(last, min(given.done[1], given.deadline + LONGEST_AFTER))
        self.last = max(last, self.first + timedelta(days=1))
        self.most = max(given.target or 0, sum(given.days.values()), 1)
        self._span = (self.last - self.first).days

    def x(self, day: date) -> float:
        return position(min((day - self.first).days, self._span), 0, self._span)

    def y(self, count: int) -> float:
        return round(float(BOTTOM - Fraction(count, self.most) * (BOTTOM - TOP)), 1)

    def place(self, day: date, count: int) -> str:
        """Return a point of a path; days behind the end keep their slope, since the field is cut off there."""
        return f"{round((day - self.first).days * 100 / self._span, 2)} {self.y(count)}"


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
