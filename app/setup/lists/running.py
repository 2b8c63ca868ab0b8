"""A list is checked by trying it out: every row becomes what it says, and all of it is undone. Saving does the same and keeps it.

The checks of the preview are those of the acts themselves, so nothing that passes is refused later. An OPD's own list is one
transaction. In a list of the whole city each OPD is one, since no session spans two: it is saved only when every row has
passed, and the same list sent again completes what an interruption left undone and changes nothing else.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from uuid import UUID, uuid4

from app.audit.operations import Actor
from app.db import transaction
from app.errors import Refusal
from app.extensions import db
from app.imports.reading.problems import FileRejected, Problem
from app.imports.reading.sheets import Sheet
from app.imports.reading.words import shown
from app.opd import queries as registry
from app.setup.lists import rows as reading
from app.setup.lists.applying import APPLY, FIELDS, Outcome
from app.setup.lists.directory import Directory
from app.setup.lists.kinds import ListKind
from app.setup.lists.rows import ListReader, ListRow, OpdRow
from app.tenancy.scope import opd_scope

SHOWN_FIX = "Perbaiki barisnya, lalu periksa lagi"


@dataclass(frozen=True)
class CheckedLine:
    number: int
    outcome: Outcome
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A list that may be saved: what each row would do, and the table as text to send back."""

    heads: tuple[str, ...]
    lines: tuple[CheckedLine, ...]
    text: str

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(line.outcome for line in self.lines)


class _Undone(Exception):
    """Ends a transaction without keeping anything."""


def check(kind: ListKind, sheet: Sheet, directory: Directory, *, by: Actor) -> Checked:
    """Return what saving the list would do. Raises FileRejected with every wrong cell."""
    reader, rows = reading.read(kind, sheet, directory)
    problems: list[Problem] = []
    outcomes: dict[int, Outcome] = {}
    for opd_id, own in _by_opd(rows, directory):
        try:
            with ExitStack() as stack:
                _enter(stack, opd_id, directory)
                outcomes |= _try(kind, reader, own, problems, by)
                raise _Undone
        except _Undone:
            pass
    if problems:
        raise _refusal(problems)
    heads = tuple(sorted(reader.columns, key=lambda head: reader.columns[head]))
    lines = (
        CheckedLine(row.index + 1, outcomes[row.index], tuple(shown(reader.cell(head, row.index)) for head in heads))
        for row in rows
    )
    return Checked(heads, tuple(lines), as_text(sheet))


def save(kind: ListKind, sheet: Sheet, directory: Directory, *, by: Actor) -> Counter[Outcome]:
    """The registry (and its people) are as the list says; return how many rows did what. Raises FileRejected as check()."""
    if directory.own is None:
        check(kind, sheet, directory, by=by)
    reader, rows = reading.read(kind, sheet, directory)
    counts: Counter[Outcome] = Counter()
    for opd_id, own in _by_opd(rows, directory):
        with ExitStack() as stack:
            _enter(stack, opd_id, directory)
            problems: list[Problem] = []
            counts.update(_try(kind, reader, own, problems, by).values())
            if problems:
                raise _refusal(problems)
    return counts


def as_text(sheet: Sheet) -> str:
    """Return the sheet as a table that can be pasted, so that its cells keep their addresses."""
    text = StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for row in sheet.filled:
        writer.writerow([" ".join(shown(cell).split()) for cell in row])
    return text.getvalue()


def _refusal(problems: list[Problem]) -> FileRejected:
    ordered = sorted(problems, key=lambda problem: (problem.row, problem.column))
    return FileRejected(f"{len(problems)} kesalahan. Tidak ada yang disimpan.", ordered)


def _by_opd(rows: Sequence[ListRow], directory: Directory) -> Iterator[tuple[UUID, list[ListRow]]]:
    known = {each.kode: each.id for each in directory.opd}

    def owner(row: ListRow) -> UUID:
        if isinstance(row, OpdRow):
            return known.get(row.kode) or uuid4()
        assert row.opd is not None
        return row.opd.id

    owned = sorted(((owner(row), row) for row in rows), key=lambda pair: str(pair[0]))
    for opd_id, pairs in groupby(owned, key=lambda pair: pair[0]):
        yield opd_id, [row for _, row in pairs]


def _enter(stack: ExitStack, opd_id: UUID, directory: Directory) -> None:
    """Begin a transaction in the OPD's scope; one's own list keeps the scope of the request, perhaps of one UPP only."""
    if directory.own is None:
        stack.enter_context(opd_scope(opd_id))
    stack.enter_context(transaction())


def _try(
    kind: ListKind, reader: ListReader, rows: Sequence[ListRow], problems: list[Problem], by: Actor
) -> dict[int, Outcome]:
    """Each row does what it says; what is refused is kept as a problem, and undone alone."""
    if kind is not ListKind.OPD and rows[0].opd is not None:
        registry.lock_opd(rows[0].opd.id)
    outcomes = {}
    for row in rows:
        try:
            with db.session.begin_nested():
                outcomes[row.index] = APPLY[kind](row, by)
        except Refusal as refusal:
            head = FIELDS[kind].get(refusal.field or "", min(reader.columns, key=lambda each: reader.columns[each]))
            problems.append(reader.problem(head, row.index, refusal.message, SHOWN_FIX))
    return outcomes
