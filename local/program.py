"""One process of the product under the supervisor: web, relay, worker, beat, mail catcher."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.process import spawn, stop


class Program:
    """A command that runs until it is stopped, in a session of its own."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        log: Path,
        folder: Path | None = None,
        patience: float = 6.0,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._env = dict(env)
        self._folder = folder
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """How the last run ended; negative for a signal, None while it runs or before it ever ran."""
        return self._process.poll() if self._process else None

    def start(self) -> None:
        """Run the command; whatever an earlier run left in its session ends first."""
        self.stop()
        self._process = spawn(self._command, log=self.log, env=self._env, folder=self._folder)

    def stop(self) -> None:
        """Ask it to end (SIGTERM), and after `patience` seconds end it with all that it started."""
        if self._process is not None:
            stop(self._process, (signal.SIGTERM, self._patience))
            self._process = None
