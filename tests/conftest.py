"""The world in which every test stands: a real PostgreSQL, two OPDs, and people of every role.

The database is made once (migrations included) and copied for each test module; each test cleans up by copying anew only
where it says so (`fresh_db`). Tests connect as the app role, like the product.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect
from sqlalchemy import event, make_url

from app.extensions import db, limiter
from local.postgres import PostgresServer
from tests.live import serving
from tests.world import PASSWORD, World, build

TEMPLATE = "potret_template"
NOWHERE = "potret_nowhere"  # is no database: what a test leaves running must not hold the templates open
ENOUGH_MEMORY = 2 * 1024**3  # bytes, of all processes of a run together
# A busy machine may be slow; what is never shown still fails.
expect.set_options(timeout=15_000)
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL of this run alone."""
    with quick_folder(tmp_path_factory) as folder:
        yield from _serving_postgres(folder)


@contextmanager
def quick_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder in memory where there is enough of it: every test copies a database."""
    memory = Path("/dev/shm")  # noqa: S108
    if not memory.is_dir() or shutil.disk_usage(memory).free < ENOUGH_MEMORY:
        yield tmp_path_factory.mktemp("postgres")
        return
    with TemporaryDirectory(prefix="potret-test-", dir=memory) as made:
        folder = Path(made, "postgres")
        folder.mkdir()
        yield folder


def _serving_postgres(folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(folder, durable=False)
    server.start()
    server.create_database(TEMPLATE)
    app = make_app(server, TEMPLATE)
    from flask_migrate import upgrade

    with app.app_context():
        upgrade(directory="migrations")
    dispose(app)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def built(postgres: PostgresServer) -> tuple[str, World]:
    """A migrated database that holds the two-OPD world, and the ids of what stands in it, the same in every copy."""
    name = "potret_world"
    postgres.create_database(name, template=TEMPLATE)
    app = make_app(postgres, name)
    with app.app_context():
        build()
        world = World.load()
    dispose(app)
    return name, world


@pytest.fixture(scope="session")
def world_template(built: tuple[str, World]) -> str:
    return built[0]


@pytest.fixture
def database(postgres: PostgresServer, world_template: str) -> Iterator[str]:
    """A database of this test alone, with the two-OPD world in it."""
    name = f"test_{uuid4().hex[:12]}"
    postgres.create_database(name, template=world_template)
    yield name
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def application(postgres: PostgresServer, world_template: str) -> Iterator[Flask]:
    """The application, made once a process: routes and compiled templates are the same whatever the database."""
    application = make_app(postgres, world_template)
    dispose(application)  # a template that somebody is connected to cannot be copied
    follow_config(application)
    application.config.update(urls_of(postgres, NOWHERE))
    yield application
    dispose(application)


@pytest.fixture
def app(request: pytest.FixtureRequest, postgres: PostgresServer, database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on the test's database, as the app role; the clock may be set with `clock_at`.

    A test that changes the application itself says so: `@pytest.mark.own_app`.
    """
    clock_file = tmp_path / "clock"
    if request.node.get_closest_marker("own_app"):
        yield from _own_app(postgres, database, clock_file)
        return
    application: Flask = request.getfixturevalue("application")
    application.test_client_class = Browser
    limiter.enabled = False  # it is one for all applications of a process, and some other may have switched it on
    untouched = dict(application.config)
    application.config.update(urls_of(postgres, database), CLOCK_FILE=str(clock_file))
    yield application
    dispose(application)
    application.config.clear()
    application.config.update(untouched)


def _own_app(postgres: PostgresServer, database: str, clock_file: Path) -> Iterator[Flask]:
    application = make_app(postgres, database, clock_file=clock_file)
    yield application
    dispose(application)


def urls_of(postgres: PostgresServer, database: str) -> dict[str, Any]:
    """Return what the configuration says of a database."""
    urls = postgres.urls(database)
    return {
        "SQLALCHEMY_DATABASE_URI": urls.app, "SQLALCHEMY_BINDS": {"reader": urls.reader}, "DATABASE_OWNER_URL": urls.owner,
    }  # fmt: skip


def follow_config(app: Flask) -> None:
    """Let every new connection go to the database that the configuration names at that moment."""
    with app.app_context():
        for engine in db.engines.values():
            event.listen(engine, "do_connect", lambda *call: call[-1].update(dbname=_named(app)))


def _named(app: Flask) -> str | None:
    return make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database


@pytest.fixture
def world(app: Flask, built: tuple[str, World]) -> Iterator[World]:
    """The ids of the two-OPD world, inside an app context."""
    with app.app_context():
        yield built[1]


class Browser(FlaskClient):
    """A client whose requests have an app context of their own, also while the test holds one open (`world`)."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask):
    """Return a function that gives the client of somebody signed in: sign_in("kepala.a")."""

    def enter(who: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/masuk", data={"email": f"{who}@contoh.test", "password": PASSWORD})
        assert answer.status_code == 302, f"{who} could not sign in: {answer.status_code}"
        return client

    return enter


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, with nothing that asks the network for anything."""
    args = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    args += ["--disable-component-update", "--disable-sync"]
    return {"executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"), "args": args}


@pytest.fixture
def site(app: Flask, world: World) -> Iterator[str]:
    """The address of the application behind a real socket, forms protected as in the product; for `page` and friends."""
    app.config.update(WTF_CSRF_ENABLED=True)
    with serving(app) as address:
        app.config.update(PUBLIC_URL=address)
        yield address


def make_app(server: PostgresServer, database: str, *, clock_file: Path | None = None) -> Flask:
    """Return the application on a database of the test server."""
    from app import create_app

    urls = server.urls(database)
    application = create_app(
        {
            "POTRET_ENV": "test",
            "SECRET_KEY": "for tests only, and long enough for them",
            "DATABASE_URL": urls.app,
            "DATABASE_READER_URL": urls.reader,
            "DATABASE_OWNER_URL": urls.owner,
            "MAIL_URL": os.environ.get("TEST_MAIL_URL", "smtp://127.0.0.1:9"),
            "PUBLIC_URL": "http://localhost:8000",
            "CLOCK_FILE": str(clock_file or ""),
            "RATE_LIMITS": "0",
        }
    )
    application.test_client_class = Browser
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return application


def dispose(app: Flask) -> None:
    """Close every connection, so that the database can be copied or dropped."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
