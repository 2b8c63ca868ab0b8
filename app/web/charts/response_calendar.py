"""When the answers came in: a week a cell, an office a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.web.formats import SHORT_MONTHS, angka, tanggal_pendek

from .scale import percent, position, step_of

WEEK = timedelta(days=7)
HALF_DAY = Fraction(1, 2)
#: A month's name nearer to the deadline than this percentage would run into the word "tenggat".
MONTH_ROOM = 14
#: Answers a week at which the five steps begin; below the first is a zero, drawn as a dot.
WEEK_LIMITS = (1, 15, 30, 60, 100)


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One office: answers per day, and the day on which it handed in its report, if it did."""

    label: str
    status: str
    per_day: Mapping[date, int]
    submitted: date | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One line of the calendar.

    `weeks` holds (count, step): step 0 for none, 1 to 5, None for a week that has not begun. `paths` draws
    the cells of one step each in units of one week, `check` is the place of the hand-in in percent.
    """

    row: CalendarRow
    weeks: tuple[tuple[int, int | None], ...]
    paths: tuple[tuple[str, str], ...]
    check: float | None
    total_text: str
    label: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """`halves` are the lines of each column; `months` and `deadline` are in percent of the weeks shown."""

    weeks: tuple[date, ...]
    months: tuple[tuple[float, str], ...]
    deadline: float
    halves: tuple[tuple[CalendarLine, ...], ...]

    @property
    def lines(self) -> tuple[CalendarLine, ...]:
        return tuple(line for half in self.halves for line in half)


def response_calendar(
    rows: Sequence[CalendarRow], *, start: date, today: date, deadline: date, columns: int = 2
) -> Calendar:
    """Return the weeks (from Monday) of `start` up to the deadline's, or up to today's when that is later."""
    weeks = _weeks(start, max(deadline, today))
    lines = [_line(row, weeks, today) for row in rows]
    line_at = _place(Fraction((deadline - weeks[0]).days + 1), weeks)  # the deadline's own day still counts
    size = max(-(-len(lines) // columns), 1)
    return Calendar(
        weeks=weeks,
        months=tuple(month for month in _months(weeks) if abs(month[0] - line_at) > MONTH_ROOM),
        deadline=line_at,
        halves=tuple(tuple(lines[at : at + size]) for at in range(0, len(lines), size)),
    )


def _weeks(start: date, end: date) -> tuple[date, ...]:
    monday = start - timedelta(days=start.weekday())
    return tuple(monday + WEEK * number for number in range((end - monday).days // 7 + 1))


def _line(row: CalendarRow, weeks: tuple[date, ...], today: date) -> CalendarLine:
    counts = [0] * len(weeks)
    for day, count in row.per_day.items():
        number = (day - weeks[0]).days // 7
        if 0 <= number < len(weeks):
            counts[number] += count
    cells = tuple(
        (count, None if week > today and not count else step_of(count, WEEK_LIMITS) - 1)
        for week, count in zip(weeks, counts, strict=True)
    )
    total = sum(row.per_day.values())
    return CalendarLine(
        row=row,
        weeks=cells,
        paths=_paths(cells),
        check=None if row.submitted is None else _place((row.submitted - weeks[0]).days + HALF_DAY, weeks),
        total_text=angka(total),
        label=_label(row, weeks, counts, total),
    )


def _paths(cells: Sequence[tuple[int, int | None]]) -> tuple[tuple[str, str], ...]:
    """Return one SVG path a step: squares for counts, points for zeros, boxes for weeks to come."""
    paths: dict[str, str] = {}
    for number, (_, step) in enumerate(cells):
        kind = "ahead" if step is None else "zero" if step == 0 else str(step)
        shape = f"M{number}.5 .5h0" if step == 0 else f"M{number} 0h1v1h-1z"
        paths[kind] = paths.get(kind, "") + shape
    return tuple(sorted(paths.items()))


def _place(days: Fraction, weeks: tuple[date, ...]) -> float:
    return position(days, 0, 7 * len(weeks))


def _months(weeks: tuple[date, ...]) -> tuple[tuple[float, str], ...]:
    """Return a label where a month's first day falls, and one at the left edge."""
    labels = [(0.0, SHORT_MONTHS[(weeks[0] + timedelta(days=6)).month - 1])]
    for number, week in enumerate(weeks[1:], start=1):
        last = week + timedelta(days=6)
        if last.day <= 7:
            labels.append((percent(Fraction(number, len(weeks))), SHORT_MONTHS[last.month - 1]))
    return tuple(labels)


def _label(row: CalendarRow, weeks: tuple[date, ...], counts: Sequence[int], total: int) -> str:
    told = f"{row.label}: {angka(total)} jawaban"
    if total and max(counts):
        busiest = weeks[counts.index(max(counts))]
        told += f", terbanyak {angka(max(counts))} pada minggu {tanggal_pendek(busiest)}"
    if row.submitted:
        told += f", disampaikan {tanggal_pendek(row.submitted)}"
    return told


def _legend() -> tuple[tuple[int, str], ...]:
    ranges = [f"{low}–{high - 1}" for low, high in zip(WEEK_LIMITS, WEEK_LIMITS[1:], strict=False)]
    return tuple(enumerate([*ranges, f"{WEEK_LIMITS[-1]}+"], start=1))


#: Step and words, for the key.
WEEK_LEGEND = _legend()
