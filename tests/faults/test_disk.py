"""R-23: the disk is full. Phones keep what they have, a document says why it waits, and all goes on once there is room."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_migrate import upgrade

from app.extensions import db
from app.reports.making import NO_ROOM
from app.reports.models import ReportState
from local.postgres import PostgresServer
from tests.conftest import dispose, make_app
from tests.devices.phone import Phone, set_up
from tests.faults.disk import Disk, small_disk
from tests.faults.load import stored_at
from tests.faults.november import wait_until
from tests.faults.scale import volume
from tests.reports.steps import ask, record, report_of, work
from tests.world import World, build

SENT = 500
RECOVERY = 60.0  # seconds
FULL_AFTER = 2000  # interviews by which even the room on half-filled pages is used up


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def server(disk: Disk) -> Iterator[PostgresServer]:
    server = PostgresServer(disk.folder / "postgres", durable=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def small(server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application and its worker, with the two-OPD world on that disk."""
    from workers.app import celery

    app = make_app(server, "potret")
    monkeypatch.setattr(celery, "flask_app", app)
    with app.app_context():
        upgrade(directory="migrations")
        build()
        yield app
        db.session.remove()
    dispose(app)


def test_r23_with_the_disk_full_nothing_is_lost_and_the_reason_is_told(
    small: Flask, server: PostgresServer, disk: Disk, record_property: Callable[[str, Any], None]
) -> None:
    world = World.load()
    record(world.a, 12)
    phone, report_id, before = set_up(small, world.a), ask(world.a), len(stored_at(world.a))
    acknowledged, queue = set[UUID](), [phone.item() for _ in range(volume(SENT))]
    acknowledged |= send(phone, queue)
    disk.fill(db.engines.values())
    kept = fill_the_last_pages(phone, acknowledged)
    work()
    row = report_of(world.a, report_id)
    assert (row["state"], row["content"]) == (ReportState.MENUNGGU, None)
    assert str(row["progress"]).startswith(f"Percobaan ke-1 belum berhasil{NO_ROOM}")
    assert len(stored_at(world.a)) == before + len(acknowledged)  # people still read

    disk.free(db.engines.values())
    room = time.monotonic()
    wait_until(lambda: sent_again(server, phone, kept, acknowledged), RECOVERY, "interviews are received again")
    recovered = time.monotonic() - room
    work()
    row = report_of(world.a, report_id)
    assert row["state"] == ReportState.SIAP
    assert bytes(row["content"]).startswith(b"%PDF")
    assert len(stored_at(world.a)) == before + len(acknowledged)
    assert acknowledged <= stored_at(world.a).keys()
    record_property("injected", disk.name)
    record_property("volume", f"{len(acknowledged)} interviews, {len(kept)} of them refused at first; 1 document")
    record_property(
        "outcome",
        f"0 lost, 0 doubled: refused with 503 and kept on the phone, received {recovered:.0f} s after room was made; the"
        " document said why it waited, and was made then",
    )
    record_property("acknowledged", len(acknowledged))


def send(phone: Phone, items: list[dict[str, Any]]) -> set[UUID]:
    phone.send_all(items)
    return {UUID(item["id"]) for item in items}


def fill_the_last_pages(phone: Phone, acknowledged: set[UUID]) -> list[dict[str, Any]]:
    """Send until the first interview is refused; return what the phone keeps: that one and a few more."""
    for _ in range(FULL_AFTER):
        item = phone.item(saran="Loketnya ditambah. " * 20)
        answer = phone.post(item)
        if answer.status_code == 503:
            assert answer.headers["Retry-After"]
            return [item, *(phone.item() for _ in range(volume(SENT)))]
        assert answer.status_code == 200, answer.text
        acknowledged.add(UUID(item["id"]))
    raise AssertionError("the disk does not fill up")


def sent_again(server: PostgresServer, phone: Phone, kept: list[dict[str, Any]], acknowledged: set[UUID]) -> bool:
    """The phone tries once more; a server that has given up is started again, as its supervisor does."""
    if server.pid is None:
        server.stop()
        server.start()
    if phone.post(kept[0]).status_code != 200:
        return False
    acknowledged |= send(phone, kept)
    return True
