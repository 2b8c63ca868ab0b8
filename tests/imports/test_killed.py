"""R-25: a worker that is killed in the middle of an import leaves nothing, and the next one takes every row once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Conflict
from app.extensions import db
from app.imports import checking, operations, queries
from app.imports.models import ImportedRow
from app.imports.states import ImportState
from app.outbox.models import OutboxRow
from app.outbox.operations import MAX_ATTEMPTS
from app.outbox.topics import Topic
from app.responses.models import PendingFold
from app.results import fold
from app.tenancy.scope import opd_scope
from tests.faults.scale import FULL
from tests.imports.steps import count, numbered, prepared, state_of, work

ROWS = 20_000 if FULL else 3000
KILLS = 5 if FULL else 1
TASK = """
import sys
from workers.topics import run_import
run_import(row_id=int(sys.argv[1]), opd_id=sys.argv[2])
"""


def test_r25_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_takes_every_row_once(
    world, environment, workers, record_property
) -> None:
    with opd_scope(world.a.opd_id), transaction():
        import_id = prepared(world.a, numbered(ROWS), start=True)
    row_id = db.session.execute(select(OutboxRow.id).where(OutboxRow.topic == Topic.IMPORT_RUN.value)).scalar_one()
    db.session.rollback()
    for _ in range(KILLS):
        reached = _kill_in_the_middle(world.a, import_id, row_id, environment)
        assert 0 < reached < ROWS, "the worker was not in the middle"
        _wait_until_gone(world.a)
        assert count(world.a) == 0
        assert state_of(world.a, import_id).state is ImportState.BERJALAN
    work()
    row = state_of(world.a, import_id)
    assert (row.state, row.rows, row.done) == (ImportState.SELESAI, ROWS, ROWS)
    assert count(world.a) == ROWS
    work()  # the message comes a second time
    assert count(world.a) == ROWS
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(ImportedRow)) == ROWS
        assert db.session.scalar(select(func.count()).select_from(PendingFold)) == ROWS
        with transaction():
            fold.fold_all()
        with transaction():
            assert fold.compare().differences == 0
    record_property("injected", "the worker killed -9 in the middle of an import, and its message sent twice")
    record_property("volume", f"{KILLS} kills, a file of {ROWS} rows")
    record_property("outcome", f"0 lost, 0 doubled: {ROWS} rows stored; after each kill none was left behind")
    record_property("acknowledged", ROWS)


def _kill_in_the_middle(place, import_id: UUID, row_id: int, environment: dict[str, str]) -> int:
    """Kill -9 a worker once it has stored some rows; return how many it said."""
    process = subprocess.Popen(
        [sys.executable, "-c", TASK, str(row_id), str(place.opd_id)], env=environment | {"REDIS_URL": ""}, stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    before = state_of(place, import_id).attempts
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            row = state_of(place, import_id)
            if row.attempts > before and row.done > 0:
                return row.done
            assert process.poll() is None, "the worker ended by itself"
            time.sleep(0.05)
        raise AssertionError("the worker took no row")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_gone(place) -> None:
    """Wait until the database has noticed that the worker is dead: its locks are free again."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with opd_scope(place.opd_id), transaction():
            free = db.session.scalar(
                select(OutboxRow.id).where(OutboxRow.topic == Topic.IMPORT_RUN.value).with_for_update(skip_locked=True)
            )
        if free is not None:
            return
        time.sleep(0.1)
    raise AssertionError("the dead worker's transaction is still open")


def test_the_error_table_is_the_same_however_often_it_is_made(world) -> None:
    rows = numbered(300)
    for place in range(3, 300, 7):
        rows[place][5] = "salah"
    with opd_scope(world.a.opd_id), transaction():
        row = queries.get_whole(prepared(world.a, rows))
        tables = [checking.dry_run(row).reading.problems for _ in range(3)]
    assert tables[0] == tables[1] == tables[2]
    assert len(tables[0]) == 43


def test_an_import_that_always_fails_ends_visibly_and_can_be_started_again(world, workers) -> None:
    with opd_scope(world.a.opd_id), transaction():
        import_id = prepared(world.a, numbered(5), start=True)
        row = queries.lock_import(import_id)
        right = row.plan or {}
        row.plan = right | {"layanan_id": str(uuid4())}  # the database will refuse every answer
    with transaction():
        db.session.execute(update(OutboxRow).values(attempts=MAX_ATTEMPTS - 1))
    work()
    found = state_of(world.a, import_id)
    assert (found.state, found.error) == (
        ImportState.GAGAL, "Impor belum berhasil setelah 8 percobaan. Tidak ada jawaban yang diimpor.",
    )  # fmt: skip
    assert count(world.a) == 0
    with opd_scope(world.a.opd_id), transaction():
        row = queries.lock_import(import_id)
        row.plan = right
        operations.start(row, by=SYSTEM)
    work()
    assert count(world.a) == 5


def test_a_file_cannot_be_uploaded_again_while_it_runs(world) -> None:
    with opd_scope(world.a.opd_id):
        with transaction():
            prepared(world.a, numbered(5), start=True)
        with pytest.raises(Conflict), transaction():
            prepared(world.a, numbered(5))
