"""A disk that is full: a small one of its own where this machine lets us mount it, else the database's word for it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from psycopg.errors import DiskFull
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

SIZE = 320  # MB: an empty cluster, its log, the world, and some room
BLOCK = 1024 * 1024


class Disk(Protocol):
    name: str
    folder: Path

    def fill(self, engines: Iterable[Engine]) -> None:
        """Nothing can be written any more."""

    def free(self, engines: Iterable[Engine]) -> None:
        """Somebody has made room."""


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Where a PostgreSQL server may keep its data."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=0755", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        yield SaidToBeFull(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class SmallDisk:
    name = f"a disk of {SIZE} MB is full to the last byte, with the whole database on it"

    def __init__(self, folder: Path) -> None:
        self.folder, self._ballast = folder, folder / "ballast"

    def fill(self, _engines: Iterable[Engine]) -> None:
        with self._ballast.open("wb", buffering=0) as ballast:
            for size in (BLOCK, 4096, 1):
                try:
                    while ballast.write(b"\0" * size) == size:
                        pass
                except OSError:  # full, for blocks of this size
                    continue

    def free(self, _engines: Iterable[Engine]) -> None:
        self._ballast.unlink()


class SaidToBeFull:
    name = "the database says that its disk is full (this machine may not mount a small one)"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, engines: Iterable[Engine]) -> None:
        for engine in engines:
            event.listen(engine, "before_cursor_execute", self._refuse)

    def free(self, engines: Iterable[Engine]) -> None:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", self._refuse)

    @staticmethod
    def _refuse(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        """Small changes find room on pages that are there; answers and documents need new ones."""
        if "INSERT INTO responses" in statement or "content=" in statement:
            raise OperationalError(statement, parameters, DiskFull("could not extend file: No space left on device"))
