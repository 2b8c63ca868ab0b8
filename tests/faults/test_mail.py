"""R-18: a mail server that misbehaves in every way it can. What may pass is tried again, a wrong address is named at once, and
nobody waits long for somebody else's trouble."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from app.db import transaction
from app.extensions import db
from app.letters import mail_server
from app.letters.models import Letter, LetterState
from app.letters.sending import message_id
from app.outbox import operations as outbox
from app.outbox.models import OutboxRow, OutboxState
from app.reminders import deciding
from app.tenancy.scope import all_opds
from local.mail import MailCatcher
from tests.faults.november import STEPS, FalseClock, settle
from tests.faults.scale import FULL, SEED, dice, volume
from tests.world import World

EACH, OFFICES = 50, 150
REFUSALS = {"421": 421, "450": 450, "451": 451, "550": 550}
RESET, LOST_REPLY, STALL, SOUND = "reset in DATA", "reply lost after DATA", "stall", "sound"
MOODS = (*REFUSALS, RESET, LOST_REPLY, STALL)
TIMEOUT = 0.5  # seconds, instead of the product's 15


class BadServer(MailCatcher):
    """Misbehaves towards some recipients."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.moods: dict[str, str] = {}

    def turn(self, moods: dict[str, str]) -> None:
        """From now on it is like this to these recipients, and sound to the others."""
        for address in self.moods.keys() | moods.keys():
            self.answer(address, REFUSALS.get(moods.get(address, SOUND), 250))
        self.moods = moods

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.moods.get(address) == STALL:
            await asyncio.sleep(60)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mood = self.moods.get(envelope.rcpt_tos[0])
        said = "250 OK" if mood == RESET else await super().handle_DATA(server, session, envelope)
        if mood in (RESET, LOST_REPLY):
            server.transport.abort()
        return said


@pytest.fixture
def server(app: Flask, tmp_path: Path) -> Iterator[BadServer]:
    server = BadServer(tmp_path / "mail")
    server.start()
    app.config["MAIL_URL"] = server.smtp_url
    yield server
    server.stop()


def test_r18_a_misbehaving_mail_server_loses_no_letter_and_holds_nobody_up(
    app: Flask, world: World, server: BadServer, topics: ModuleType, monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    monkeypatch.setattr(mail_server, "TIMEOUT", TIMEOUT)
    settle(volume(OFFICES))
    false_clock = FalseClock(app)
    false_clock.at(f"{STEPS['H-7']} 08:00")
    deciding.decide_due()
    moods = dict(zip((letter.to_email for letter in shuffled(letters())), MOODS * volume(EACH), strict=False))
    server.turn(moods)

    slowest = work(topics)
    assert slowest <= TIMEOUT + (1 if FULL else 10)
    for letter in letters():
        mood = moods.get(letter.to_email, SOUND)
        assert (letter.state, letter.attempts) == (STATE_AFTER.get(mood, LetterState.WAITING), 1), mood
        assert bool(letter.last_error) == (mood != SOUND), mood
    assert work(topics) == 0  # nothing is due again yet

    server.turn({address: mood for address, mood in moods.items() if mood == "550"})
    false_clock.skip(61)
    work(topics)
    arrived = Counter(letter.message_id for letter in server.letters())
    for letter in letters():
        mood = moods.get(letter.to_email, SOUND)
        assert letter.state is STATE_AFTER.get(mood, LetterState.SENT), mood
        assert arrived[message_id(letter.id)] == {"550": 0, LOST_REPLY: 2}.get(mood, 1), mood
    assert not db.session.scalars(select(OutboxRow).where(OutboxRow.state != OutboxState.DONE)).all()
    record_property("seed", SEED)
    record_property("injected", ", ".join(MOODS))
    record_property("volume", f"{volume(EACH)} letters each, {len(letters()) - len(moods)} beside them")
    record_property("outcome", f"0 lost; 550 named at once; twice only what lost its reply; slowest {slowest:.1f} s")
    record_property("acknowledged", len(letters()))


# What became of a letter after its first try, where it is not simply tried again later.
STATE_AFTER = {SOUND: LetterState.SENT, "550": LetterState.BAD_ADDRESS}


def letters() -> list[Letter]:
    with all_opds("test: every letter"):
        found = list(db.session.scalars(select(Letter).order_by(Letter.to_email)))
        db.session.expunge_all()
    return found


def shuffled(found: list[Letter]) -> list[Letter]:
    return dice(18).sample(found, len(found))


def work(topics: ModuleType) -> float:
    """Do what relay and worker do until nothing is due; returns the seconds of the slowest row."""
    slowest = 0.0
    while True:
        with transaction():
            claims = outbox.claim()
        if not claims:
            return slowest
        for claim in claims:
            begun, scope = time.monotonic(), {"opd_id": str(claim.opd_id)} if claim.opd_id else {}
            topics.celery.tasks[claim.topic.value](row_id=claim.id, **scope)
            slowest = max(slowest, time.monotonic() - begun)
