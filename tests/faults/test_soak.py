"""R-31: a busy day. Phones send, people read dashboards, documents are made, all at once and for long."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import exists, select

from app.db import transaction
from app.extensions import db
from app.reports.models import Report, ReportState
from app.responses.models import PendingFold
from app.results import fold
from app.tenancy.scope import opd_scope
from local.valkey import ValkeyServer
from tests.crew import Crew
from tests.faults.load import Load, percentile, phones_at, stored_at
from tests.faults.november import wait_until
from tests.faults.scale import FULL, volume
from tests.faults.web import Caller, Web, serving
from tests.reports.steps import ask
from tests.world import PASSWORD, World

SECONDS, PHONES, PER_SECOND, PAGES_PER_SECOND, REPORT_EVERY = 180, 20, 50, 5, 5.0
WARM = 0.25  # of the time, after which memory must not grow any more
SUBMIT_P95, PAGE_P95 = (0.3, 0.5) if FULL else (10.0, 10.0)  # seconds
GROWTH = 1.10 if FULL else 2.0


def test_r31_a_busy_day_loses_nothing_and_slows_nobody_down(
    app: Flask, world: World, environment: dict[str, str], valkey: ValkeyServer, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    environment |= {"REDIS_URL": valkey.url()}
    seconds, per_second = volume(SECONDS) / (1 if FULL else 3), volume(PER_SECOND)
    with serving(environment, tmp_path) as server, Crew(environment, tmp_path) as crew:
        crew.relay()
        crew.worker()
        phones = phones_at(app, world.a, server.port, PHONES)
        with Load(app, phones, per_second=per_second) as load, Readers(server) as readers:
            load.wait_for(1)
            began, asked, warm = time.monotonic(), set[UUID](), 0
            while (passed := time.monotonic() - began) < seconds:
                warm = warm or (server.memory() if passed >= seconds * WARM else 0)
                asked.add(ask(world.a))  # one that still waits is not asked for twice
                time.sleep(min(REPORT_EVERY, seconds / 3))  # the load runs meanwhile
            grown = server.memory() / warm
            load.finish(60)
        wait_until(lambda: made(world) == asked, 60, "all documents are made")
        wait_until(lambda: not waits_to_be_folded(world), 60, "all answers are counted")
    assert load.refused == 0
    assert stored_at(world.a) == load.acknowledged
    with opd_scope(world.a.opd_id), transaction():
        assert fold.compare().differences == 0
    submit, page = percentile(load.seconds, 0.95), percentile(readers.seconds, 0.95)
    assert (submit <= SUBMIT_P95, page <= PAGE_P95, grown <= GROWTH) == (True, True, True), (submit, page, grown)
    record_property("injected", "phones, dashboards and documents all at once, through the real web server and worker")
    record_property(
        "volume",
        f"{len(load.acknowledged)} interviews in {seconds:.0f} s ({per_second}/s asked for), {len(readers.seconds)} pages,"
        f" {len(asked)} documents",
    )
    record_property(
        "outcome",
        f"0 lost, 0 doubled, 0 refused; p95 of an interview {submit * 1000:.0f} ms, of a page {page * 1000:.0f} ms;"
        f" memory {grown - 1:+.0%}; figures equal the answers",
    )
    record_property("acknowledged", len(load.acknowledged))


def made(world: World) -> set[UUID]:
    """Return the documents that are ready."""
    db.session.rollback()
    with opd_scope(world.a.opd_id):
        return set(db.session.scalars(select(Report.id).where(Report.state == ReportState.SIAP)))


def waits_to_be_folded(world: World) -> bool:
    db.session.rollback()
    with opd_scope(world.a.opd_id):
        return bool(db.session.scalar(select(exists(select(PendingFold.response_id)))))


class Readers:
    """A kepala and Bagian Organisasi who read their pages again and again while the block runs."""

    PAGES = (("kepala.a", "/opd/a/hasil"), ("organisasi", "/organisasi/kepatuhan"))

    def __init__(self, server: Web) -> None:
        self._over = Event()
        self._threads = [Thread(target=self._read, args=(server, *page)) for page in self.PAGES]
        self.seconds: list[float] = []
        self.broken: list[str] = []

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        assert self.broken == []

    def _read(self, server: Web, who: str, path: str) -> None:
        person = Caller(server.port)
        person.sign_in(who, PASSWORD)
        while not self._over.wait(len(self.PAGES) / volume(PAGES_PER_SECOND * 2)):
            begun = time.monotonic()
            answer = person.get(path)
            self.seconds.append(time.monotonic() - begun)
            if answer.status_code != 200:
                self.broken.append(f"{path}: {answer.status_code}")
