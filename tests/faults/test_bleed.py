"""R-29: no row of another OPD is ever seen, whatever goes wrong in between on connections that everybody shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError

import config
from app.db import transaction
from app.extensions import db
from app.opd.models import Layanan
from app.tenancy.scope import all_opds, opd_scope
from local.postgres import PostgresServer
from tests.conftest import dispose, make_app
from tests.faults.scale import SEED, dice, volume
from tests.world import World

TRANSACTIONS, THREADS, CONNECTIONS = 20_000, 200, 2


def layanan_of() -> set[UUID]:
    """Return the UPPs whose layanan are to be seen here."""
    return set(db.session.scalars(select(Layanan.upp_id)))


class GoneWrongError(Exception):
    """What a route might raise in the middle of its act."""


def nothing() -> None:
    pass


def a_savepoint() -> None:
    with db.session.begin_nested():
        db.session.execute(text("SELECT 1"))


def a_savepoint_that_is_undone() -> None:
    inner = db.session.begin_nested()
    db.session.execute(text("SELECT set_config('app.opd_id', '', true)"))
    inner.rollback()


def a_statement_that_fails() -> None:
    db.session.execute(text("SELECT 1 / 0"))


def an_error_of_ours() -> None:
    raise GoneWrongError


def a_connection_that_is_cut() -> None:
    db.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


def a_look_across_all_opds() -> None:
    with all_opds("test: another session in between"):
        assert len(layanan_of()) == 3


MISHAPS = {
    nothing: 60, a_savepoint: 8, a_savepoint_that_is_undone: 8, a_statement_that_fails: 6, an_error_of_ours: 6,
    a_connection_that_is_cut: 1, a_look_across_all_opds: 6,
}  # fmt: skip
BREAKING = {a_statement_that_fails, an_error_of_ours, a_connection_that_is_cut}


@pytest.fixture
def crowded(postgres: PostgresServer, database: str, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application with two connections for everybody."""
    load = config.load
    few = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": 600, "pool_pre_ping": True}
    monkeypatch.setattr(
        config, "load", lambda *given, **more: load(*given, **more) | {"SQLALCHEMY_ENGINE_OPTIONS": few}
    )
    app = make_app(postgres, database)
    yield app
    dispose(app)


def test_r29_no_row_of_another_opd_is_ever_seen(
    crowded: Flask, world: World, record_property: Callable[[str, Any], None]
) -> None:
    whole_a, second, b = {world.a.upp_id, world.a2.upp_id}, world.a2.upp_id, world.b
    own = {(world.a.opd_id, None): whole_a, (world.a.opd_id, second): {second}, (b.opd_id, None): {b.upp_id}}
    rng, happened = dice(29), Counter[str]()
    mishaps = rng.choices(list(MISHAPS), weights=list(MISHAPS.values()), k=volume(TRANSACTIONS))
    tasks = [(rng.choice(list(own)), mishap) for mishap in mishaps]

    def look(task: tuple[tuple[UUID, UUID | None], Callable[[], None]]) -> bool:
        place, mishap = task
        seen: list[bool] = []
        with crowded.app_context(), opd_scope(*place):
            try:
                with transaction():
                    seen.append(layanan_of() == own[place])
                    mishap()
                    seen.append(layanan_of() == own[place])
                    raw = set(db.session.execute(text("SELECT upp_id FROM layanan")).scalars())
                    seen.append(raw == own[place[0], None])  # the database's wall stands around the whole OPD
            except (DBAPIError, StatementError, GoneWrongError) as error:
                happened[type(error).__name__] += 1
        return all(seen)

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(look, tasks))
    assert all(outcomes)
    assert sum(happened.values()) == sum(mishap in BREAKING for mishap in mishaps)
    record_property("seed", SEED)
    record_property("injected", ", ".join(f"{count} {name}" for name, count in sorted(happened.items())))
    record_property("volume", f"{len(tasks)} transactions of {THREADS} threads on {CONNECTIONS} connections")
    record_property("outcome", "0 rows of another OPD")
