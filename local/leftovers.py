"""Processes that an earlier run could not stop, because it was killed itself.

On Linux they end with it (local/launch.py). Elsewhere, or when one hangs, the next start ends them by what
was written down: the pid with its start time, since the system gives old numbers to new processes.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
from pathlib import Path

import psutil

PATIENCE_SECONDS = 5.0


def record(folder: Path, name: str, pid: int) -> None:
    """Write down that `name` runs as `pid`, the leader of a session of its own."""
    with contextlib.suppress(psutil.NoSuchProcess):  # it has died already: nothing to end later
        facts = {"pid": pid, "started": psutil.Process(pid).create_time(), "boot": psutil.boot_time()}
        (folder / f"{name}.json").write_text(json.dumps(facts))


def forget(folder: Path, name: str) -> None:
    """The process is gone, and everything that it started."""
    (folder / f"{name}.json").unlink(missing_ok=True)


def end_all(folder: Path) -> list[str]:
    """End what earlier runs left, and return the names of what was still there."""
    found = {file: still_there(json.loads(file.read_text())) for file in sorted(folder.glob("*.json"))}
    end([process for members in found.values() for process in members])
    for file in found:
        file.unlink()
    return [file.stem for file, members in found.items() if members]


def still_there(facts: dict[str, float]) -> list[psutil.Process]:
    """Return the processes of that session, if it is the one that was written down."""
    if abs(psutil.boot_time() - facts["boot"]) > 60:  # boot time is computed and wobbles with the clock
        return []
    leader = int(facts["pid"])
    with contextlib.suppress(psutil.NoSuchProcess):
        if abs(psutil.Process(leader).create_time() - facts["started"]) > 1:
            return []  # the number was given to another
    return [process for process in psutil.process_iter() if session_of(process.pid) == leader]


def session_of(pid: int) -> int:
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return 0


def end(processes: list[psutil.Process]) -> None:
    """Ask them to stop, then make them. SIGINT, because SIGTERM lets PostgreSQL wait for its clients."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(processes, PATIENCE_SECONDS)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, 2)
