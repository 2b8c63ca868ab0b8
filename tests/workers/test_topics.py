"""Every topic has a task, and every task run twice leaves what it leaves once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, text

from app.accounts import operations as accounts
from app.accounts import queries as people
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters import operations as letters
from app.letters.models import LetterKind
from app.opd.models import CustomerKind
from app.outbox.models import OutboxRow
from app.outbox.topics import Topic
from app.reports import operations as reports
from app.responses import intake
from app.surveys.queries import get_survey
from app.tenancy.scope import all_opds, opd_scope
from local.mail import MailCatcher
from tests.conftest import dispose, make_app
from tests.imports.steps import prepared


@pytest.fixture
def mail(tmp_path):
    catcher = MailCatcher(tmp_path / "mail")
    catcher.start()
    yield catcher
    catcher.stop()


def answers(world) -> None:
    for _ in range(5):
        intake.record(world.a.opd_id, world.a.answer())


def account_letter(world) -> None:
    with transaction():
        accounts.request_reset("kepala.a@contoh.test")


def reminder(world) -> None:
    with opd_scope(world.a.opd_id), transaction():
        user = people.find_user("admin.a@contoh.test")
        letters.queue_letter(
            LetterKind.MANUAL_REMINDER, opd_id=world.a.opd_id, user_id=user.id, name=user.name, email=user.email,
            periode_id=world.periode_id, facts={},
        )  # fmt: skip


def report(world) -> None:
    answers(world)
    with opd_scope(world.a.opd_id), transaction():
        reports.request(get_survey(world.a.survey_id), kind=CustomerKind.MASYARAKAT, by=SYSTEM)


def imported(world) -> None:
    with opd_scope(world.a.opd_id), transaction():
        prepared(world.a, start=True)


CAUSES: dict[Topic, Callable[..., None]] = {
    Topic.RESPONSES_FOLD: answers,
    Topic.CITY_LETTER_SEND: account_letter,
    Topic.LETTER_SEND: reminder,
    Topic.REPORT_MAKE: report,
    Topic.IMPORT_RUN: imported,
}
# What a state consists of; times of working are left out.
STATE = {
    "tallies": "SELECT opd_id, survey_id, layanan_id, titik_id, segment, value, n, histogram, products FROM tallies ORDER BY 1, 2, 3, 4, 5, 6",
    "pending": "SELECT count(*) FROM pending_folds",
    "letters": "SELECT id, state, attempts, subject FROM letters ORDER BY 1",
    "city_letters": "SELECT id, state, attempts, subject FROM city_letters ORDER BY 1",
    "imports": "SELECT id, state, rows, attempts FROM imports ORDER BY 1",
    "responses": "SELECT id, scores FROM responses ORDER BY 1",
    "reports": "SELECT id, state, attempts, fingerprint, md5(content) FROM reports ORDER BY 1",
}


# What two databases cannot have in common: a document holds its moment, and who came too late has tried as well.
DIFFERS = {"reports": "SELECT id, state, fingerprint FROM reports ORDER BY 1"}
TASKS = 4


def state(without: Mapping[str, str] | None = None) -> dict[str, list]:
    with all_opds("test: the whole state"):
        queries = STATE | dict(without or {})
        return {name: [tuple(row) for row in db.session.execute(text(query))] for name, query in queries.items()}


def run(topic: Topic, world) -> None:
    from workers.topics import celery

    task = celery.tasks[topic.value]
    if topic is Topic.RESPONSES_FOLD:
        task(opd_id=str(world.a.opd_id))
        return
    db.session.rollback()
    for row in db.session.execute(select(OutboxRow.id, OutboxRow.opd_id).where(OutboxRow.topic == topic.value)).all():
        db.session.rollback()
        task(row_id=row.id, **({"opd_id": str(row.opd_id)} if row.opd_id else {}))


def test_every_topic_has_a_task_and_is_run_here(workers) -> None:
    from workers.topics import celery

    assert {topic.value for topic in Topic} <= set(celery.tasks)
    assert set(CAUSES) == set(Topic), "Say in CAUSES how the new topic comes about, so that its task is run twice."


@pytest.mark.parametrize("topic", list(Topic))
def test_r22_a_task_run_twice_leaves_what_it_leaves_once(workers, world, mail, record_property, topic: Topic) -> None:
    workers.config["MAIL_URL"] = mail.smtp_url
    CAUSES[topic](world)
    before = state()
    run(topic, world)
    once = state()
    assert once != before, "the task did nothing"
    received = len(mail.letters())
    run(topic, world)
    assert state() == once
    assert len(mail.letters()) == received
    record_property("injected", f"the message of {topic.value} comes twice")
    record_property("volume", "1")
    record_property("outcome", "the state is the same after the second, to the bit; no second letter")


@pytest.mark.parametrize("topic", list(Topic))
def test_r22_a_task_that_many_workers_begin_at_once_leaves_what_one_leaves(
    postgres, database, workers, world, mail, record_property, topic: Topic
) -> None:
    workers.config["MAIL_URL"] = mail.smtp_url
    CAUSES[topic](world)
    db.session.remove()
    dispose(workers)  # a database in use cannot be copied
    copy = f"{database}_sekali"
    postgres.create_database(copy, template=database)
    alone = make_app(postgres, copy)
    try:
        at_once(topic, world, workers, tasks=TASKS)
        many, received = state(without=DIFFERS), len(mail.letters())
        alone.config["MAIL_URL"] = mail.smtp_url
        at_once(topic, world, alone, tasks=1)
        with alone.app_context():
            assert state(without=DIFFERS) == many
        assert len(mail.letters()) == 2 * received
    finally:
        dispose(alone)
        postgres.drop_database(copy)
    record_property("injected", f"{TASKS} workers begin {topic.value} at once")
    record_property("volume", f"{TASKS} workers")
    record_property("outcome", "the state is that of one worker; no second letter")


def at_once(topic: Topic, world, app, *, tasks: int) -> None:
    """Let so many workers begin the same task at the same moment."""
    from workers.topics import celery

    celery.flask_app, barrier = app, Barrier(tasks)

    def work(_: int) -> None:
        with app.app_context():
            barrier.wait()
            run(topic, world)

    with ThreadPoolExecutor(tasks) as pool:
        list(pool.map(work, range(tasks)))
