"""Valkey is away, falls silent (trust.md R-13), or forgets everything (R-14): the rows are the truth, so nothing is lost."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import exists, func, select

from app import create_app
from app.extensions import db
from app.letters.models import Letter
from app.letters.sending import message_id
from app.outbox import operations as outbox
from app.outbox.models import OutboxRow, OutboxState
from app.reminders import deciding
from app.responses import intake
from app.responses.models import PendingFold, Response
from app.tenancy.scope import all_opds, opd_scope
from local.mail import MailCatcher
from local.valkey import ValkeyServer
from tests.conftest import Browser, dispose
from tests.crew import Crew
from tests.faults.november import STEPS, FalseClock, all_done, settle, wait_until, waiting
from tests.faults.scale import FULL, volume
from tests.faults.wire import Far, Wire
from tests.recording.test_routes import answered, choose_place, served
from tests.world import PASSWORD, World

INTERVIEWS, OFFICES, QUEUED = 300, 60, 1000
P95 = 0.5 if FULL else 3.0  # seconds (trust.md R-13); `make test` has the machine full of other tests


@pytest.fixture
def wire(valkey: ValkeyServer) -> Iterator[Wire]:
    """The way to Valkey."""
    with Wire(valkey.port) as wire:
        yield wire


@pytest.fixture
def broker_url(valkey: ValkeyServer, wire: Wire) -> str:
    return valkey.url().replace(f":{valkey.port}/", f":{wire.port}/")


@pytest.fixture
def limited(environment: dict[str, str], broker_url: str, world: World) -> Iterator[Flask]:
    """The application as it serves: its limits are counted in Valkey."""
    app = create_app(environment | {"REDIS_URL": broker_url, "RATE_LIMITS": "1"})
    app.config.update(WTF_CSRF_ENABLED=False)
    app.test_client_class = Browser
    yield app
    dispose(app)


@pytest.mark.parametrize("far", [Far.REFUSED, Far.SILENT])
def test_r13_people_sign_in_and_record_as_ever_while_valkey_is_away(
    limited: Flask, world: World, wire: Wire, far: Far, record_property: Callable[[str, Any], None]
) -> None:
    petugas = signed_in(limited)
    choose_place(petugas, world)
    wire.cut(far)
    seconds: list[float] = []
    for number in range(volume(INTERVIEWS)):
        if number % 20 == 0:
            signed_in(limited)
        begun = time.monotonic()
        answer = petugas.post("/isi/wawancara", data=answered(served(petugas)))
        seconds.append(time.monotonic() - begun)
        assert answer.status_code == 302
    health = petugas.get("/readyz")
    assert (health.status_code, health.json["broker"]) == (200, False)
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == volume(INTERVIEWS)
    p95 = sorted(seconds)[int(len(seconds) * 0.95)]
    assert p95 <= P95
    record_property("injected", f"Valkey {far.value}")
    record_property("volume", f"{volume(INTERVIEWS)} interviews, a sign-in before every twentieth")
    record_property("outcome", f"0 refused, 0 lost; p95 of an interview {p95 * 1000:.0f} ms")
    record_property("acknowledged", volume(INTERVIEWS))


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    assert client.post("/masuk", data={"email": "petugas.a@contoh.test", "password": PASSWORD}).status_code == 302
    return client


# The silence is the harder half, and each look of the relay costs 10 s of waiting: `make test` hears one.
@pytest.mark.parametrize(
    ("far", "leases"), [(Far.REFUSED, outbox.MAX_ATTEMPTS + 2), (Far.SILENT, 3)] if FULL else [(Far.SILENT, 1)]
)
def test_r13_letters_wait_for_valkey_however_long_and_none_is_given_up(
    app: Flask, world: World, environment: dict[str, str], broker_url: str, wire: Wire, mail: MailCatcher, tmp_path: Path,
    far: Far, leases: int, record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    settle(volume(OFFICES))
    false_clock = FalseClock(app)
    false_clock.at(f"{STEPS['H-7']} 08:00")
    wire.cut(far)
    deciding.decide_due()
    with Crew(environment | {"REDIS_URL": broker_url, "MAIL_URL": mail.smtp_url}, tmp_path) as crew:
        relay = crew.relay()
        for _ in range(leases):
            tried = relay.log.read_text().count("relay.waits")
            wait_until(lambda tried=tried: relay.log.read_text().count("relay.waits") > tried, 60, "the relay tries")
            false_clock.skip_lease()
        assert relay.running
        assert mail.letters() == []
        wire.heal()
        crew.worker()
        all_done(false_clock, 90)
    letters = every_letter_arrived_once(mail)
    record_property("injected", f"Valkey {far.value} for {leases} leases of the outbox")
    record_property("volume", f"{letters} letters")
    record_property("outcome", "all delayed, 0 lost, 0 given up, 0 sent twice")
    record_property("acknowledged", letters)


def test_r14_valkey_forgets_everything_and_nothing_is_lost(
    app: Flask, world: World, environment: dict[str, str], valkey: ValkeyServer, mail: MailCatcher, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    settle(volume(QUEUED) // 3)
    false_clock, answers = FalseClock(app), volume(QUEUED)
    false_clock.at(f"{STEPS['H-7']} 08:00")
    deciding.decide_due()
    for _ in range(answers):
        intake.record(world.a.opd_id, world.a.answer())
    with (
        redis.from_url(valkey.url()) as broker,
        Crew(environment | {"REDIS_URL": valkey.url(), "MAIL_URL": mail.smtp_url}, tmp_path) as crew,
    ):
        crew.relay()
        queued = len(waiting())
        wait_until(lambda: broker.llen("celery") > queued, 60, "everything is queued, an answer's nudge included")
        broker.flushall()
        crew.worker(concurrency=2)
        all_done(false_clock, 300)
        wait_until(lambda: not waits_to_be_folded(world), 60, "the answers are folded")
    letters = every_letter_arrived_once(mail)
    record_property("injected", "FLUSHALL with everything queued and nothing begun")
    record_property("volume", f"{queued} rows, {answers} answers")
    record_property("outcome", f"{letters} letters sent once each, all answers counted, within one lease")
    record_property("acknowledged", letters + answers)


def waits_to_be_folded(world: World) -> bool:
    with opd_scope(world.a.opd_id):
        return bool(db.session.scalar(select(exists(select(PendingFold.response_id)))))


def every_letter_arrived_once(mail: MailCatcher) -> int:
    """Return how many letters there were."""
    with all_opds("test: every letter"):
        ids = list(db.session.scalars(select(Letter.id)))
    assert db.session.scalars(select(OutboxRow.state).distinct()).all() == [OutboxState.DONE]
    arrived = Counter(letter.message_id for letter in mail.letters())
    assert ids
    assert Counter(map(message_id, ids)) == Counter({key: arrived[key] for key in map(message_id, ids)})
    assert set(arrived.values()) == {1}
    return len(ids)
