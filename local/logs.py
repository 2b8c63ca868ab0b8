"""Logs under var/log: a file a process, a fresh one each start, the last few kept."""

from __future__ import annotations

from pathlib import Path

KEPT = 5


def rotate(log: Path) -> None:
    """Move `name.log` to `name.log.1`, that to `.2` and so on; the oldest goes."""
    if not log.exists() or log.stat().st_size == 0:
        return
    for number in range(KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    log.replace(log.with_name(f"{log.name}.1"))


def rotate_all(folder: Path) -> None:
    """Rotate every log of `folder`."""
    for log in folder.glob("*.log"):
        rotate(log)
