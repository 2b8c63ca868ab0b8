"""One run at a time, and where it is to be found."""

from __future__ import annotations

import contextlib
import fcntl
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO


class AlreadyRunning(Exception):
    """Another run holds the folder; `facts` are what it wrote about itself, as far as it got."""

    def __init__(self, facts: dict[str, Any]) -> None:
        super().__init__("already running")
        self.facts = facts


@contextlib.contextmanager
def sole_run(run_folder: Path) -> Iterator[TextIO]:
    """Hold the folder; the system lets go of it however we end. Raises AlreadyRunning."""
    run_folder.mkdir(parents=True, exist_ok=True)
    with (run_folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(facts_in(lock)) from None
        lock.truncate(0)
        yield lock
        lock.truncate(0)


def tell(lock: TextIO, **facts: Any) -> None:
    """Write down what others need to find this run."""
    lock.truncate(0)
    lock.write(json.dumps(facts))
    lock.flush()


def running(run_folder: Path) -> dict[str, Any] | None:
    """Return what the present run wrote about itself, or None when none runs."""
    try:
        with sole_run(run_folder):
            return None
    except AlreadyRunning as found:
        return found.facts


def facts_in(lock: TextIO) -> dict[str, Any]:
    lock.seek(0)
    text = lock.read()
    return dict(json.loads(text)) if text else {}
