"""Layanan × unsur as a table of cells in five lightness steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.web.formats import angka

from .scale import Number, step_of

#: NRR at which the second to the fifth step begin; 3.532 is where mutu A begins.
HEAT_LIMITS = (Decimal("3.100"), Decimal("3.300"), Decimal("3.532"), Decimal("3.750"))


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One layanan: a value and its text per column; None for a value that is missing or withheld."""

    name: str
    values: tuple[Number | None, ...]
    texts: tuple[str, ...]
    n_text: str = ""
    shortfall_text: str | None = None
    ikm_text: str | None = None
    mutu: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`step` is 1 (lowest) to 5, or None without a value; `lowest` marks the least value of its row."""

    text: str
    step: int | None
    lowest: bool


@dataclass(frozen=True, slots=True)
class HeatLine:
    row: HeatRow
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatTable:
    columns: tuple[str, ...]
    lines: tuple[HeatLine, ...]
    total: HeatLine | None


def heat_table(columns: Sequence[str], rows: Sequence[HeatRow], *, total: HeatRow | None = None) -> HeatTable:
    """Return the cells with their steps; ValueError when a row has not one value and one text per column."""
    return HeatTable(
        columns=tuple(columns),
        lines=tuple(_line(row, len(columns)) for row in rows),
        total=None if total is None else _line(total, len(columns)),
    )


def _line(row: HeatRow, width: int) -> HeatLine:
    if len(row.values) != width or len(row.texts) != width:
        raise ValueError(f"{row.name!r} needs one value and one text for each of the {width} columns")
    known = [value for value in row.values if value is not None]
    lowest = min(known) if len(known) > 1 else None
    return HeatLine(row, tuple(_cell(*pair, lowest) for pair in zip(row.values, row.texts, strict=True)))


def _cell(value: Number | None, text: str, lowest: Number | None) -> HeatCell:
    if value is None:
        return HeatCell(text, None, False)
    return HeatCell(text, step_of(value, HEAT_LIMITS), value == lowest)


def _legend() -> tuple[tuple[int, str], ...]:
    texts = [angka(limit) for limit in HEAT_LIMITS]
    words = [f"di bawah {texts[0]}", *texts[:-1], f"{texts[-1]} ke atas"]
    return tuple(enumerate(words, start=1))


#: Step and words, for the key.
HEAT_LEGEND = _legend()
