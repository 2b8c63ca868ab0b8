"""Where a benchmark happens: a durable PostgreSQL of its own in a temporary folder, and databases in it.

fsync is on: a fast answer that a power cut takes back is not an answer. Everything is gone at the end.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.extensions import db
from local.postgres import PostgresServer, Urls

EMPTY = "kosong"


class Place:
    """A PostgreSQL with room for several databases; `folder` is for logs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = PostgresServer(folder / "postgres")

    def database(self, name: str) -> Urls:
        """Return the addresses of a new database with the product's schema and nothing in it."""
        self.server.create_database(name, template=EMPTY)
        return self.server.urls(name)

    def bare_database(self, name: str) -> Urls:
        """Return the addresses of a new database without anything, for a limit."""
        self.server.create_database(name)
        return self.server.urls(name)


@contextmanager
def place() -> Iterator[Place]:
    """A place that lives as long as the block."""
    with tempfile.TemporaryDirectory(prefix="potret-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server's own account must reach its data
        found = Place(folder)
        found.server.start()
        try:
            found.server.create_database(EMPTY)
            _migrate(found.server.urls(EMPTY))
            yield found
        finally:
            found.server.stop()


def environment(urls: Urls) -> dict[str, str]:
    """Return the product's environment on a database."""
    return {
        "POTRET_ENV": "development",
        "SECRET_KEY": "for measuring only, and long enough",
        "DATABASE_URL": urls.app,
        "DATABASE_READER_URL": urls.reader,
        "MAIL_URL": "smtp://127.0.0.1:9",
        "RATE_LIMITS": "0",
    }


@contextmanager
def application(urls: Urls) -> Iterator[Flask]:
    """The application inside this process, with its context; its connections are closed at the end."""
    app = create_app(environment(urls))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def _migrate(urls: Urls) -> None:
    app = create_app(environment(urls) | {"DATABASE_OWNER_URL": urls.owner})
    with app.app_context():
        upgrade(directory="migrations")
        for engine in db.engines.values():
            engine.dispose()
