"""`make run`: from nothing to a page that answers, and back to nothing at Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence

from local.environment import kept_secrets
from local.folders import TREE, Folders
from local.logs import rotate_all
from local.ports import is_free
from local.process import spawn, stop, tail
from local.stack import Stack, flask
from local.state import sole_run, tell
from local.supervisor import StopAsked, Supervisor
from local.welcome import welcome

READY_SECONDS = 120.0
HOPELESS_DEATHS = 3  # a web process that dies this often before its first answer will not recover


class RunFailed(Exception):
    """The stack did not come up; the message is for the person at the keyboard."""


def run(folders: Folders, port: int, *, serve: bool = True) -> None:
    """Start everything and stay until a stop signal; with `serve=False` end when the data is in place.

    Raises RunFailed, AlreadyRunning, and whatever keeps a server from starting.
    """
    folders.make()
    with sole_run(folders.run) as lock:
        if serve and not is_free(port):
            raise RunFailed(
                f"Port {port} sudah dipakai program lain. Hentikan program itu,"
                f" atau pilih port lain: make run PORT={port + 1}"
            )
        rotate_all(folders.log)
        stack = Stack(folders, port)
        tell(lock, pid=os.getpid(), port=port, postgres_port=stack.ports.postgres)
        try:
            with Supervisor(folders.run, say) as supervisor:
                prepare(stack, supervisor)
                if serve:
                    open_for_use(stack, supervisor)
                    supervisor.watch()
        except StopAsked:
            say("Potret sudah berhenti.")


def prepare(stack: Stack, supervisor: Supervisor) -> None:
    """The servers run, the schema is the newest, the demo's data is there."""
    say("Menyalakan basis data, antrean, dan kotak e-mail …")
    supervisor.start(stack.servers())
    say("Menyiapkan basis data …")
    command(stack, "migrate", flask("db", "upgrade"), stack.building())
    say("Memeriksa data contoh (pertama kali perlu beberapa saat) …")
    command(stack, "seed", flask("demo", "seed"), stack.building())


def command(stack: Stack, name: str, words: Sequence[str], env: Mapping[str, str]) -> None:
    """Run one command to its end; raises RunFailed with its last words."""
    log = stack.log(name)
    process = spawn(words, log=log, env=env, folder=TREE)
    try:
        code = process.wait()
    finally:
        stop(process, (signal.SIGTERM, 3.0))
    if code != 0:
        raise RunFailed(f"{' '.join(words[1:])} gagal:\n{tail(log)}\nSelengkapnya: {log}")


def open_for_use(stack: Stack, supervisor: Supervisor) -> None:
    """Start the product, wait until it answers, and say where."""
    say("Menyalakan Potret …")
    supervisor.start(stack.programs())
    deadline = time.monotonic() + READY_SECONDS
    while not answers_ready(stack.ports.web):
        if supervisor.deaths("web") >= HOPELESS_DEATHS or time.monotonic() > deadline:
            log = stack.log("web")
            raise RunFailed(f"Halaman Potret tidak menjawab:\n{tail(log)}\nSelengkapnya: {log}")
        time.sleep(0.2)
        supervisor.watch_once()
    password = kept_secrets(stack.folders)["DEMO_PASSWORD"]
    say(welcome(web_port=stack.ports.web, inbox_port=stack.ports.inbox, password=password))


def answers_ready(port: int) -> bool:
    """Tell whether /readyz says 200."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:  # refused, reset, timed out; urllib's HTTPError (503) is one too
        return False


def say(line: str) -> None:
    """Print for the person at the keyboard, at once, also into a pipe."""
    print(line, file=sys.stdout, flush=True)
