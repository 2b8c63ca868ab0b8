"""Phones that send interviews through a real socket, at a pace, each again and again until it has a receipt."""

from __future__ import annotations

import time
from collections.abc import Sequence
from threading import Event, Lock, Thread
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.ikm import Unsur
from app.responses.models import Response
from app.tenancy.scope import opd_scope
from tests.devices.phone import Phone, set_up
from tests.faults.november import wait_until
from tests.faults.scale import dice
from tests.faults.web import TROUBLE, Caller
from tests.world import Place

RECEIVED = {"diterima", "sudah_diterima"}
AGAIN = 0.2  # seconds until an interview without a receipt is sent again


def phones_at(app: Flask, place: Place, port: int, count: int) -> list[Phone]:
    """Return phones of the place's petugas that call this port."""
    phones = [set_up(app, place) for _ in range(count)]
    for phone in phones:
        phone.client = Caller(port)  # type: ignore[assignment]
    return phones


class Load:
    """Runs inside the block. `acknowledged` is what the phones have receipts for: id → scores."""

    def __init__(self, app: Flask, phones: Sequence[Phone], *, per_second: float) -> None:
        self._app, self._over, self._lock = app, Event(), Lock()
        self._pause = len(phones) / per_second
        self._threads = [Thread(target=self._record, args=each) for each in enumerate(phones)]
        self.acknowledged: dict[UUID, tuple[int, ...]] = {}
        self.seconds: list[float] = []  # of the calls that ended in a receipt
        self.refused = 0  # calls that did not

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def calls(self) -> int:
        return len(self.seconds) + self.refused

    def wait_for(self, more: int, seconds: float = 60, **meanwhile: Any) -> None:
        """Return when so many more were acknowledged."""
        enough = len(self.acknowledged) + more
        wait_until(lambda: len(self.acknowledged) >= enough, seconds, "interviews are acknowledged", **meanwhile)

    def finish(self, seconds: float, **meanwhile: Any) -> None:
        """Begin no interview any more, and return when each has its receipt."""
        self._over.set()
        wait_until(lambda: not any(thread.is_alive() for thread in self._threads), seconds, "receipts", **meanwhile)

    def _record(self, number: int, phone: Phone) -> None:
        rng = dice(3100 + number)
        with self._app.app_context():
            while not self._over.wait(self._pause * rng.uniform(0.5, 1.5)):
                item = phone.item(scores={unsur.value: rng.randint(1, 4) for unsur in Unsur})
                while not self._send(phone, item):
                    time.sleep(AGAIN)

    def _send(self, phone: Phone, item: dict[str, Any]) -> bool:
        begun = time.monotonic()
        try:
            answer = phone.post(item)
            took, received = time.monotonic() - begun, answer.status_code == 200
        except TROUBLE:
            received = False
        with self._lock:
            if not received:
                self.refused += 1
                return False
            assert answer.json["items"][0]["status"] in RECEIVED, answer.text
            self.seconds.append(took)
            self.acknowledged[UUID(item["id"])] = tuple(item["scores"].values())
        return True


def percentile(seconds: Sequence[float], share: float) -> float:
    return sorted(seconds)[int(len(seconds) * share)]


def stored_at(place: Place) -> dict[UUID, tuple[int, ...]]:
    """Return what the database holds: id → scores. (Its key makes twice the same id impossible.)"""
    db.session.rollback()
    with opd_scope(place.opd_id):
        return {row.id: tuple(row.scores) for row in db.session.execute(select(Response.id, Response.scores))}
