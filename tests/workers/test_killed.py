"""Two workers run, beats that went wild ask for reminders all the time, a worker is killed with -9 again and again: no answer is
lost from the figures, no letter is decided twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from celery import Celery
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.db import transaction
from app.extensions import db
from app.ikm import figures_of, tally_rows
from app.letters.models import Letter
from app.periods.models import Periode
from app.responses import intake
from app.responses.models import PendingFold
from app.results import fold, statistics
from app.surveys.questionnaire import get_questionnaire
from app.tenancy.scope import all_opds, opd_scope
from app.workdays import NATIONAL_CALENDAR

SECONDS = 12
KILLS = 5


class Crew:
    """Worker, relay and beat processes of one test; all end with it."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment, self.folder = environment, folder
        self.processes: list[subprocess.Popen] = []

    def start(self, *arguments: str) -> subprocess.Popen:
        log = (self.folder / f"{len(self.processes)}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], env=self.environment, stdout=log, stderr=log, start_new_session=True
        )
        self.processes.append(process)
        return process

    def worker(self) -> subprocess.Popen:
        name = f"w{len(self.processes)}@test"
        return self.start(
            "celery", "-A", "workers.app", "worker", "--concurrency", "1", "--loglevel", "WARNING", "-n", name
        )

    def stop(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()


def test_killed_workers_lose_no_answer_and_decide_no_letter_twice(
    app: Flask, world, environment, valkey, tmp_path
) -> None:
    environment["REDIS_URL"] = valkey.url()
    _let_it_be_the_morning_of_a_reminder(app, world)
    crew = Crew(environment, tmp_path)
    rows: list[tuple] = []
    try:
        workers = [crew.worker(), crew.worker()]
        crew.start("workers.relay")
        beat = Celery(broker=valkey.url())  # a real one waits a minute between two looks, longer than this test
        rng = random.Random(3)
        ends, next_kill, kills = time.monotonic() + SECONDS, time.monotonic() + 3, 0
        while time.monotonic() < ends:
            row = tuple(rng.choice((1, 2, 3, 4, 3, 4)) for _ in range(9))
            intake.record(world.a.opd_id, world.a.answer(row))
            rows.append(row)
            if len(rows) % 25 == 0:
                beat.send_task("periodic.decide_reminders")
            if time.monotonic() > next_kill and kills < KILLS:
                victim = workers[kills % 2]
                os.killpg(victim.pid, signal.SIGKILL)
                workers[kills % 2] = crew.worker()
                kills += 1
                next_kill = time.monotonic() + 1.5
            time.sleep(0.01)
        _wait_until_folded(world)
    finally:
        crew.stop()
    assert kills == KILLS
    _figures_are_right(world, rows)
    _no_letter_was_decided_twice(world)


def _let_it_be_the_morning_of_a_reminder(app: Flask, world) -> None:
    """Set the false clock to a working morning three days before a deadline, so that beats decide letters."""
    real = datetime.now(clock.zone())
    morning = real.replace(hour=9, minute=0)
    while not NATIONAL_CALENDAR.is_working_day(morning.date()):
        morning += timedelta(days=1)
    with transaction():
        db.session.get_one(Periode, world.periode_id).deadline = morning.date() + timedelta(days=7)
    Path(app.config["CLOCK_FILE"]).write_text(str((morning - real).total_seconds()))


def _wait_until_folded(world) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until:
        with opd_scope(world.a.opd_id):
            if not db.session.scalar(select(func.count()).select_from(PendingFold)):
                return
        time.sleep(0.3)
    raise AssertionError("answers still wait to be folded")


def _figures_are_right(world, rows: list[tuple]) -> None:
    with opd_scope(world.a.opd_id):
        codes = get_questionnaire(world.a.questionnaire_id).codes
        held = statistics.add_up(statistics.by_layanan(world.a.survey_id).values())
        assert held.figures(codes) == figures_of(dict(zip(codes, tally_rows(rows, 9), strict=True)), n=len(rows))
        with transaction():
            assert fold.compare().differences == 0


def _no_letter_was_decided_twice(world) -> None:
    with all_opds("test: letters"):
        keys = db.session.execute(select(Letter.opd_id, Letter.step, Letter.kind, Letter.user_id, Letter.upp_id)).all()
    assert keys, "the beats decided nothing"
    twice = [key for key, count in Counter(map(tuple, keys)).items() if count > 1]
    assert twice == []
