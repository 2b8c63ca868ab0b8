"""Rows that are taken already: the same answers, at the same second, by the same kind of person, at the same place.

Without a time of day two people may well have said the same, so such a row is only perhaps a twin: it is compared one
to one with the rows of other files, and people decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from app.imports import queries
from app.imports.reading.rows import ReadRow

DIGITS = 32


@dataclass(frozen=True)
class Twin:
    """A row, and where its double stands. `sure`: with a time of day, so it is the same respondent."""

    number: int
    place: str
    sure: bool


@dataclass(frozen=True)
class Sorted:
    """The rows of a file: new ones, and twins."""

    fingerprints: dict[int, str]  # by number of the row
    twins: tuple[Twin, ...]

    def left_out(self, *, again: bool) -> frozenset[int]:
        """Return the numbers of rows that are not taken; `again`: those that are only perhaps twins are taken."""
        return frozenset(twin.number for twin in self.twins if twin.sure or not again)


def find_twins(survey_id: UUID, rows: Sequence[ReadRow]) -> Sorted:
    """Return which rows were taken from another file, or stand twice in this one."""
    fingerprints = {row.number: fingerprint(row) for row in rows}
    before = queries.find_rows(survey_id, fingerprints.values())
    here: dict[str, int] = {}
    twins = []
    for row in rows:
        mark = fingerprints[row.number]
        known = before.get(mark)
        if known:
            name, number = known[0] if row.timed else known.pop(0)
            twins.append(Twin(row.number, f"baris {number} berkas {name}", row.timed))
        elif row.timed and mark in here:
            twins.append(Twin(row.number, f"baris {here[mark]} berkas ini", sure=True))
        else:
            here[mark] = row.number
    return Sorted(fingerprints, tuple(twins))


def fingerprint(row: ReadRow) -> str:
    """Return what tells the row from others. Where there is no time of day, the file's own number helps."""
    said: tuple[object, ...] = (
        row.scores, row.layanan_id, row.titik_id, row.finished_at.isoformat(), row.sex, row.age_band, row.education, row.occupation,
        row.occupation_other, row.saran, "" if row.timed else row.mark,
    )  # fmt: skip
    if row.office_kind or row.position:  # added only where it was told: what was taken before must be known again
        said = (*said, row.office_kind, row.position)
    if row.extra_scores:
        said = (*said, sorted(row.extra_scores.items()))
    return sha256(repr(said).encode()).hexdigest()[:DIGITS]
