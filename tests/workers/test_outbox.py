"""The outbox: claimed once, comes back when a claim goes stale, fails visibly."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

from sqlalchemy import select, update

from app import clock
from app.db import transaction
from app.extensions import db
from app.outbox import operations as outbox
from app.outbox.models import OutboxRow, OutboxState
from app.outbox.topics import Topic


def add_rows(n: int) -> None:
    with transaction():
        for number in range(n):
            outbox.add(Topic.CITY_LETTER_SEND, letter_id=f"{number}")


def rows() -> list[OutboxRow]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def test_two_relays_claim_every_row_once(app, world) -> None:
    add_rows(60)
    barrier, taken = Barrier(2), []

    def relay() -> None:
        with app.app_context():
            barrier.wait()
            for _ in range(6):
                with transaction():
                    taken.extend(claim.id for claim in outbox.claim(limit=7))

    threads = [Thread(target=relay) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [row.id for row in rows()]


def test_a_claim_that_nobody_finished_comes_back(app, world) -> None:
    add_rows(1)
    with transaction():
        assert len(outbox.claim()) == 1
    with transaction():
        assert outbox.claim() == []
    with clock.pretend(clock.now() + outbox.LEASE + timedelta(seconds=1)), transaction():
        assert len(outbox.claim()) == 1


def test_waiting_for_a_worker_uses_up_no_try(app, world) -> None:
    add_rows(1)
    moment = clock.now()
    for _ in range(outbox.MAX_ATTEMPTS + 2):
        with clock.pretend(moment), transaction():
            assert [claim.attempts for claim in outbox.claim()] == [0]
        moment += outbox.LEASE + timedelta(seconds=1)
    assert rows()[0].state == OutboxState.WAITING


def test_a_try_counts_from_its_beginning_and_of_two_workers_one_begins(app, world) -> None:
    add_rows(1)
    row_id = rows()[0].id
    with transaction():
        assert outbox.begin(row_id)
    begun: list[bool] = []

    def another() -> None:
        with app.app_context(), transaction():
            begun.append(outbox.begin(row_id))

    with transaction():
        assert outbox.find(row_id).attempts == 1
        thread = Thread(target=another)
        thread.start()
        thread.join()
        outbox.finish(row_id)
    with transaction():
        begun.append(outbox.begin(row_id))
    assert begun == [False, False]


def test_a_rolled_back_change_asks_for_nothing(app, world) -> None:
    try:
        with transaction():
            outbox.add(Topic.CITY_LETTER_SEND, letter_id="x")
            raise RuntimeError("the change failed")
    except RuntimeError:
        pass
    assert rows() == []


def test_a_failure_is_counted_backed_off_and_parked_in_the_end(app, world) -> None:
    add_rows(1)
    moment = clock.now()
    for attempt in range(1, outbox.MAX_ATTEMPTS + 1):
        with clock.pretend(moment):
            with transaction():
                claims = outbox.claim()
                assert [claim.attempts for claim in claims] == [attempt - 1]
            with transaction():
                assert outbox.begin(claims[0].id)
            with transaction():
                outbox.fail(claims[0].id, "451 coba lagi", attempts=attempt)
            with transaction():
                assert outbox.claim() == []
        moment += timedelta(hours=7)
    row = rows()[0]
    assert (row.state, row.last_error) == (OutboxState.PARKED, "451 coba lagi")


def test_a_row_that_kills_its_workers_is_parked(app, world) -> None:
    add_rows(2)
    first = rows()[0].id
    with transaction():
        db.session.execute(update(OutboxRow).where(OutboxRow.id == first).values(attempts=outbox.MAX_ATTEMPTS))
    with transaction():
        assert [claim.id for claim in outbox.claim()] == [first + 1]
    assert rows()[0].state == OutboxState.PARKED
