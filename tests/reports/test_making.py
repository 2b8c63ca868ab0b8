"""The worker makes each report once, whatever crashes or runs twice, and a failure is never silent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, update

from app.db import transaction
from app.extensions import db
from app.outbox import operations as outbox
from app.outbox.models import OutboxRow, OutboxState
from app.reports import making, queries
from app.reports.models import ReportState
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.reports.steps import (
    MASYARAKAT,
    ask,
    mend,
    record,
    report_of,
    run_task,
    spoil,
    waiting_rows,
    work,
)
from tests.world import Place

pytestmark = pytest.mark.usefixtures("workers")


def outbox_row() -> OutboxRow:
    db.session.rollback()
    return db.session.scalars(
        select(OutboxRow).where(OutboxRow.topic == "report:make").order_by(OutboxRow.id.desc())
    ).first()


def change_outbox(**values: object) -> None:
    with transaction():
        db.session.execute(update(OutboxRow).where(OutboxRow.topic == "report:make").values(**values))


def standing(place: Place) -> queries.Standing:
    with opd_scope(place.opd_id):
        found = queries.find_standing(get_survey(place.survey_id), MASYARAKAT)
        assert found is not None
        return found


def test_a_task_run_twice_leaves_one_report(world) -> None:
    record(world.a, 6)
    report_id = ask(world.a)
    [(row_id, opd_id)] = waiting_rows()
    run_task(row_id, opd_id)
    once = report_of(world.a, report_id)
    run_task(row_id, opd_id)
    assert report_of(world.a, report_id) == once
    assert once["state"] == "siap"
    assert once["pages"] > 10
    assert once["content"].startswith(b"%PDF")


def test_two_workers_at_once_make_one(app, world) -> None:
    record(world.a, 6)
    report_id = ask(world.a)
    [(row_id, opd_id)] = waiting_rows()
    barrier = Barrier(2)

    def together(_: int) -> None:
        with app.app_context(), opd_scope(opd_id):
            barrier.wait()
            run_task(row_id, opd_id)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(together, range(2)))
    assert report_of(world.a, report_id)["state"] == "siap"
    assert outbox_row().state is OutboxState.DONE
    assert outbox_row().last_error == ""


def test_what_a_worker_is_at_can_be_seen_before_it_is_done(world) -> None:
    record(world.a, 6)
    report_id = ask(world.a)
    with opd_scope(world.a.opd_id), transaction():
        making.begin(report_id)
    assert standing(world.a).state is ReportState.DIBUAT
    assert standing(world.a).progress == making.AT_WORK
    work()
    assert standing(world.a).state is ReportState.SIAP


def test_a_failure_leaves_nothing_by_half_and_is_tried_again(world) -> None:
    record(world.a, 6)
    report_id = ask(world.a)
    with transaction():
        assert len([claim for claim in outbox.claim() if claim.topic == "report:make"]) == 1
    spoil(world.a)
    work()
    row = report_of(world.a, report_id)
    assert (row["state"], row["content"], row["attempts"]) == ("menunggu", None, 1)
    assert row["progress"] == "Percobaan ke-1 belum berhasil, segera dicoba lagi"
    assert outbox_row().state is OutboxState.WAITING
    assert outbox_row().last_error
    mend(world.a)
    work()
    row = report_of(world.a, report_id)
    assert (row["state"], row["attempts"], row["error"]) == ("siap", 2, "")


def test_after_the_last_try_it_has_failed_and_may_be_asked_for_again(world) -> None:
    record(world.a, 6)
    report_id = ask(world.a)
    change_outbox(attempts=outbox.MAX_ATTEMPTS - 1)  # the last try has not begun
    spoil(world.a)
    work()
    assert report_of(world.a, report_id)["state"] == "gagal"
    assert outbox_row().state is OutboxState.PARKED
    mend(world.a)
    assert standing(world.a).error == "Berkas ini belum berhasil dibuat setelah 8 percobaan. Data survei tidak berubah."
    again = ask(world.a)
    assert again != report_id
    work()
    assert standing(world.a).state is ReportState.SIAP


def test_a_report_whose_workers_died_until_the_outbox_gave_up_is_not_waited_for(world) -> None:
    record(world.a, 6)
    report_id = ask(world.a)
    with opd_scope(world.a.opd_id), transaction():
        making.begin(report_id)
    change_outbox(state=OutboxState.PARKED)
    assert standing(world.a).state is ReportState.GAGAL
    assert standing(world.a).error == queries.LOST
    assert ask(world.a) != report_id
    work()
    assert standing(world.a).state is ReportState.SIAP


def test_a_report_that_is_ready_is_not_touched_by_a_late_failure(world) -> None:
    record(world.a, 6)
    report_id = ask(world.a)
    work()
    before = report_of(world.a, report_id)
    with opd_scope(world.a.opd_id), transaction():
        making.begin(report_id)
        making.note_failure(report_id, attempts=8, final=True)
    assert report_of(world.a, report_id) == before
