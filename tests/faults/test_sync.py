"""What may happen to a phone's queue on its way (trust.md R-02, R-03, R-04, R-09): nothing is lost, nothing doubled.

A tenth of the volumes here; POTRET_FAULTS=full (`make faults`) runs them whole.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.devices import operations
from app.devices.models import Device
from app.extensions import db
from app.responses.models import Quarantine, Response
from app.tenancy.scope import opd_scope
from tests.devices.phone import Phone, set_up
from tests.faults.scale import SEED, dice, volume


@pytest.fixture
def phone(app, world) -> Phone:
    return set_up(app, world.a)


def count(place, model=Response) -> int:
    with opd_scope(place.opd_id):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def statuses(results) -> Counter:
    return Counter(result["status"] for result in results)


def test_r03_four_tabs_that_send_the_same_queue_at_once_store_it_once(app, world, phone, record_property) -> None:
    items = [phone.item() for _ in range(volume(500))]

    def send(seed: int) -> Counter:
        queue = list(items)
        random.Random(seed).shuffle(queue)
        tab = Phone(app.test_client(), phone.token, phone.device_id, world.a, phone.petugas_id)
        with app.app_context():
            return statuses(tab.send_all(queue))

    with ThreadPoolExecutor(4) as pool:
        told = sum(pool.map(send, range(4)), Counter())
    assert told == {"diterima": len(items), "sudah_diterima": 3 * len(items)}
    assert count(world.a) == len(items)
    assert count(world.a, Quarantine) == 0
    record_property("injected", "four tabs of a phone send the same queue at once, each in an order of its own")
    record_property("volume", f"{len(items)} interviews × 4")
    record_property("outcome", f"0 lost, 0 doubled: {len(items)} stored, {told['sudah_diterima']} known already")
    record_property("acknowledged", len(items))


def test_r04_altered_answers_under_known_ids_are_kept_aside_and_change_nothing(world, phone, record_property) -> None:
    items = [phone.item() for _ in range(volume(200))]
    phone.send_all(items)
    altered = [item | {"scores": dict.fromkeys(item["scores"], 1)} for item in items]
    for _ in range(2):
        assert statuses(phone.send_all(altered)) == {"berbeda": len(items)}
    assert count(world.a, Quarantine) == len(items)
    with opd_scope(world.a.opd_id):
        assert {tuple(scores) for scores in db.session.scalars(select(Response.scores))} == {(3,) * 9}
    record_property("injected", "altered answers under known ids, by the phone's way, twice")
    record_property("volume", f"{len(items)} ids")
    record_property("outcome", f"{len(items)} in quarantine, once each; the first answers stand")
    record_property("acknowledged", len(items))


def test_r02_a_reply_that_is_lost_after_the_commit_costs_nothing(world, phone, record_property) -> None:
    items = [phone.item() for _ in range(volume(1000))]
    for start in range(0, len(items), 25):
        phone.post(*items[start : start + 25])  # stored; the phone never hears of it
    assert statuses(phone.send_all(items)) == {"sudah_diterima": len(items)}
    assert count(world.a) == len(items)
    record_property("injected", "the reply to a phone's batch is lost after the commit, and all is sent again")
    record_property("volume", f"{len(items)} interviews")
    record_property("outcome", f"0 lost, 0 doubled: {len(items)} stored")
    record_property("acknowledged", len(items))


def test_r09_a_week_without_a_network_arrives_within_a_minute_whatever_the_clock_says(
    app, world, record_property
) -> None:
    seed = dice(9)
    queues = []
    for hours in (3, -3, 24 * 400, -24 * 400, 0):
        phone = set_up(app, world.a, clock_wrong_by=timedelta(hours=hours))
        items = []
        for _ in range(volume(500) // 5):
            finished = phone.now() - timedelta(minutes=seed.randrange(5, 7 * 24 * 60))
            started = finished - timedelta(minutes=2)
            items.append(phone.item(started_at=started.isoformat(), finished_at=finished.isoformat()))
        queues.append((phone, items))
    begun = monotonic()
    told = sum((statuses(phone.send_all(items)) for phone, items in queues), Counter())
    assert told == {"diterima": volume(500)}
    took = monotonic() - begun
    assert took < 60
    week_ago = clock.now() - timedelta(days=7, minutes=5)
    with opd_scope(world.a.opd_id):
        for row in db.session.scalars(select(Response)):
            assert week_ago < row.finished_at <= row.received_at
    record_property("seed", SEED)
    record_property("injected", "a week without a network on five phones; clocks right, ±3 h and ±400 days wrong")
    record_property("volume", f"{volume(500)} interviews")
    record_property("outcome", f"0 lost, 0 doubled, 0 refused, all in the right week; sent in {took:.0f} s")
    record_property("acknowledged", volume(500))


def test_a_batch_that_breaks_off_in_the_middle_keeps_what_it_stored(world, phone) -> None:
    """The database goes away after ten of 25: ten are stored, and the phone sends all again."""
    calls = itertools.count()

    def go_away(_connection, _cursor, statement, *_) -> None:
        if "INSERT INTO responses" in statement and next(calls) == 10:
            raise OperationalError(statement, {}, Exception("the connection is gone"))

    items = [phone.item() for _ in range(25)]
    event.listen(db.engines["alone"], "before_cursor_execute", go_away)
    answer = phone.post(*items)
    event.remove(db.engines["alone"], "before_cursor_execute", go_away)
    assert (answer.status_code, bool(answer.headers["Retry-After"]), bool(answer.json["pesan"])) == (503, True, True)
    assert count(world.a) == 10
    assert statuses(phone.send(*items)) == {"sudah_diterima": 10, "diterima": 15}


def test_a_phone_that_is_revoked_while_it_sends_loses_nothing(app, world, phone) -> None:
    items = [phone.item() for _ in range(volume(500))]
    told, kept = Counter(), []
    for start in range(0, len(items), 25):
        answer = phone.post(*items[start : start + 25])
        if answer.status_code == 401:
            kept += items[start : start + 25]
            continue
        told += statuses(answer.json["items"])
        with opd_scope(world.a.opd_id), transaction():
            operations.revoke(phone.device_id, by=SYSTEM)
    assert len(kept) == len(items) - 25
    again = set_up(app, world.a, phone.petugas_id)
    told += statuses(again.send_all(kept))
    assert told == {"diterima": len(items)}
    assert count(world.a) == len(items)


def test_many_phones_of_two_opds_at_once_never_mix(app, world) -> None:
    phones = [set_up(app, place) for place in (world.a, world.b) for _ in range(3)]

    def send(phone: Phone) -> Counter:
        with app.app_context():
            return statuses(phone.send_all([phone.item() for _ in range(volume(500))]))

    with ThreadPoolExecutor(6) as pool:
        assert all(told == {"diterima": volume(500)} for told in pool.map(send, phones))
    for place in (world.a, world.b):
        with opd_scope(place.opd_id):
            own = set(db.session.scalars(select(Device.id).where(Device.opd_id == place.opd_id)))
            sent_by = db.session.execute(select(Response.device_id, func.count()).group_by(Response.device_id)).all()
        assert {device_id for device_id, _ in sent_by} == own
        assert {number for _, number in sent_by} == {volume(500)}


def test_a_clock_that_is_set_right_in_the_middle_of_an_interview_spoils_nothing(world, phone) -> None:
    backwards = phone.item(started_at=(phone.now() + timedelta(days=90)).isoformat())
    assert statuses(phone.send(backwards)) == {"diterima": 1}
    with opd_scope(world.a.opd_id):
        row = db.session.scalars(select(Response)).one()
    assert row.started_at == row.finished_at
