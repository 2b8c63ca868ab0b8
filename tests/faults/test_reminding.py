"""Reminders race with submissions (trust.md R-21), and the clock jumps in every zone of the country (R-24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters.models import Letter
from app.letters.sending import message_id
from app.reminders import deciding
from app.surveys import operations as surveys
from app.tenancy.scope import all_opds, opd_scope
from local.mail import MailCatcher
from tests.faults.november import STEPS, FalseClock, Office, settle
from tests.faults.scale import FULL, volume
from tests.world import World

RACES, OFFICES = 1000, 60
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
HOUR = 3600


def test_r21_no_reminder_is_decided_for_who_has_submitted_in_the_same_second(
    app: Flask, world: World, mail: MailCatcher, work: Callable[[], int], record_property: Callable[[str, Any], None]
) -> None:
    offices, false_clock = settle(volume(RACES) // len(STEPS)), FalseClock(app)
    false_clock.at(f"{STEPS['H-7']} 07:00")
    for office in offices:
        act(office, surveys.close, note="")
    decided = 0
    for step, day in STEPS.items():
        false_clock.at(f"{day} 08:00")
        submitted = submitted_while_reminders_are_decided(app, offices)
        moments = {letter.opd_id: letter.created_at for letter in letters(step) if letter.opd_id in submitted}
        assert all(moment <= submitted[opd_id] for opd_id, moment in moments.items())
        decided += len(moments)
        while work():
            pass
        assert not readers_of(offices) & {letter.to[0] for letter in mail.letters()}, "no letter leaves after it"
        for office in offices:
            act(office, surveys.give_back, note="uji")
    assert set(Counter((letter.opd_id, letter.step, letter.to_email) for letter in letters()).values()) == {1}
    record_property("injected", "an OPD submits in the same second in which its reminder is decided")
    record_property("volume", f"{len(offices) * len(STEPS)} races")
    record_property(
        "outcome",
        f"0 decided after the submission; {decided} decided just before it, once, and cancelled before they were sent",
    )


def submitted_while_reminders_are_decided(app: Flask, offices: list[Office]) -> dict[UUID, datetime]:
    """Return when each submission was known to be committed."""
    barrier, submitted = Barrier(2), dict[UUID, datetime]()

    def decide() -> None:
        with app.app_context():
            barrier.wait()
            deciding.decide_due()

    def submit() -> None:
        with app.app_context():
            barrier.wait()
            for office in offices:
                act(office, surveys.submit)
                submitted[office.opd_id] = clock.now()

    threads = [Thread(target=decide), Thread(target=submit)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return submitted


def act(office: Office, operation: Callable[..., object], **facts: object) -> None:
    with opd_scope(office.opd_id), transaction():
        operation(office.survey_id, by=SYSTEM, **facts)


def readers_of(offices: list[Office]) -> set[str]:
    return {reader for office in offices for reader in office.readers("H-7")}


def letters(step: str | None = None) -> list[Letter]:
    db.session.rollback()
    with all_opds("test: every letter"):
        found = list(db.session.scalars(select(Letter)))
        db.session.expunge_all()
    return [letter for letter in found if step in (None, letter.step)]


@pytest.mark.parametrize("zone", ZONES if FULL else ["WIT"])
def test_r24_a_clock_that_jumps_repeats_no_reminder_and_days_are_those_of_the_city(
    app: Flask, world: World, mail: MailCatcher, topics: ModuleType, work: Callable[[], int], zone: str,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    app.config["TIMEZONE"] = ZONES[zone]
    offices, false_clock, jumps = settle(volume(OFFICES)), FalseClock(app), 0
    for step, day in STEPS.items():
        false_clock.at(f"{day} 07:59")
        deciding.decide_due()
        assert letters(step) == []
        false_clock.at(f"{day} 08:00")
        for jump in (0, -HOUR, HOUR, HOUR, -HOUR, 0):
            false_clock.skip(jump)
            jumps += bool(jump)
            deciding.decide_due()
        work()
        moments = {letter.created_at.astimezone(clock.zone()) for letter in letters(step)}
        assert {f"{moment:%Y-%m-%d %H}" for moment in moments} == {f"{day} 08"}
        expected = {reader for office in offices for reader in office.readers(step)}
        assert expected <= {letter.to_email for letter in letters(step)}
    while work():
        pass
    every = letters()
    assert set(Counter((letter.opd_id, letter.step, letter.to_email) for letter in every).values()) == {1}
    arrived = Counter(letter.message_id for letter in mail.letters())
    assert {arrived[message_id(letter.id)] for letter in every} == {1}
    record_property("injected", f"the clock jumps an hour back and forth on the days of reminding, in {zone}")
    record_property("volume", f"{jumps} jumps, {len(every)} letters to {len(offices)} OPDs")
    record_property("outcome", "0 lost, 0 repeated; each on its day at eight in that zone")
    record_property("acknowledged", len(every))
