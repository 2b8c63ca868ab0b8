"""Goals 13 and 15: what the whole one-machine stack holds in memory at rest, and how soon a second `make run` is ready."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench.core.record import Record
from bench.core.rounds import Spread
from bench.core.servers import wait
from local.folders import TREE
from local.ports import free_port

CODE = (
    "import sys; from pathlib import Path; from local.__main__ import main; sys.exit(main(['run'], Path(sys.argv[1])))"
)
STARTS, REST, FIRST = 4, 15.0, 600.0


def run(record: Record, *, size: int = 0) -> None:
    with tempfile.TemporaryDirectory(prefix="potret-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        first, _ = _start(folder)
        starts = [_start(folder, rest=REST if number == STARTS - 1 else 0) for number in range(STARTS)]
    ready = Spread(tuple(seconds for seconds, _ in starts))
    record.result(
        "15", ready.median, f"{ready.said()} s over {STARTS} starts; the first, with the demo city, {first:.0f} s"
    )
    record.result(
        "13",
        starts[-1][1],
        f"PSS of web, relay, worker, beat, mail, Valkey, PostgreSQL and supervisor after {REST:.0f} s",
    )


def _start(folder: Path, rest: float = 0) -> tuple[float, float]:
    """Return the seconds until it was ready, and the MB that it held after resting."""
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, str(folder / "var")], cwd=TREE, env=os.environ | {"PORT": str(port)}, stdout=subprocess.DEVNULL
    )  # fmt: skip
    try:
        wait(port, "/readyz", FIRST)
        seconds = time.perf_counter() - begun
        time.sleep(rest)
        return seconds, _memory(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _memory(pid: int) -> float:
    """Return the MB that a process and all below it hold, shared pages divided among those who share them."""
    here = psutil.Process(pid)
    return sum(each.memory_full_info().pss for each in (here, *here.children(recursive=True))) / 1e6
