"""What may happen to an answer on its way (trust.md R-02, R-03, R-04, R-29 at a tenth): nothing is lost, nothing doubled."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from uuid import UUID, uuid4

from sqlalchemy import func, select, text

from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Conflict
from app.extensions import db
from app.opd.models import Upp
from app.responses import intake
from app.responses.intake import Outcome
from app.responses.models import Quarantine, Response, ResponseState
from app.surveys import operations as surveys
from app.surveys.queries import find_frozen
from app.tenancy.scope import opd_scope


def in_context(app, act):
    def run(*arguments):
        with app.app_context():
            return act(*arguments)

    return run


def test_r03_the_same_id_sent_four_times_at_once_is_one_response(app, world) -> None:
    answers = [world.a.answer() for _ in range(50)]
    send = in_context(app, lambda answer: intake.record(world.a.opd_id, answer).outcome)
    with ThreadPoolExecutor(4) as pool:
        outcomes = Counter(pool.map(send, [answer for answer in answers for _ in range(4)]))
    assert outcomes == {Outcome.STORED: 50, Outcome.REPEATED: 150}
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == 50


def test_r04_other_answers_under_a_known_id_are_kept_aside(app, world) -> None:
    answers = [world.a.answer() for _ in range(20)]
    for answer in answers:
        intake.record(world.a.opd_id, answer)
    changed = [world.a.answer((1,) * 9, id=answer.id) for answer in answers]
    assert {intake.record(world.a.opd_id, answer).outcome for answer in changed} == {Outcome.CONFLICTING}
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Quarantine)) == 20
        assert {tuple(row) for row in db.session.scalars(select(Response.scores))} == {answers[0].scores}


def test_closing_counts_every_answer_that_was_acknowledged_before_and_none_after(app, world) -> None:
    """Answers race with the closing; each is either in the frozen figures or kept as susulan."""
    seed = random.Random(11)
    for _ in range(6):
        outcomes: list[bool] = []
        barrier = Barrier(3)

        def send(outcomes=outcomes, barrier=barrier) -> None:
            with app.app_context():
                barrier.wait()
                for _ in range(15):
                    outcomes.append(intake.record(world.a.opd_id, world.a.answer()).late)

        pause = seed.random() * 0.05

        def close(barrier=barrier, pause=pause) -> None:
            import time

            with app.app_context(), opd_scope(world.a.opd_id):
                barrier.wait()
                time.sleep(pause)
                with transaction():
                    surveys.close(world.a.survey_id, note="", by=SYSTEM)

        threads = [Thread(target=send), Thread(target=send), Thread(target=close)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with opd_scope(world.a.opd_id):
            in_time = db.session.scalar(
                select(func.count()).where(
                    Response.survey_id == world.a.survey_id, Response.state == ResponseState.DITERIMA
                )
            )
            assert find_frozen(world.a.survey_id).respondents == in_time
            with transaction():
                surveys.reopen(world.a.survey_id, reason="uji", by=SYSTEM)
        assert len(outcomes) == 30


def test_two_people_closing_at_once_one_wins_and_the_other_is_told(app, world) -> None:
    intake.record(world.a.opd_id, world.a.answer())
    barrier = Barrier(2)

    def close() -> str:
        with app.app_context(), opd_scope(world.a.opd_id):
            barrier.wait()
            try:
                with transaction():
                    surveys.close(world.a.survey_id, note="", by=SYSTEM)
            except Conflict:
                return "told"
            return "won"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda _: close(), range(2))) == ["told", "won"]


def test_r29_no_row_of_another_opd_is_ever_seen(app, world) -> None:
    """Twenty threads on a small pool, with errors, roll-backs and savepoints in between: 2,000 transactions."""
    owners = {world.a.opd_id: {"a", "a2"}, world.b.opd_id: {"b"}}
    seed = random.Random(29)
    tasks = [(seed.choice(list(owners)), seed.random()) for _ in range(2000)]

    def look(task: tuple[UUID, float]) -> bool:
        opd_id, chance = task
        with app.app_context(), opd_scope(opd_id):
            try:
                with transaction():
                    seen = set(db.session.scalars(select(Upp.kode)))
                    raw = set(db.session.execute(text("SELECT kode FROM upp")).scalars())
                    if chance < 0.1:
                        with db.session.begin_nested():
                            db.session.execute(text("SELECT 1"))
                    if chance < 0.05:
                        db.session.execute(text("SELECT 1 / 0"))
                    if chance > 0.95:
                        raise RuntimeError("something went wrong")
            except Exception:  # noqa: BLE001 — the error is the point: what comes after it must still be separated
                pass
            return seen == raw == owners[opd_id]

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(look, tasks))


def test_r02_a_lost_reply_and_a_retry_are_one_response(world) -> None:
    answers = [world.a.answer(id=uuid4()) for _ in range(100)]
    for answer in answers:
        intake.record(world.a.opd_id, answer)  # the reply is lost
    assert {intake.record(world.a.opd_id, answer).outcome for answer in answers} == {Outcome.REPEATED}
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == 100
