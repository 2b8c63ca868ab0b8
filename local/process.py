"""Start and stop one process, so that it never outlives us."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.account import Account

LAUNCHER = Path(__file__).with_name("launch.py")


def launched(command: Sequence[str], account: Account | None, death_signal: int) -> list[str]:
    """Return `command` behind the launcher, which drops root and ties the process to our life."""
    options = ["--parent", str(os.getpid()), "--signal", str(int(death_signal))]
    if account is not None:
        options += ["--account", f"{account.uid}:{account.gid}"]
        options += ["--reach"] if account.reach else []
    return [sys.executable, "-I", "-S", str(LAUNCHER), *options, "--", *command]


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    account: Account | None = None,
    death_signal: int = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, writing to `log`.

    Of its own, because Ctrl-C reaches a whole process group at once and the order of stopping is ours.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            launched(command, account, death_signal),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=folder,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes], *steps: tuple[int, float]) -> None:
    """Send each signal and wait its seconds; then kill the process and whatever it started."""
    for number, seconds in steps:
        if process.poll() is not None:
            break
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tail(log: Path, lines: int = 12) -> str:
    """Return the last lines of a log, for a message to a person."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])
