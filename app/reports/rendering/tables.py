"""Tables with thin rules. Cells are plain strings, wrapped here: fast, and nothing in them can be markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal, TypeAlias

from reportlab.platypus import CondPageBreak, Flowable, Table, TableStyle

from .flow import caption, note
from .fonts import REGULAR, SEMIBOLD, width, wrap
from .styles import INK, RULE, WIDTH

SIZE, LEADING, PAD = 9.5, 13, 3
CHUNK = 24  # lines of one cell; a longer one goes on in a further row, so that a row never outgrows a page
SMALL, START = 300, 130  # points: a table up to SMALL stays whole, a larger one may begin where START is left
AROUND = 31  # caption with its spaces

Cell: TypeAlias = str | Flowable
ALIGN = {"l": "LEFT", "r": "RIGHT", "c": "CENTER"}


@dataclass(frozen=True)
class Column:
    """`width` in points, a minimum in a column of figures; 0 takes what the others leave."""

    head: str
    width: float
    align: Literal["l", "r", "c"] = "l"
    strong: bool = False


class PlainTable(Table):
    """A table that still knows its words, for the editable document."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    strong: frozenset[int]  # rows in bold


class Labels:
    """Numbers the tables and figures of one chapter in the order in which they are asked for."""

    def __init__(self, chapter: str) -> None:
        self._tables = (f"Tabel {chapter}.{no}" for no in count(1))
        self._figures = (f"Gambar {chapter}.{no}" for no in count(1))

    def table(self) -> str:
        return next(self._tables)

    def figure(self) -> str:
        return next(self._figures)


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    total: bool = False,
    strong_rows: Sequence[int] = (),
    dense: bool = False,
) -> PlainTable:
    """A table across the whole text width.

    `total` sets the last row in bold, `strong_rows` are group titles, `dense` saves height in a long table.
    """
    widths = _widths(columns, rows)
    fonts = [SEMIBOLD if column.strong else REGULAR for column in columns]
    data: list[list[Cell]] = [
        ["\n".join(wrap(c.head, SEMIBOLD, SIZE, w - 2 * PAD)) for c, w in zip(columns, widths, strict=True)]
    ]
    rules: list[tuple[Any, ...]] = []
    for index, row in enumerate(rows):
        bold = index in strong_rows or (total and index == len(rows) - 1)
        used = [SEMIBOLD] * len(columns) if bold else fonts
        # A group title may run over the empty cells at its right.
        room = [WIDTH, *widths[1:]] if index in strong_rows else widths
        for part in _parts([_lines(cell, font, w) for cell, font, w in zip(row, used, room, strict=True)]):
            if bold:
                rules.append(("FONTNAME", (0, len(data)), (-1, len(data)), SEMIBOLD))
            data.append(part)
        rules.append(("LINEBELOW", (0, len(data) - 1), (-1, len(data) - 1), 0.4, RULE))
    style = [*_base_style(1 if dense else 2.5), *rules, ("LINEBELOW", (0, -1), (-1, -1), 0.8, INK)]
    if total:
        style.append(("LINEABOVE", (0, -1), (-1, -1), 0.8, INK))
    for index, column in enumerate(columns):
        style.append(("ALIGN", (index, 0), (index, -1), ALIGN[column.align]))
        if column.strong:
            style.append(("FONTNAME", (index, 1), (index, -1), SEMIBOLD))
    made = PlainTable(data, colWidths=widths, repeatRows=1, style=TableStyle(style), spaceAfter=4)
    made.columns, made.rows = tuple(columns), tuple(tuple(row) for row in rows)
    made.strong = frozenset(strong_rows) | ({len(rows) - 1} if total else set())
    return made


def captioned(label: str, title: str, body: Table, remark: str = "") -> list[Flowable]:
    """Caption, table and remark. A small table is never divided; a large one needs a fair start."""
    notes = [note(remark)] if remark else []
    height = AROUND + sum(flowable.wrap(WIDTH, 10_000)[1] + 5 for flowable in (body, *notes))
    return [CondPageBreak(height if height <= SMALL else START), caption(label, title), body, *notes]


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """A column of figures is as wide as its widest figure, so that no number is ever broken."""
    asked = [
        max(column.width, _widest(column, [row[at] for row in rows]) if column.align == "r" else 0)
        for at, column in enumerate(columns)
    ]
    rest = (WIDTH - sum(asked)) / max(1, asked.count(0))
    return [width or rest for width in asked]


def _widest(column: Column, cells: Sequence[Cell]) -> float:
    texts = [cell for cell in cells if isinstance(cell, str)]
    widths = [width(text, SEMIBOLD, SIZE) for text in (*column.head.split(), *texts)]
    return max(widths, default=0) + 2 * PAD + 0.1


def _lines(cell: Cell, font: str, width: float) -> list[Cell]:
    return list(wrap(cell, font, SIZE, width - 2 * PAD)) if isinstance(cell, str) else [cell]


def _parts(cells: list[list[Cell]]) -> list[list[Cell]]:
    """One row, or several when a cell has more than CHUNK lines."""
    count = max(1, -(-max(map(len, cells)) // CHUNK))
    return [[_join(lines[at * CHUNK : (at + 1) * CHUNK]) for lines in cells] for at in range(count)]


def _join(lines: list[Cell]) -> Cell:
    if len(lines) == 1 and not isinstance(lines[0], str):
        return lines[0]
    return "\n".join(str(line) for line in lines)


def _base_style(pad: float) -> list[tuple[Any, ...]]:
    return [
        ("FONT", (0, 0), (-1, -1), REGULAR, SIZE, LEADING),
        ("FONTNAME", (0, 0), (-1, 0), SEMIBOLD),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("TOPPADDING", (0, 0), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad + 1.5),
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
    ]
