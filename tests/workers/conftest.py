"""Workers on the test's database; Valkey and Celery are real where a test needs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from local.postgres import PostgresServer
from local.valkey import ValkeyServer

os.environ.setdefault("POTRET_ENV", "test")  # workers/app.py makes its application when it is imported


@pytest.fixture
def workers(app: Flask) -> Iterator[Flask]:
    """Tasks run directly in this process, on the test's application."""
    from workers.app import celery

    before, celery.flask_app = celery.flask_app, app
    yield app
    celery.flask_app = before


@pytest.fixture
def environment(postgres: PostgresServer, database: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a worker process on the test's database."""
    urls = postgres.urls(database)
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "POTRET_ENV": "test",
        "SECRET_KEY": "for tests only, and long enough for them",
        "DATABASE_URL": urls.app,
        "DATABASE_READER_URL": urls.reader,
        "MAIL_URL": "smtp://127.0.0.1:9",
        "CLOCK_FILE": str(tmp_path / "clock"),
    }


@pytest.fixture
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    server = ValkeyServer(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()
