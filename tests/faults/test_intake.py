"""What may happen to an answer on its way (trust.md R-02, R-03, R-04, R-26): nothing is lost, nothing doubled."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from uuid import uuid4

from sqlalchemy import func, select

from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Conflict
from app.extensions import db
from app.responses import intake
from app.responses.intake import Outcome
from app.responses.models import Quarantine, Response, ResponseState
from app.surveys import operations as surveys
from app.surveys.queries import find_frozen
from app.tenancy.scope import opd_scope
from tests.faults.scale import SEED, dice, volume


def in_context(app, act):
    def run(*arguments):
        with app.app_context():
            return act(*arguments)

    return run


def test_r03_the_same_id_sent_four_times_at_once_is_one_response(app, world, record_property) -> None:
    ids = volume(500)
    answers = [world.a.answer() for _ in range(ids)]
    send = in_context(app, lambda answer: intake.record(world.a.opd_id, answer).outcome)
    with ThreadPoolExecutor(4) as pool:
        outcomes = Counter(pool.map(send, [answer for answer in answers for _ in range(4)]))
    assert outcomes == {Outcome.STORED: ids, Outcome.REPEATED: 3 * ids}
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == ids
    record_property("injected", "the same id sent four times at once")
    record_property("volume", f"{ids} ids × 4")
    record_property("outcome", f"0 lost, 0 doubled: {ids} responses, {3 * ids} told that it is there already")
    record_property("acknowledged", ids)


def test_r04_other_answers_under_a_known_id_are_kept_aside(app, world, record_property) -> None:
    answers = [world.a.answer() for _ in range(volume(200))]
    for answer in answers:
        intake.record(world.a.opd_id, answer)
    changed = [world.a.answer((1,) * 9, id=answer.id) for answer in answers]
    assert {intake.record(world.a.opd_id, answer).outcome for answer in changed} == {Outcome.CONFLICTING}
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Quarantine)) == volume(200)
        assert {tuple(row) for row in db.session.scalars(select(Response.scores))} == {answers[0].scores}
    record_property("injected", "other answers under a known id")
    record_property("volume", f"{volume(200)} ids")
    record_property("outcome", "the first answers stand, the others are in quarantine")


def test_r26_closing_counts_every_answer_acknowledged_before_and_none_after(app, world, record_property) -> None:
    """Answers race with the closing; each is either in the frozen figures or kept as susulan."""
    seed = dice(26)
    for _ in range(volume(60)):
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
    record_property("seed", SEED)
    record_property("injected", "answers race with the closing of their survey")
    record_property("volume", f"{volume(60)} closings, 30 answers each")
    record_property("outcome", "0 lost: each answer is in the frozen figures or kept as susulan")
    record_property("acknowledged", 30 * volume(60))


def test_r26_two_people_closing_at_once_one_wins_and_the_other_is_told(app, world, record_property) -> None:
    intake.record(world.a.opd_id, world.a.answer())
    for _ in range(volume(60)):
        assert sorted(_both(app, lambda: _act(surveys.close, world, note=""))) == ["told", "won"]
        _act(surveys.reopen, world, reason="uji")
    record_property("injected", "two people close the same survey at once")
    record_property("volume", f"{volume(60)} times")
    record_property("outcome", "one wins each time, the other is told")


def test_r26_two_heads_signing_at_once_sign_one_version_that_no_late_answer_changes(
    app, world, record_property
) -> None:
    outcomes: Counter[str] = Counter()
    for _ in range(volume(200)):
        intake.record(world.a.opd_id, world.a.answer())
        _act(surveys.close, world, note="")
        outcomes.update(_both(app, lambda: _act(surveys.submit, world)))
        with opd_scope(world.a.opd_id):
            signed = find_frozen(world.a.survey_id).verification_code
        assert intake.record(world.a.opd_id, world.a.answer()).late
        with opd_scope(world.a.opd_id):
            assert find_frozen(world.a.survey_id).verification_code == signed
        _act(surveys.give_back, world, note="uji")
        _act(surveys.reopen, world, reason="uji")
    assert outcomes == {"won": volume(200), "told": volume(200)}
    record_property("injected", "two heads sign at once, and an answer arrives afterwards")
    record_property("volume", f"{volume(200)} times")
    record_property("outcome", "one signature each, the other head is told, the signed version stays")


def _act(act, world, **facts) -> None:
    with opd_scope(world.a.opd_id), transaction():
        act(world.a.survey_id, by=SYSTEM, **facts)


def _both(app, act) -> list[str]:
    """Let two people act at the same moment; returns how each fared."""
    barrier = Barrier(2)

    def one(_: int) -> str:
        with app.app_context():
            barrier.wait()
            try:
                act()
            except Conflict:
                return "told"
            return "won"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def test_r02_a_lost_reply_and_a_retry_are_one_response(world, record_property) -> None:
    answers = [world.a.answer(id=uuid4()) for _ in range(volume(1000))]
    for answer in answers:
        intake.record(world.a.opd_id, answer)  # the reply is lost
    assert {intake.record(world.a.opd_id, answer).outcome for answer in answers} == {Outcome.REPEATED}
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == volume(1000)
    record_property("injected", "the reply is lost after the commit, and the answer sent again")
    record_property("volume", f"{volume(1000)} answers")
    record_property("outcome", f"0 lost, 0 doubled: {volume(1000)} responses")
    record_property("acknowledged", volume(1000))
