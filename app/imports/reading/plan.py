"""How a sheet is to be read: which row is its heading, what each column holds, where and when it was collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.imports.reading.meanings import REPEATABLE, UNSUR, Meaning
from app.imports.reading.problems import letters


class UnsurOrder(StrEnum):
    """Which unsur are U8 and U9: the regulation's questionnaire and its list of definitions differ."""

    KUESIONER = "kuesioner"
    DEFINISI = "definisi"

    def meaning(self, number: int) -> Meaning:
        """Return unsur number 1 to 9 in this order."""
        swapped = {8: 9, 9: 8}.get(number, number) if self is UnsurOrder.DEFINISI else number
        return UNSUR[swapped - 1]


@dataclass(frozen=True)
class Plan:
    """`columns`: meaning by index of the column; `added`: the codes of those that hold a pertanyaan tambahan; `heading`: index of its row; `again`: rows that look like those of
    another file, but carry no time of day, are other people's and are taken too."""

    sheet: str
    heading: int
    columns: Mapping[int, Meaning]
    layanan_id: UUID | None
    titik_id: UUID | None
    collected_on: date
    again: bool = False
    labels: tuple[str, ...] = field(default=())
    added: Mapping[int, str] = field(default_factory=dict)

    def column_of(self, meaning: Meaning) -> int | None:
        return next((column for column, found in self.columns.items() if found is meaning), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "heading": self.heading,
            "columns": {str(column): meaning.value for column, meaning in self.columns.items()},
            "layanan_id": str(self.layanan_id) if self.layanan_id else None,
            "titik_id": str(self.titik_id) if self.titik_id else None,
            "collected_on": self.collected_on.isoformat(),
            "again": self.again,
            "labels": list(self.labels),
            "added": {str(column): code for column, code in self.added.items()},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Plan:
        return cls(
            sheet=kept["sheet"],
            heading=kept["heading"],
            columns={int(column): Meaning(value) for column, value in kept["columns"].items()},
            layanan_id=UUID(kept["layanan_id"]) if kept["layanan_id"] else None,
            titik_id=UUID(kept["titik_id"]) if kept["titik_id"] else None,
            collected_on=date.fromisoformat(kept["collected_on"]),
            again=kept["again"],
            labels=tuple(kept["labels"]),
            added={int(column): code for column, code in kept.get("added", {}).items()},
        )


def missing_unsur(columns: Mapping[int, Meaning]) -> list[Meaning]:
    """Return the unsur that no column holds, in questionnaire order."""
    found = set(columns.values())
    return [meaning for meaning in UNSUR if meaning not in found]


def repeated(columns: Mapping[int, Meaning], added: Mapping[int, str]) -> dict[int, str]:
    """Return the columns whose meaning another column before them has already, each with that one's letters."""
    first: dict[tuple[Meaning, str], int] = {}
    found = {}
    for column, meaning in sorted(columns.items()):
        if meaning in REPEATABLE:
            continue
        holds = meaning, added.get(column, "")
        if holds in first:
            found[column] = letters(first[holds])
        first.setdefault(holds, column)
    return found


def unsur_columns(columns: Mapping[int, Meaning], codes: Sequence[str]) -> list[int | None]:
    """Return the column of each unsur, in the order of the questionnaire in use."""
    by_code = {meaning.value: column for column, meaning in columns.items()}
    return [by_code.get(code) for code in codes]
