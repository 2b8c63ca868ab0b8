"""R-20: whoever should have reminded was down for days. Each OPD gets the latest reminder only, and none that no longer fits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app import clock
from app.audit.operations import SYSTEM
from app.compliance.heartbeats import find_heartbeat
from app.db import transaction
from app.extensions import db
from app.letters.models import Letter
from app.surveys import operations as surveys
from app.tenancy.scope import all_opds, opd_scope
from local.mail import MailCatcher
from local.valkey import ValkeyServer
from tests.crew import Crew
from tests.faults.november import STEPS, FalseClock, Office, all_done, settle, wait_until
from tests.faults.scale import volume
from tests.world import World

OFFICES = 60
Reminder = tuple[UUID, str, str]  # OPD, step, address


def test_r20_after_days_without_beat_each_opd_gets_only_the_latest_reminder(
    app: Flask, world: World, environment: dict[str, str], valkey: ValkeyServer, mail: MailCatcher, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    offices = settle(volume(OFFICES))
    finished, late = offices[: len(offices) // 3], offices[len(offices) // 3 :]
    environment |= {"REDIS_URL": valkey.url(), "MAIL_URL": mail.smtp_url, "BEAT_SECONDS": "0.5"}
    false_clock = FalseClock(app)
    with Crew(environment, tmp_path) as crew:
        crew.relay()
        crew.worker()
        beat = crew.beat()
        the_beats_have_looked_at(false_clock, "2026-11-18 10:00")
        all_done(false_clock, 60)
        beat.stop()
        for office in finished:
            submit(office)
        before = letters()
        assert {step for _, step, _ in before} == {"H-14"}  # which was still to be caught up with
        beat.start()
        the_beats_have_looked_at(false_clock, f"{STEPS['H-1']} 09:30")
        wait_until(lambda: set(letters()) >= expected(late), 30, "the late OPDs are reminded")
        all_done(false_clock, 60)
        the_beats_have_looked_at(false_clock, f"{STEPS['H-1']} 15:30")
    since = [letter for letter in letters() if letter not in before]
    assert {step for _, step, _ in since} == {"H-1"}
    assert not {opd_id for opd_id, _, _ in since} & {office.opd_id for office in finished}
    assert len(letters()) == len(set(letters())) == len(mail.letters()) - len(to_the_city(mail))
    record_property("injected", "no beat from H-7 to H-1")
    record_property("volume", f"{len(offices)} OPDs, {len(finished)} of them submitted meanwhile")
    record_property("outcome", f"{len(since)} letters, all of H-1, one each; none to who had submitted")


def the_beats_have_looked_at(false_clock: FalseClock, moment: str) -> None:
    """Return when the reminders were decided once after that moment."""
    false_clock.at(moment)
    wait_until(lambda: _last_look() >= moment, 30, f"a beat at {moment}")


def _last_look() -> str:
    db.session.rollback()
    last = find_heartbeat("reminders")
    return f"{last.at.astimezone(clock.zone()):%Y-%m-%d %H:%M}" if last else ""


def expected(offices: list[Office]) -> set[Reminder]:
    return {(office.opd_id, "H-1", reader) for office in offices for reader in office.readers("H-1")}


def submit(office: Office) -> None:
    with opd_scope(office.opd_id), transaction():
        surveys.close(office.survey_id, note="", by=SYSTEM)
    with opd_scope(office.opd_id), transaction():
        surveys.submit(office.survey_id, by=SYSTEM)


def letters() -> list[Reminder]:
    with all_opds("test: every letter"):
        rows = db.session.execute(select(Letter.opd_id, Letter.step, Letter.to_email))
        return [(row.opd_id, row.step or "", row.to_email) for row in rows]


def to_the_city(mail: MailCatcher) -> list[str]:
    return [letter.subject for letter in mail.letters() if letter.to == ("organisasi@contoh.test",)]
