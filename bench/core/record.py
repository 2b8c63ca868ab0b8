"""What was measured: printed, and with --record appended to docs/performance.md with the commit."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.core.goals import GOALS
from local.folders import TREE

PAGE = TREE / "docs" / "performance.md"


@dataclass
class Record:
    """The results of one run of a benchmark. `command` is how to have them again."""

    command: str
    keep: bool = False
    rows: list[str] = field(default_factory=list)

    def result(self, number: str, value: float, beside: str) -> None:
        """A goal was measured; `beside` holds the absolute figures and the spread."""
        goal = GOALS[number]
        digits = 0 if value >= 1000 else 2 if value < 100 else 1
        print(f"goal {number}: {goal.what}: {value:,.{digits}f} {goal.unit} → {goal.grade(value)} ({goal.limits})")
        print(f"  {beside}")
        self.rows.append(
            f"| {datetime.now(UTC):%Y-%m-%d %H:%M} | `{_commit()}` | {number} | {value:,.{digits}f} {goal.unit} | "
            f"{goal.grade(value)} | {beside} | `{self.command}` |"
        )

    def note(self, text: str) -> None:
        """Something beside the goals."""
        print(f"  {text}")

    def save(self) -> None:
        """Append the rows to the page."""
        if self.keep and self.rows:
            with PAGE.open("a", encoding="utf-8") as page:
                page.write("\n".join(self.rows) + "\n")


def _commit() -> str:
    words = ["git", "-C", str(TREE), "describe", "--always", "--dirty=+"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "?"
