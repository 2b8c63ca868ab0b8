"""A set-up as steps: what each is about, how far it is, and the one act that takes it further. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

State = Literal["done", "now", "todo", "locked"]


@dataclass(frozen=True)
class Act:
    """A link, or (`post`) a button that acts at once."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class Step:
    """`share`: how much is done, 0 to 1; `lacking`: who or what is still missing, by name; `more`: other ways to do it."""

    number: int
    title: str
    note: str
    minutes: int
    share: Fraction
    detail: str
    act: Act
    lacking: tuple[str, ...] = ()
    more: tuple[Act, ...] = ()
    waits_for: str = ""  # what must come first
    current: bool = False

    @property
    def done(self) -> bool:
        return self.share >= 1

    @property
    def state(self) -> State:
        if self.done:
            return "done"
        if self.waits_for:
            return "locked"
        return "now" if self.current else "todo"

    @property
    def word(self) -> str:
        if self.done:
            return "Selesai"
        if self.waits_for:
            return f"Menunggu {self.waits_for}"
        if not self.share:
            return "Belum mulai"
        return "Sedang dikerjakan" if self.current else "Sebagian selesai"


@dataclass(frozen=True)
class Segment:
    """A step in the bar, in percent of its length; `filled` is the part of it that is done."""

    number: int
    state: State
    left: float
    width: float
    filled: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


@dataclass(frozen=True)
class Guide:
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, steps: Sequence[Step]) -> Guide:
        """Return the guide, in which the first step that can be done and is not is the current one."""
        first = next((step.number for step in steps if not step.done and not step.waits_for), None)
        return cls(tuple(replace(step, current=step.number == first) for step in steps))

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def progress(self) -> str:
        return f"{self.done} dari {len(self.steps)}"

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def minutes_left(self) -> int:
        left = sum(step.minutes * (1 - min(step.share, Fraction(1))) for step in self.steps)
        return -(-left.numerator // left.denominator)

    @property
    def complete(self) -> bool:
        return self.done == len(self.steps)

    @property
    def segments(self) -> list[Segment]:
        """Return the bar: one hour as wide as the page, each step as wide as its minutes."""
        found, left = [], 0.0
        for step in self.steps:
            width = 100 * step.minutes / self.minutes
            filled = width * float(min(step.share, Fraction(1)))
            found.append(Segment(step.number, step.state, round(left, 3), round(width, 3), round(filled, 3)))
            left += width
        return found

    @property
    def marks(self) -> list[tuple[int, float]]:
        """Return the minutes that stand under the bar, each with its place in percent."""
        return [(minute, round(100 * minute / self.minutes, 3)) for minute in range(0, self.minutes + 1, 15)]


def share_of(done: int, total: int) -> Fraction:
    """Return how much is done of something that must be there: nothing of nothing."""
    return Fraction(done, total) if total else Fraction(0)
