"""Whoever makes a report is killed (trust.md R-15: the whole worker, R-16: its child), or the report kills its makers."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select, update

from app.db import transaction
from app.extensions import db
from app.outbox.models import OutboxRow, OutboxState
from app.outbox.operations import MAX_ATTEMPTS
from app.reports import queries
from app.reports.models import DocumentKind, Report, ReportState
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from local.valkey import ValkeyServer
from tests.crew import Crew
from tests.faults.november import FalseClock, all_done, wait_until, waiting
from tests.faults.scale import FULL, SEED, dice
from tests.reports.steps import MASYARAKAT, ask, record, report_of
from tests.world import Place, World

KILLS = 20 if FULL else 1
MAKING = 0.4  # seconds in which a report is made
AGAIN = 10 if FULL else 60  # seconds until a report is begun again after its pool child was killed


def test_r15_a_worker_that_is_killed_while_it_makes_a_report_leaves_one_whole_report(
    app: Flask, world: World, environment: dict[str, str], valkey: ValkeyServer, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    false_clock, rng, kills, asked = FalseClock(app), dice(15), 0, 0
    with Crew(environment | {"REDIS_URL": valkey.url()}, tmp_path) as crew:
        crew.relay()
        worker = crew.worker()
        while kills < KILLS:
            report_id = asked_anew(world.a)
            asked += 1
            begun(world.a, report_id)
            time.sleep(rng.uniform(0, MAKING))  # the moment is the fault
            worker.stop()
            kills += report_of(world.a, report_id)["state"] == ReportState.DIBUAT
            worker.start()
            all_done(false_clock, 120)  # the lease of who was killed is skipped
            is_whole(world.a, report_id)
    assert reports_of(world.a) == asked
    record_property("seed", SEED)
    record_property("injected", "the whole worker killed -9 while it makes a Laporan SKM")
    record_property("volume", f"{kills} kills, {asked} reports")
    record_property("outcome", "each report ready, whole and once, within one lease of the outbox (6 minutes)")
    record_property("acknowledged", asked)


def test_r16_a_pool_child_that_is_killed_while_it_makes_a_report_is_followed_by_another(
    app: Flask, world: World, environment: dict[str, str], valkey: ValkeyServer, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    rng, kills, asked, slowest = dice(16), 0, 0, 0.0
    with Crew(environment | {"REDIS_URL": valkey.url()}, tmp_path) as crew:
        crew.relay()
        worker = crew.worker()
        while kills < KILLS:
            report_id = asked_anew(world.a)
            asked += 1
            begun(world.a, report_id)
            time.sleep(rng.uniform(0, MAKING))
            worker.kill_child(rng)
            blow = time.monotonic()
            kills += report_of(world.a, report_id)["state"] == ReportState.DIBUAT
            wait_until(lambda: not waiting(), AGAIN, "the report is made again")
            slowest = max(slowest, time.monotonic() - blow)
            is_whole(world.a, report_id)
        assert worker.running
    assert reports_of(world.a) == asked
    record_property("seed", SEED)
    record_property("injected", "the pool child killed -9 (as without memory) while it makes a Laporan SKM")
    record_property("volume", f"{kills} kills, {asked} reports")
    record_property("outcome", f"each report ready, whole and once, {slowest:.1f} s after the kill at most")
    record_property("acknowledged", asked)


def test_r16_a_report_that_kills_whoever_makes_it_is_given_up_and_the_others_are_made(
    app: Flask, world: World, environment: dict[str, str], valkey: ValkeyServer, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    record(world.a, 12)
    record(world.b, 12)
    poison, false_clock = ask(world.a), FalseClock(app)
    if not FULL:  # `make test` sees the last tries only
        with transaction():
            db.session.execute(update(OutboxRow).values(attempts=MAX_ATTEMPTS - 2))
    others = [ask(world.b, document=kind) for kind in (DocumentKind.LAPORAN_PDF, DocumentKind.OLAH_XLSX)]
    with Crew(environment | {"REDIS_URL": valkey.url(), "POISON": str(poison)}, tmp_path) as crew:
        crew.relay()
        worker = crew.worker(application="tests.faults.poison")
        all_done(false_clock, 180)
        assert worker.running
    assert {report_of(world.b, each)["state"] for each in others} == {ReportState.SIAP}
    row = db.session.scalars(select(OutboxRow).where(OutboxRow.opd_id == world.a.opd_id)).one()
    assert (row.state, row.attempts) == (OutboxState.PARKED, MAX_ATTEMPTS)
    with opd_scope(world.a.opd_id):
        standing = queries.find_standing(get_survey(world.a.survey_id), MASYARAKAT)
    assert standing is not None
    assert (standing.state, standing.error) == (ReportState.GAGAL, queries.LOST)
    record_property("injected", "a report that kills -9 every pool child that makes it")
    record_property("volume", f"1 such report, {len(others)} sound ones")
    record_property("outcome", f"given up after {row.attempts} tries, shown as failed; the others are ready")


def asked_anew(place: Place) -> UUID:
    """There is one more answer, so that the report is not the one before."""
    record(place, 1)
    return ask(place)


def begun(place: Place, report_id: UUID) -> None:
    wait_until(lambda: report_of(place, report_id)["state"] != ReportState.MENUNGGU, 60, "a worker is at the report")


def is_whole(place: Place, report_id: UUID) -> None:
    row = report_of(place, report_id)
    assert row["state"] == ReportState.SIAP
    content = row["content"]
    assert isinstance(content, bytes)
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")


def reports_of(place: Place) -> int:
    with opd_scope(place.opd_id), transaction():
        return db.session.scalar(select(func.count()).select_from(Report).where(Report.content.is_not(None))) or 0
