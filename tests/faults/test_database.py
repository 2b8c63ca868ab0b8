"""PostgreSQL dies under load (trust.md R-11) or is away (R-12)."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.ikm import figures_of, tally_rows
from app.responses import intake
from app.responses.models import Response
from app.results import statistics
from app.surveys.questionnaire import get_questionnaire
from app.tenancy.scope import opd_scope
from local.postgres import PostgresServer
from local.valkey import ValkeyServer
from tests.conftest import make_app
from tests.crew import Crew
from tests.faults.november import wait_until
from tests.faults.scale import FULL, SEED, dice, volume
from tests.world import PASSWORD, Place, World, build

RESTARTS = 20
RECOVERY = 10.0 if FULL else 60.0  # seconds from the blow to the next receipt (trust.md R-11)
COUNTERS = 4  # phones that send at once


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A server that keeps what it has acknowledged, as production's does; the tests' own one trades that for speed."""
    server = PostgresServer(tmp_path_factory.mktemp("lasting"), durable=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def lasting_world(lasting: PostgresServer) -> tuple[Flask, World]:
    """The two-OPD world on that server."""
    app = make_app(lasting, "potret")
    with app.app_context():
        upgrade(directory="migrations")
        build()
        return app, World.load()


def die(server: PostgresServer) -> None:
    """As `pg_ctl stop -m immediate`: everybody is thrown out, nothing is written down."""
    assert server.pid is not None
    os.kill(server.pid, signal.SIGQUIT)
    wait_until(lambda: server.pid is None, 10, "PostgreSQL ended")
    server.stop()


def test_r11_no_acknowledged_answer_is_lost_when_postgresql_dies_under_load(
    lasting: PostgresServer, lasting_world: tuple[Flask, World], valkey: ValkeyServer, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    app, world = lasting_world
    place, rng = world.a, dice(11)
    environment = dict(os.environ) | {
        "POTRET_ENV": "test", "DATABASE_URL": lasting.urls().app, "DATABASE_READER_URL": lasting.urls().reader,
        "REDIS_URL": valkey.url(), "BEAT_SECONDS": "60",
    }  # fmt: skip
    slowest, restarts = 0.0, max(3, volume(RESTARTS))
    with Crew(environment, tmp_path) as crew, Counters(app, place) as counters:
        relay, worker = crew.relay(), crew.worker()
        for _ in range(restarts):
            counters.wait_for(20)
            time.sleep(rng.uniform(0, 0.5))  # the moment is the fault
            blow = time.monotonic()
            die(lasting)
            lasting.start()
            counters.wait_for(1)
            slowest = max(slowest, time.monotonic() - blow)
        counters.stop()
        assert slowest <= RECOVERY
        answers = counters.acknowledged
        wait_until(lambda: counted(app, place) == len(answers), 60, "every answer is in the figures")
        assert relay.running
        assert worker.running
    with app.app_context(), opd_scope(place.opd_id):
        stored = {row.id: tuple(row.scores) for row in db.session.scalars(select(Response))}
        assert stored == answers
        codes = get_questionnaire(place.questionnaire_id).codes
        held = statistics.add_up(statistics.by_layanan(place.survey_id).values()).figures(codes)
        rows = list(answers.values())
        assert held == figures_of(dict(zip(codes, tally_rows(rows, 9), strict=True)), n=len(rows))
    record_property("seed", SEED)
    record_property("injected", f"{restarts} immediate restarts of PostgreSQL while {COUNTERS} clients record")
    record_property("volume", f"{len(answers)} answers, {counters.refused} refused and sent again")
    record_property("outcome", f"0 acknowledged answers lost, slowest recovery {slowest:.1f} s, no worker restarted")
    record_property("acknowledged", len(answers))


def counted(app: Flask, place: Place) -> int:
    with app.app_context(), opd_scope(place.opd_id):
        return statistics.add_up(statistics.by_layanan(place.survey_id).values()).n


class Counters:
    """Clients that record one answer after another, and send one again until it is acknowledged."""

    def __init__(self, app: Flask, place: Place) -> None:
        self._app, self._place, self._over = app, place, Event()
        self._threads = [Thread(target=self._record, args=(number,)) for number in range(COUNTERS)]
        self.acknowledged: dict[UUID, tuple[int | None, ...]] = {}
        self.refused = 0

    def __enter__(self) -> Counters:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        """Return when so many more were acknowledged."""
        enough = len(self.acknowledged) + more
        wait_until(lambda: len(self.acknowledged) >= enough, 60, "answers are acknowledged")

    def _record(self, number: int) -> None:
        rng = dice(1100 + number)
        with self._app.app_context():
            while not self._over.is_set():
                answer = self._place.answer(tuple(rng.choice((1, 2, 3, 4)) for _ in range(9)))
                while not self._send(answer):
                    self._over.wait(0.1)

    def _send(self, answer: intake.Answer) -> bool:
        try:
            intake.record(self._place.opd_id, answer)
        except DBAPIError:
            self.refused += 1
            return False
        self.acknowledged[answer.id] = answer.scores
        return True


def test_r12_with_postgresql_away_people_are_told_to_wait_and_nothing_needs_a_restart(
    lasting: PostgresServer, lasting_world: tuple[Flask, World], record_property: Callable[[str, Any], None]
) -> None:
    client = lasting_world[0].test_client()
    form = {"email": "kepala.a@contoh.test", "password": PASSWORD}
    times = volume(30)
    assert client.post("/masuk", data=form).status_code == 302
    for _ in range(times):
        die(lasting)
        for answer in (client.post("/masuk", data=form), client.get("/opd/a/hasil"), client.get("/readyz")):
            assert answer.status_code == 503
            assert "Traceback" not in answer.text
        assert client.post("/masuk", data=form).headers["Retry-After"] == "10"
        assert client.get("/healthz").status_code == 200
        lasting.start()
        # A server that has just recovered may still turn a connection away; people try again within Retry-After.
        wait_until(lambda: client.get("/opd/a/hasil").status_code == 200, RECOVERY, "people read again")
    record_property("injected", "PostgreSQL away while people sign in and read")
    record_property("volume", f"{times} times")
    record_property("outcome", "503 with Retry-After and words, no trace; 200 within 10 s when it is back")
