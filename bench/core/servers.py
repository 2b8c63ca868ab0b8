"""The product's web server as `make run` starts it, and bare programs under the same one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.core.client import Caller
from local.folders import TREE
from local.ports import free_port
from local.program import Program
from local.stack import web

START_SECONDS = 60.0
BARE = "bench.bare.web:app"


@contextmanager
def product(environment: Mapping[str, str], folder: Path) -> Iterator[int]:
    """The product answers on the port that is given."""
    port = free_port()
    with _running("product", web(port), environment, folder, port, "/healthz"):
        yield port


@contextmanager
def bare(environment: Mapping[str, str], folder: Path) -> Iterator[int]:
    """The bare program answers under the same server with the same settings."""
    port = free_port()
    command = [BARE if word == "wsgi:app" else word for word in web(port)]
    with _running("bare", command, environment, folder, port, "/halo"):
        yield port


@contextmanager
def _running(
    name: str, command: list[str], environment: Mapping[str, str], folder: Path, port: int, ready: str
) -> Iterator[None]:
    program = Program(name, command, env={**os.environ, **environment}, log=folder / f"{name}.log", folder=TREE)
    program.start()
    try:
        wait(port, ready)
        yield
    finally:
        program.stop()


def wait(port: int, path: str, seconds: float = START_SECONDS) -> None:
    """Return when the page says 200."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with Caller(port) as caller:
                if caller.get(path).status == 200:
                    return
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)
