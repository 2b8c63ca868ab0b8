"""Goal 6: from the receipt of an answer to the index that holds it, with relay and worker as `make run` starts them."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

from bench.core import respondents
from bench.core.client import Caller
from bench.core.record import Record
from bench.core.rounds import Spread
from bench.core.servers import wait
from bench.data.city import build
from bench.data.writer import connect
from local.folders import TREE, Folders
from local.ports import free_port
from local.stack import Stack, flask

ANSWERS, PAUSE, PATIENCE = 60, 0.005, 30.0
HELD = "SELECT coalesce(sum(n), 0) FROM tallies WHERE segment = 'semua'"


def run(record: Record, *, size: int = 0) -> None:
    with tempfile.TemporaryDirectory(prefix="potret-bench-") as name:
        Path(name).chmod(0o755)
        stack = Stack(folders := Folders(Path(name)), free_port())
        folders.make()
        programs = []
        try:
            stack.postgres.start()
            stack.valkey.start()
            subprocess.run(flask("db", "upgrade"), env=stack.building(), cwd=TREE, check=True, capture_output=True)
            spots = build(stack.postgres.urls(), opds=2, layanan=2).spots
            programs = [each for each in stack.programs() if each.name != "beat"]
            for each in programs:
                each.start()
            wait(stack.ports.web, "/readyz")
            act = respondents.links(spots, stack.serving()["SECRET_KEY"])
            with Caller(stack.ports.web) as caller, connect(stack.postgres.urls().owner) as connection:
                connection.autocommit = True
                times = [_one(connection, caller, act, number) for number in range(1, ANSWERS + 1)]
        finally:
            for each in reversed(programs):
                each.stop()
            stack.valkey.stop()
            stack.postgres.stop()
    found = Spread(tuple(times[10:]))  # the worker has just started
    record.result("6", found.p95, f"{found.said()} s over {len(found.values)} answers, one after another, workers idle")


def _one(connection, caller: Caller, act, number: int) -> float:
    act(caller)
    begun = time.perf_counter()
    while connection.execute(HELD).fetchone()[0] < number:
        if time.perf_counter() > begun + PATIENCE:
            raise RuntimeError(f"answer {number} is not in the index after {PATIENCE} s")
        time.sleep(PAUSE)
    return time.perf_counter() - begun
