"""Whatever OPD B ever wrote, nobody of OPD A is shown a letter of it: on no page, in no file, letter or log line."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.db import Base
from app.extensions import db
from app.letters.models import Letter
from app.reminders import writing
from app.reminders.deciding import decide_due
from app.reports.models import DocumentKind
from app.tenancy.models import OpdOwned
from app.tenancy.scope import opd_scope
from app.workdays import NATIONAL_CALENDAR
from tests.access_matrix import Case, Visitor, cases, objects_of
from tests.reports.steps import close, made, record
from tests.tenancy.canary import Planted, holds_canary, plant
from tests.workers.conftest import workers
from tests.world import World

PEOPLE_OF_A = ("admin.a", "kepala.a", "petugas.a", "admin_upp.a", "kepala_upp.a")
ACTING = ("admin.a", "kepala.a")  # who also press every button; the others read
# Owned tables in which nobody's words stand: numbers, keys and words of the program only.
WORDLESS = {
    "assignments", "daily_counts", "device_people", "pending_folds", "reconciliations", "survey_layanan", "tallies",
    "trainings", "saran_tallies", "extra_tallies",
}  # fmt: skip
__all__ = ["workers"]


@pytest.fixture
def planted(postgres, database: str, world: World) -> Planted:
    """OPD B has one of everything, and the word stands in all of it."""
    record(world.b, 12)
    known = objects_of(world.b) | {
        "questionnaire_id": str(world.b.questionnaire_id),
        "periode_id": str(world.periode_id),
    }
    return plant(postgres.urls(database).owner, world.b.opd_id, known)


def test_the_word_stands_in_every_table_that_holds_words(world: World, planted: Planted, sign_in) -> None:
    owned = {mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, OpdOwned)}
    empty = owned - {name.split(".")[0] for name in planted.columns}
    assert len(planted.columns) > 80
    assert empty <= WORDLESS, f"make something of {sorted(empty - WORDLESS)} in tests/access_matrix.py"
    assert holds_canary(sign_in("organisasi").get("/opd/b/orang").data)  # who may see B does see the word


def test_nothing_of_b_is_in_any_answer_to_people_of_a(
    app: Flask, world: World, planted: Planted, sign_in, capfd: pytest.CaptureFixture[str]
) -> None:
    own, foreign = objects_of(world.a), planted.things
    capfd.readouterr()
    found: list[str] = []
    asked = 0
    for who in PEOPLE_OF_A:
        visitor = Visitor(sign_in, who)
        for case in _asked_by(app, world, who, own, foreign):
            if case.rule.endpoint == "accounts.sign_out":
                continue
            answer = visitor.ask(case)
            asked += 1
            if holds_canary(answer.data) or holds_canary(str(answer.headers).encode()):
                found.append(f"{who}: {case.method} {case.address}")
    assert asked > 400
    assert not found, "\n".join(found)
    assert not holds_canary("".join(capfd.readouterr()).encode())


def _asked_by(app: Flask, world: World, who: str, own: dict[str, str], foreign: dict[str, str]) -> list[Case]:
    """Return what somebody asks: A's addresses with A's things, A's with B's, and B's own."""
    wanted = {"GET", "POST"} if who in ACTING else {"GET"}
    ways = [(world.a, own)] + ([(world.a, foreign), (world.b, foreign)] if who in ACTING else [])
    found = [case for place, ids in ways for case in cases(app, world, place, ids) if case.method in wanted]
    return sorted(found, key=lambda case: case.method)  # read first: an act may close what is to be read


@pytest.mark.parametrize("document", list(DocumentKind))
def test_nothing_of_b_is_in_any_document_of_a(
    workers: Any, world: World, planted: Planted, document: DocumentKind
) -> None:
    record(world.a, 12, seed=2)
    close(world.a)
    content = made(world.a, document=document)
    assert len(content) > 1000
    assert not holds_canary(content)


def test_nothing_of_b_is_in_any_letter_to_a(world: World, planted: Planted) -> None:
    day = NATIONAL_CALENDAR.next_working_day(clock.today() + timedelta(days=13))  # the periode ends a week later
    with clock.pretend(datetime.combine(day, time(10), tzinfo=clock.zone())):
        decide_due()
        with opd_scope(world.a.opd_id):
            written = [writing.write(letter) for letter in db.session.scalars(select(Letter))]
    texts = [f"{each.subject} {each.text} {each.html}" for each in written if each]
    assert texts
    assert not any(holds_canary(words.encode()) for words in texts)
