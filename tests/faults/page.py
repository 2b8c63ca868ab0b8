"""docs/reliability.md: what was injected, how much of it, and what came of it."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from local.folders import TREE
from tests.faults.scale import FULL, SEED

FAULTS = [f"R-{number:02d}" for number in range(1, 33)]
HEAD = """\
# Reliability

What was done to Potret on purpose, how often, and what came of it. `make faults` writes this page, and only when every
test below held; the faults are real processes that are killed, real servers that are cut off, and real browsers.

- Commit: {commit}
- Date: {date:%Y-%m-%d %H:%M} UTC, {minutes:.0f} minutes on {cores} cores, Python {python}
- Volumes: {volumes}
- Seed: {seed} (`POTRET_FAULTS_SEED`); tests that have dice of their own say so in their row

*Lost* means: acknowledged to the one who sent it, and not found afterwards. *Doubled* means: found twice. Each test keeps
its own list of what was acknowledged and compares it with the database or with the mail server's letters.

## What this proves, and what it does not

{bound}

The bound is for faults like these, on a machine like this one; it says nothing of disks that lie about what they have
written, or of a machine that is stolen.

## Faults

| Fault | What must hold | Injected | Volume | Outcome | Lost, at most (95 %) | Seed | Seconds |
|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, order=True)
class Fault:
    """One test that held. `acknowledged`: how many things had to be found again, and were (0: it counts none)."""

    numbers: tuple[str, ...]
    sentence: str
    injected: str
    volume: str
    outcome: str
    seed: str
    acknowledged: int
    seconds: float


def page(faults: Iterable[Fault]) -> str:
    """Return the page; the faults in the order given."""
    faults = list(faults)
    head = HEAD.format(
        commit=_commit(), date=datetime.now(UTC), minutes=sum(fault.seconds for fault in faults) / 60,
        cores=os.cpu_count(), python=platform.python_version(), seed=SEED, bound=_bound(faults),
        volumes="full" if FULL else "a tenth, as in `make test`",
    )  # fmt: skip
    return head + "".join(map(_row, faults)) + _missing(faults)


def at_most(acknowledged: int) -> str:
    """Return the 95 % upper bound of the share lost, with none of so many lost (the rule of three)."""
    return f"1 in {acknowledged // 3:,}" if acknowledged >= 3 else ""


def _bound(faults: list[Fault]) -> str:
    together = sum(fault.acknowledged for fault in faults)
    if together < 3:
        return "Nothing was counted in this run."
    return (
        f"{together:,} things were acknowledged in these tests (answers, letters, rows of files); 0 were lost. That is no\n"
        f"proof of never: with 0 of n lost, the 95 % upper bound of the share is 3/n, here {at_most(together)}. For a\n"
        "single kind of fault its own row holds, and the bound of a row with few trials is wide."
    )


def _row(fault: Fault) -> str:
    cells = (
        ", ".join(fault.numbers), fault.sentence, fault.injected, fault.volume, fault.outcome, at_most(fault.acknowledged),
        fault.seed, f"{fault.seconds:.0f}",
    )  # fmt: skip
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |\n"


def _missing(faults: list[Fault]) -> str:
    missing = [number for number in FAULTS if not any(number in fault.numbers for fault in faults)]
    return f"\nNot injected in this run: {', '.join(missing)}.\n" if missing else ""


def _commit() -> str:
    """Return the commit that was tested, and whether the tree was as in it."""
    if not Path(TREE, ".git").exists():
        return "unknown (not a git checkout)"
    commit = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--", ".", ":!docs/reliability.md")
    return f"{commit}, with changes that are not committed" if changed else commit


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=TREE, capture_output=True, text=True, check=True).stdout.strip()
