"""What the dry run found, as it is kept with the import and shown on its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.imports.reading.plan import Plan
from app.imports.reading.preview import PreviewRow, preview
from app.imports.reading.problems import Problem
from app.imports.reading.rows import Reading, Rules
from app.imports.reading.sheets import Sheet
from app.imports.twins import Sorted, Twin

KEPT_PROBLEMS = 200  # on the page; the downloads hold all
KEPT_TWINS = 200


@dataclass(frozen=True)
class Findings:
    """Counts are of all rows; `problems` and `twins` are the first of them. `wrong`: numbers of rows with a problem."""

    count: int
    taken: int
    problem_count: int
    problems: tuple[Problem, ...]
    wrong: tuple[int, ...]
    wrong_columns: Mapping[int, int]  # problems by column
    sure: int  # twins that are never taken
    perhaps: int  # twins that people decide on
    twins: tuple[Twin, ...]
    twin_rows: tuple[int, ...]
    notes: tuple[str, ...]
    preview: tuple[PreviewRow, ...]
    first_row: int
    last_row: int

    @property
    def ready(self) -> bool:
        return self.problem_count == 0 and self.taken > 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"wrong_columns": {str(column): count for column, count in self.wrong_columns.items()}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Findings:
        return cls(
            **{
                **kept,
                "problems": tuple(Problem(**each) for each in kept["problems"]),
                "wrong": tuple(kept["wrong"]),
                "wrong_columns": {int(column): count for column, count in kept["wrong_columns"].items()},
                "twins": tuple(Twin(**each) for each in kept["twins"]),
                "twin_rows": tuple(kept["twin_rows"]),
                "notes": tuple(kept["notes"]),
                "preview": tuple(
                    PreviewRow(each["number"], tuple((text, wrong) for text, wrong in each["cells"]))
                    for each in kept["preview"]
                ),
            }
        )


def findings_of(sheet: Sheet, plan: Plan, reading: Reading, rules: Rules, rows: Sorted) -> Findings:
    """Return what the dry run found."""
    left_out = rows.left_out(again=plan.again)
    sure = sum(twin.sure for twin in rows.twins)
    return Findings(
        count=reading.count,
        taken=len(reading.rows) - len(left_out),
        problem_count=len(reading.problems),
        problems=reading.problems[:KEPT_PROBLEMS],
        wrong=tuple(dict.fromkeys(problem.row for problem in reading.problems)),
        wrong_columns=Counter(problem.column for problem in reading.problems),
        sure=sure,
        perhaps=len(rows.twins) - sure,
        twins=rows.twins[:KEPT_TWINS],
        twin_rows=tuple(twin.number for twin in rows.twins),
        notes=reading.notes,
        preview=tuple(preview(sheet, plan, reading, rules)),
        first_row=reading.first_row,
        last_row=reading.last_row,
    )


def shown_rows(numbers: Sequence[int]) -> str:
    """Return row numbers as a reader takes them in: "3, 7, 9–12"."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in parts)
