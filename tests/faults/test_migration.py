"""R-27: the schema is migrated while people record answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any
from uuid import UUID

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.responses import intake
from app.responses.models import Response
from app.tenancy.scope import opd_scope
from tests.faults.rows import fill
from tests.faults.scale import FULL, volume
from tests.world import Place, World

ROWS, TIMES, PER_SECOND = 300_000, 10, 20
LONGEST = 1.0 if FULL else 10.0  # seconds that an answer may wait for the locks of a migration


def test_r27_answers_are_recorded_while_the_schema_goes_down_and_up(
    app: Flask, world: World, record_property: Callable[[str, Any], None]
) -> None:
    fill(world.a, volume(ROWS))
    already = stored(world.a)
    with Recording(app, world.a) as recording:
        for _ in range(volume(TIMES)):
            downgrade(directory="migrations", revision="-1")
            upgrade(directory="migrations")
            recording.wait_for_one_more()
    assert stored(world.a) == already | recording.acknowledged
    assert recording.slowest <= LONGEST
    record_property(
        "injected", f"the newest migration goes down and up again while {PER_SECOND} answers/s are recorded"
    )
    record_property("volume", f"{volume(TIMES)} times, {volume(ROWS)} rows; {len(recording.acknowledged)} answers")
    record_property(
        "outcome",
        f"0 lost, 0 doubled, {recording.refused} sent again; none waited longer than {recording.slowest:.2f} s",
    )
    record_property("acknowledged", len(recording.acknowledged))


def stored(place: Place) -> set[UUID]:
    db.session.rollback()
    with opd_scope(place.opd_id):
        return set(db.session.scalars(select(Response.id)))


class Recording:
    """Records answers while the block runs, each again until it is acknowledged."""

    def __init__(self, app: Flask, place: Place) -> None:
        self._app, self._place, self._over = app, place, Event()
        self._thread = Thread(target=self._record)
        self.acknowledged: set[UUID] = set()
        self.refused, self.slowest = 0, 0.0

    def __enter__(self) -> Recording:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def wait_for_one_more(self) -> None:
        before, until = len(self.acknowledged), time.monotonic() + 30
        while len(self.acknowledged) == before:
            assert time.monotonic() < until, "answers are recorded"
            time.sleep(0.01)

    def _record(self) -> None:
        with self._app.app_context():
            while not self._over.wait(1 / PER_SECOND):
                answer = self._place.answer()
                begun = time.monotonic()
                while not self._sent(answer):
                    self.refused += 1
                    time.sleep(0.05)
                self.slowest = max(self.slowest, time.monotonic() - begun)

    def _sent(self, answer: intake.Answer) -> bool:
        try:
            intake.record(self._place.opd_id, answer)
        except DBAPIError:
            return False
        self.acknowledged.add(answer.id)
        return True
