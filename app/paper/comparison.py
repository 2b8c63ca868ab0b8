"""Two typings side by side, and what a stack comes to before it is finished. Reads rows, decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.paper import sheet
from app.paper.keys import LABELS, word_of
from app.paper.models import BatchState, PaperSheet
from app.paper.queries import Stack, Typing, settled

FIRST, SECOND = "1", "2"  # which typing is right
STANDS, OUT = "ya", "tidak"  # whether a sheet that only one round has belongs to the stack
SAMPLE = 5  # sheets to compare with the paper where the stack was typed once


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    first: str
    second: str


@dataclass(frozen=True)
class Pair:
    """A sheet that was typed in two ways."""

    number: int
    fields: tuple[Field, ...]

    def input(self, name: str) -> str:
        return f"lembar-{self.number}-{name}"


@dataclass(frozen=True)
class Lone:
    """A sheet that one round has and the other has not."""

    number: int

    @property
    def input(self) -> str:
        return f"lembar-{self.number}-ada"


@dataclass(frozen=True)
class Comparison:
    pairs: tuple[Pair, ...]
    untyped: tuple[Lone, ...]  # not typed again yet
    added: tuple[Lone, ...]  # only the second round has them

    @property
    def fields(self) -> frozenset[str]:
        """Return the inputs that must be chosen. What is not typed again may also wait until it is."""
        names = {pair.input(field.name) for pair in self.pairs for field in pair.fields}
        return frozenset(names | {lone.input for lone in self.added})


@dataclass(frozen=True)
class Summary:
    sheets: int
    uncounted: tuple[int, ...]  # numbers of sheets with too few answers to count
    unsettled: int
    sample: tuple[Typing, ...]
    obstacle: str  # why the stack cannot be finished yet, in words


def compare(stack: Stack, rows: Sequence[PaperSheet]) -> Comparison:
    """Return what must be decided about the unsettled sheets."""
    labels = labels_of(stack)
    return Comparison(
        pairs=tuple(
            Pair(row.number, tuple(_field(labels, name, row.first, row.second) for name in sheet.differing(row.first, row.second)))
            for row in rows
            if row.first is not None and row.second is not None
        ),
        untyped=tuple(Lone(row.number) for row in rows if row.second is None),
        added=tuple(Lone(row.number) for row in rows if row.first is None),
    )  # fmt: skip


def summarise(stack: Stack, rows: Sequence[PaperSheet], least: int) -> Summary:
    """Return what the stack would come to now. `least`: how many questions must be answered for a sheet to count."""
    held = [(row, settled(row, double_entry=stack.batch.double_entry)) for row in rows]
    known = [(row, values) for row, values in held if values is not None]
    unsettled = len(held) - len(known)
    sample = sorted(sorted(known, key=lambda pair: pair[0].id.hex)[:SAMPLE], key=lambda pair: pair[0].number)
    return Summary(
        sheets=len(rows),
        uncounted=tuple(row.number for row, values in known if sheet.answered(values) < least),
        unsettled=unsettled,
        sample=() if stack.batch.double_entry else tuple(Typing(row.id, row.number, values) for row, values in sample),
        obstacle=_obstacle(stack, len(rows), unsettled),
    )


def labels_of(stack: Stack) -> dict[str, str]:
    """Return how each field of the sheet is called."""
    asked = {sheet.score_field(each.code): f"{each.no}. {each.unsur_name}" for each in stack.questionnaire.asked}
    return asked | LABELS


def _field(labels: dict[str, str], name: str, first: dict[str, Any], second: dict[str, Any]) -> Field:
    return Field(name, labels[name], word_of(name, first.get(name)), word_of(name, second.get(name)))


def _obstacle(stack: Stack, rows: int, unsettled: int) -> str:
    if not rows:
        return "Belum ada lembar yang diketik."
    if stack.batch.double_entry and stack.batch.state is BatchState.TERBUKA:
        return "Tumpukan ini diketik dua kali. Mulai pengetikan ulang dulu."
    if unsettled:
        return f"{unsettled} lembar masih menunggu pengetikan ulang atau keputusan."
    return ""
