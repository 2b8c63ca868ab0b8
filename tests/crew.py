"""The product's own background processes on a test's database, to be killed and started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from local.folders import TREE
from local.process import spawn, stop


class Member:
    """One process; `start` again after its end starts the next one in its place."""

    def __init__(self, name: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name, self.log = name, log
        self._arguments, self._environment = arguments, environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> Member:
        """Only from the main thread: the process ends with the thread that started it (local/launch.py)."""
        command = [sys.executable, "-m", *self._arguments]
        self._process = spawn(command, log=self.log, env=self._environment, folder=TREE)
        return self

    def stop(self) -> None:
        """Kill -9 it with all that it started."""
        if self._process is not None:
            stop(self._process)

    def kill_child(self, dice: random.Random) -> bool:
        """Kill -9 one of its children only, as a system without memory does; False where it has none yet."""
        assert self._process is not None
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self._process.pid).children()
            if children:
                os.kill(dice.choice(children).pid, signal.SIGKILL)
                return True
        return False


class Crew:
    """Workers, relays and beats of one test; all end with it."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self.environment, self.folder = environment, folder
        self.members: list[Member] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for member in self.members:
            member.stop()

    def worker(self, *, concurrency: int = 1, application: str = "workers.app") -> Member:
        name = f"worker{len(self.members)}"
        celery = ["celery", "-A", application, "worker", "-n", f"{name}@test", "--loglevel", "WARNING"]
        return self._add(name, [*celery, "--concurrency", str(concurrency)])

    def beat(self) -> Member:
        name = f"beat{len(self.members)}"
        schedule = str(self.folder / f"{name}.schedule")
        return self._add(name, ["celery", "-A", "workers.app", "beat", "--schedule", schedule, "--pidfile="])

    def relay(self) -> Member:
        return self._add(f"relay{len(self.members)}", ["workers.relay"])

    def _add(self, name: str, arguments: Sequence[str]) -> Member:
        member = Member(name, arguments, self.environment, self.folder / f"{name}.log")
        self.members.append(member)
        return member.start()
