"""What the charts of a course of days stand on: one field from a first day to a last, a deadline in it, and where it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from app.web.formats import angka, tanggal_pendek

from .scale import position

HEIGHT, TOP, BOTTOM, DAYS = 224, 26, 196, 218
LONGEST_AFTER = timedelta(days=45)  # what is forecast for later leaves the chart, or the past would shrink to nothing
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChart:
    """Paths stand on a field 100 wide and `height` high, which is stretched; texts at percent and pixels."""

    now_x: float
    now_y: float
    now_text: str
    deadline_x: float
    first_text: str
    deadline_text: str
    summary: str
    height: int = HEIGHT
    top: int = TOP
    bottom: int = BOTTOM
    days_y: int = DAYS


class Course:
    """Days from `first` to `last` on the width, counts up to `most` on the height."""

    def __init__(self, first: date, last: date, most: int) -> None:
        self.first, self.last, self.most = first, max(last, first + timedelta(days=1)), max(most, 1)
        self.span = (self.last - self.first).days

    def x(self, day: date) -> float:
        return position(min((day - self.first).days, self.span), 0, self.span)

    def y(self, count: int) -> float:
        return round(float(BOTTOM - Fraction(count, self.most) * (BOTTOM - TOP)), 1)

    def frame(self, now: date, count: int, deadline: date) -> dict[str, Any]:
        """Return what a CourseChart says of where it stands now, and of its days."""
        return {
            "now_x": self.x(now), "now_y": self.y(count), "now_text": angka(count), "deadline_x": self.x(deadline),
            "first_text": tanggal_pendek(self.first), "deadline_text": tanggal_pendek(deadline),
        }  # fmt: skip
