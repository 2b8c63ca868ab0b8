"""Two workers, two beats and a relay run; one of them is killed with -9 again and again (trust.md R-16, R-17, R-19): no answer
is lost from the figures, no letter is decided twice or lost on its way."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import exists, select

from app.db import transaction
from app.extensions import db
from app.ikm import figures_of, tally_rows
from app.letters.models import Letter, LetterState
from app.letters.sending import message_id
from app.responses import intake
from app.responses.models import PendingFold, Response
from app.results import fold, statistics
from app.surveys.questionnaire import get_questionnaire
from app.tenancy.scope import all_opds, opd_scope
from local.mail import MailCatcher
from local.valkey import ValkeyServer
from tests.crew import Crew, Member
from tests.faults.november import STEPS, FalseClock, Office, all_done, settle, wait_until
from tests.faults.scale import SEED, dice, volume
from tests.world import Place, World

OFFICES, ANSWERS, KILLS = 60, 6000, 90
Row = tuple[int | None, ...]


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailCatcher]:
    catcher = MailCatcher(tmp_path / "mail")
    catcher.start()
    yield catcher
    catcher.stop()


def test_r16_r17_r19_whoever_is_killed_no_answer_is_lost_and_no_letter_decided_twice(
    app: Flask, world: World, environment: dict[str, str], valkey: ValkeyServer, mail: MailCatcher, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    offices, places, false_clock = settle(volume(OFFICES)), (world.a, world.b), FalseClock(app)
    environment |= {"REDIS_URL": valkey.url(), "MAIL_URL": mail.smtp_url, "BEAT_SECONDS": "0.5"}
    false_clock.at(f"{STEPS['H-7']} 07:30")
    with answers_coming_in(app, places, volume(ANSWERS)) as acknowledged, Crew(environment, tmp_path) as crew:
        crew.relay()
        for _ in range(2):
            crew.worker()
            crew.beat()
        killer = Killer(crew.members, dice(17))
        for number, (step, day) in enumerate(STEPS.items(), start=1):
            false_clock.at(f"{day} 08:00")
            while killer.kills < volume(KILLS) * number // len(STEPS):
                killer.strike()
            wait_until(lambda step=step: is_decided(step, offices), 60, f"all letters of {step} are decided")
            all_done(false_clock, 120)
        wait_until(lambda: sum(map(len, acknowledged.values())) == volume(ANSWERS), 240, "all answers are in")
        wait_until(lambda: not any(map(waits_to_be_folded, places)), 60, "all answers are folded")
    for place in places:
        figures_are_those_of(place, acknowledged[place.opd_id])
    repeated = every_letter_was_decided_once_and_arrived(offices, mail)
    assert repeated <= killer.kills
    record_property("seed", SEED)
    record_property("injected", "kill -9 of " + ", ".join(f"{n} {what}" for what, n in sorted(killer.victims.items())))
    record_property(
        "volume", f"{volume(ANSWERS)} answers, {len(mail.letters()) - repeated} letters to {len(offices)} OPDs"
    )
    record_property("outcome", f"0 answers lost, 0 letters decided twice, 0 letters lost, {repeated} sent twice")
    record_property("acknowledged", volume(ANSWERS) + len(mail.letters()) - repeated)


@contextmanager
def answers_coming_in(app: Flask, places: tuple[Place, ...], count: int) -> Iterator[dict[UUID, list[Row]]]:
    """Record answers at the places in turn while the block runs; gives what was acknowledged, by OPD."""
    acknowledged: dict[UUID, list[Row]] = {place.opd_id: [] for place in places}
    over, rng = Event(), dice(16)

    def record() -> None:
        with app.app_context():
            for number in range(count):
                place, row = places[number % len(places)], tuple(rng.choice((1, 2, 3, 4, 3, 4, None)) for _ in range(9))
                intake.record(place.opd_id, place.answer(row))
                acknowledged[place.opd_id].append(row)
                if over.wait(0.02):
                    return

    thread = Thread(target=record)
    thread.start()
    try:
        yield acknowledged
    finally:
        over.set()
        thread.join()


class Killer:
    """Kills one member after another and starts the next in its place."""

    def __init__(self, members: list[Member], rng: random.Random) -> None:
        self._members, self._dice = members, rng
        self.victims: Counter[str] = Counter()

    @property
    def kills(self) -> int:
        return self.victims.total()

    def strike(self) -> None:
        time.sleep(self._dice.uniform(0.2, 2.0))  # the moment is the fault
        victim = self._dice.choice(self._members)
        kind = victim.name.rstrip("0123456789")
        if kind == "worker" and self._dice.random() < 0.4 and victim.kill_child(self._dice):
            self.victims["pool child"] += 1
            return
        victim.stop()
        victim.start()
        self.victims[kind] += 1


def decided() -> list[Letter]:
    with all_opds("test: every letter"):
        letters = list(db.session.scalars(select(Letter)))
        db.session.expunge_all()
    return letters


def is_decided(step: str, offices: list[Office]) -> bool:
    written = {letter.to_email for letter in decided() if letter.step == step}
    return all(office.readers(step) <= written for office in offices)


def waits_to_be_folded(place: Place) -> bool:
    with opd_scope(place.opd_id):
        return bool(db.session.scalar(select(exists(select(PendingFold.response_id)))))


def figures_are_those_of(place: Place, rows: list[Row]) -> None:
    """The figures that the pages read equal the pure computation over what was acknowledged."""
    with opd_scope(place.opd_id):
        stored = db.session.scalars(select(Response.scores).where(Response.survey_id == place.survey_id))
        assert Counter(map(tuple, stored)) == Counter(rows)
        counted = [row for row in rows if sum(score is not None for score in row) >= 5]
        codes = get_questionnaire(place.questionnaire_id).codes
        held = statistics.add_up(statistics.by_layanan(place.survey_id).values())
        expected = figures_of(dict(zip(codes, tally_rows(counted, 9), strict=True)), n=len(counted))
        assert held.figures(codes) == expected
        with transaction():
            assert fold.compare().differences == 0


def every_letter_was_decided_once_and_arrived(offices: list[Office], mail: MailCatcher) -> int:
    """Return how many letters arrived once more than they should: with the same Message-ID, so that it shows."""
    letters = decided()
    keys = Counter((x.opd_id, x.step, x.kind, x.user_id, x.upp_id) for x in letters)
    assert [key for key, count in keys.items() if count > 1] == []
    for office in offices:
        steps = Counter((x.step, x.to_email) for x in letters if x.opd_id == office.opd_id)
        assert steps == Counter((step, reader) for step in STEPS for reader in office.readers(step))
    sent = {message_id(x.id) for x in letters if x.state is LetterState.SENT}
    assert len(sent) == len(letters)
    arrived = Counter(letter.message_id for letter in mail.letters())
    assert sent <= arrived.keys()
    return sum(count - 1 for count in arrived.values())
