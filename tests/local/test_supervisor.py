"""The supervisor: what dies comes back, what is stopped stays stopped, and nothing is left behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from local import leftovers
from local.folders import TREE

SLEEP = "import time; time.sleep(300)"
STUBBORN = (
    "import signal; [signal.signal(number, signal.SIG_IGN) for number in (signal.SIGTERM, signal.SIGINT)];"
    f" print('keras', flush=True); {SLEEP}"
)
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); {SLEEP}"
HOPELESS = "import sys; sys.exit(3)"

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a supervisor over stand-ins, and wait until all have started."""
    runs: list[subprocess.Popen[str]] = []

    def start(**commands: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "tests.local.stand_in", str(tmp_path)]
        words += [f"{name}={code}" for name, code in commands.items()]
        run = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=TREE, start_new_session=True)
        runs.append(run)
        assert run.stdout is not None
        read_until(run, "siap")
        return run

    yield start
    for run in runs:
        if run.poll() is None:
            run.send_signal(signal.SIGTERM)
            run.wait(20)
        if run.stdout:
            run.stdout.close()
    leftovers.end_all(tmp_path / "run")


def read_until(run: subprocess.Popen[str], wanted: str) -> list[str]:
    assert run.stdout is not None
    lines = []
    for line in run.stdout:
        lines.append(line.strip())
        if wanted in line:
            return lines
    pytest.fail(f"ended before {wanted!r}: {lines}")


def pid_of(folder: Path, name: str) -> int:
    return int(json.loads((folder / "run" / f"{name}.json").read_text())["pid"])


def session(leader: int) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError, PermissionError):
            if os.getsid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def wait_for(condition: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_a_killed_child_is_started_again(start: Start, tmp_path: Path) -> None:
    run = start(web=SLEEP)
    first = pid_of(tmp_path, "web")
    os.kill(first, signal.SIGKILL)
    assert "web berhenti" in read_until(run, "web berhenti")[-1]
    wait_for(lambda: pid_of(tmp_path, "web") != first)
    assert psutil.pid_exists(pid_of(tmp_path, "web"))


def test_a_child_that_cannot_live_is_tried_ever_more_rarely(start: Start) -> None:
    run = start(web=HOPELESS)
    lines = [read_until(run, "web berhenti")[-1] for _ in range(3)]
    assert lines == [
        "web berhenti; dijalankan lagi.",
        "web berhenti; dijalankan lagi dalam 1 detik.",
        "web berhenti; dijalankan lagi dalam 2 detik.",
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_all_within_seconds_also_the_stubborn(start: Start, tmp_path: Path, number: int) -> None:
    run = start(database=SLEEP, web=PARENT, worker=STUBBORN)
    leaders = [pid_of(tmp_path, name) for name in ("database", "web", "worker")]
    wait_for(lambda: all("keras" in (tmp_path / f"{name}.log").read_text() for name in ("web", "worker")))
    began = time.monotonic()
    os.killpg(run.pid, number)  # as Ctrl-C does: the whole group of the terminal
    assert run.wait(10) == 0
    assert time.monotonic() - began < 6
    assert [session(leader) for leader in leaders] == [[], [], []]
    assert list((tmp_path / "run").glob("*.json")) == []


def test_children_of_a_killed_supervisor_end_at_the_latest_at_the_next_start(start: Start, tmp_path: Path) -> None:
    run = start(web=PARENT, worker=STUBBORN)
    leaders = [pid_of(tmp_path, name) for name in ("web", "worker")]
    wait_for(lambda: all("keras" in (tmp_path / f"{name}.log").read_text() for name in ("web", "worker")))
    run.kill()
    run.wait()
    assert any(session(leader) for leader in leaders)  # these ones ignore what the system tells them
    start(web=SLEEP)
    assert [session(leader) for leader in leaders] == [[], []]


def test_a_number_that_went_to_another_process_is_left_alone(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True)
    try:
        leftovers.record(tmp_path, "web", other.pid)
        facts = json.loads((tmp_path / "web.json").read_text())
        (tmp_path / "web.json").write_text(json.dumps(facts | {"started": facts["started"] - 3600}))
        assert leftovers.end_all(tmp_path) == []
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()
