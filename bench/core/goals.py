"""The fifteen goals of speed, each with what must be (floor), what is good, and where to end (superb)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    number: str
    what: str
    unit: str
    floor: float
    good: float
    superb: float

    @property
    def more_is_better(self) -> bool:
        return self.superb > self.floor

    def grade(self, value: float) -> str:
        """Return superb, good, floor, or UNDER (the floor)."""
        for name in ("superb", "good", "floor"):
            limit = getattr(self, name)
            if value >= limit if self.more_is_better else value <= limit:
                return name
        return "UNDER"

    @property
    def limits(self) -> str:
        return " / ".join(f"{each:,g}" for each in (self.floor, self.good, self.superb))


GOALS = {
    goal.number: goal
    for goal in (
        Goal("1", "post of an answer ÷ bare insert", "×", 0.45, 0.60, 0.75),
        Goal("2", "form and post ÷ bare form and post", "×", 0.45, 0.60, 0.75),
        Goal("3", "index of a layanan × periode, p95", "ms", 10, 5, 2),
        Goal("4", "the same, p50 with all the answers ÷ with 10,000", "×", 1.5, 1.2, 1.05),
        Goal("5a", "compliance board, 200 OPD, p95", "ms", 100, 30, 15),
        Goal("5b", "compliance board, 5,000 OPD, p95", "ms", 400, 150, 50),
        Goal("6", "acknowledged → in the index, p95", "s", 5, 1, 0.1),
        Goal("7", "fold of new answers", "answers/s", 100_000, 300_000, 700_000),
        Goal("8", "rebuild ÷ bare aggregation", "×", 4, 2, 1.2),
        Goal("9", "import of 50,000 rows", "rows/s", 10_000, 40_000, 100_000),
        Goal("10a", "CSV of 100,000 answers", "s", 4, 1.5, 0.8),
        Goal("10b", "CSV, 100,000 ÷ 10,000", "×", 13, 11, 10.5),
        Goal("11", "Laporan SKM ÷ bare tables of as many pages, CPU", "×", 4, 2, 1.2),
        Goal("12", "one hot layanan ÷ spread", "×", 0.7, 0.9, 1.0),
        Goal("13", "memory of the stack at rest", "MB", 700, 450, 300),
        Goal("15", "`make run`, installed, ready in", "s", 15, 6, 3),
    )
}
