"""The drill: a copy is made while people work, put into an empty database, and found to be the same."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import create_engine, func, select, text

from app.backups import operations
from app.backups.programs import BackupFailed
from app.db import transaction
from app.extensions import db
from app.opd.queries import get_opd
from app.responses.models import Response
from app.results import fold, statistics
from app.tenancy.scope import opd_scope
from local.postgres import PostgresServer
from tests.conftest import dispose, make_app
from tests.devices.phone import set_up
from tests.faults.rows import fill
from tests.faults.scale import volume
from tests.world import PASSWORD, World

ROWS, QUEUED = 100_000, 500
# Where the audit trail's chain of an OPD is not what its trigger wrote.
BROKEN_LINKS = """
SELECT count(*) FROM (
    SELECT hash, previous_hash, audit_hash(to_jsonb(entry)) AS computed,
           lag(hash, 1, '') OVER (PARTITION BY opd_id ORDER BY id) AS before
      FROM audit_entries AS entry
) AS link WHERE hash <> computed OR previous_hash <> before
"""
WALLS = """
SELECT string_agg(format('%s %s %s', oid::regclass, relforcerowsecurity, pol), E'\\n' ORDER BY oid::regclass::text)
  FROM pg_class, LATERAL (
    SELECT string_agg(polname || pg_get_expr(polqual, polrelid), ',' ORDER BY polname) FROM pg_policy WHERE polrelid = oid
  ) AS p(pol)
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relrowsecurity
"""


@pytest.fixture
def empty(postgres: PostgresServer, database: str):
    """A database with the roles and nothing in it, like on a new server."""
    name = f"{database}_baru"
    postgres.create_database(name)
    yield name
    postgres.drop_database(name)


@pytest.fixture
def copy(postgres: PostgresServer, database: str, world: World, tmp_path: Path) -> Path:
    file = tmp_path / "potret.dump"
    operations.back_up(postgres.urls(database).owner, file)
    return file


def test_what_was_copied_is_put_back_to_the_row_and_people_go_on_working(
    postgres: PostgresServer, copy: Path, empty: str
) -> None:
    manifest = operations.put_back(postgres.urls(empty).owner, copy)
    assert manifest.rows > 50
    assert manifest.tables["audit_entries"][0] > 0

    restored = make_app(postgres, empty)
    try:
        client = restored.test_client()
        signed_in = client.post("/masuk", data={"email": "kepala.a@contoh.test", "password": PASSWORD})
        assert signed_in.status_code == 302
        assert client.get("/opd/a/hasil").status_code == 200
        assert client.get("/opd/b/hasil").status_code == 404
    finally:
        dispose(restored)


def test_r28_a_restored_city_takes_the_phones_queues_and_nothing_is_doubled(
    app: Flask, postgres: PostgresServer, database: str, world: World, empty: str, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    phone = set_up(app, world.a)
    known, never_sent = ([phone.item() for _ in range(volume(QUEUED))] for _ in range(2))
    phone.send_all(known)  # the receipts are lost on their way, so the phone keeps them
    fill(world.a, volume(ROWS))
    before = figures(world)
    began = time.monotonic()
    operations.back_up(postgres.urls(database).owner, tmp_path / "kota.dump")
    copied = time.monotonic()
    manifest = operations.put_back(postgres.urls(empty).owner, tmp_path / "kota.dump")  # compares every row
    restored_in = time.monotonic() - copied
    assert restored_in < 15 * 60
    restored = make_app(postgres, empty)
    try:
        with restored.app_context():
            assert figures(world) == before
            assert as_owner(postgres, empty, BROKEN_LINKS) == 0
            assert "responses t " in as_owner(postgres, database, WALLS)  # forced there, and so in the copy
            assert as_owner(postgres, empty, WALLS) == as_owner(postgres, database, WALLS)
            with opd_scope(world.a.opd_id), transaction():
                assert fold.compare().differences == 0
            phone.client = restored.test_client()
            told = Counter(item["status"] for item in phone.send_all(known + never_sent))
        assert told == {"sudah_diterima": len(known), "diterima": len(never_sent)}
        with restored.app_context(), opd_scope(world.a.opd_id):
            stored = db.session.scalar(select(func.count()).select_from(Response))
        assert stored == volume(ROWS) + len(known) + len(never_sent)
    finally:
        dispose(restored)
    record_property(
        "injected", "the database is lost; its copy is put into an empty server, and a phone sends its queue"
    )
    record_property("volume", f"{manifest.rows} rows, {len(known) + len(never_sent)} interviews on the phone")
    record_property(
        "outcome",
        f"every row the same, RLS forced, audit chains whole, 0 lost, 0 doubled; copied in {copied - began:.0f} s,"
        f" restored and compared in {restored_in:.0f} s",
    )
    record_property("acknowledged", manifest.rows + len(never_sent))


def figures(world: World) -> Any:
    db.session.rollback()
    with opd_scope(world.a.opd_id):
        return statistics.add_up(statistics.by_layanan(world.a.survey_id).values())


def as_owner(postgres: PostgresServer, name: str, statement: str) -> Any:
    engine = create_engine(postgres.urls(name).owner)
    try:
        with engine.connect() as connection:
            return connection.execute(text(statement)).scalar_one()
    finally:
        engine.dispose()


def test_the_walls_between_opds_stand_in_the_restored_database(
    postgres: PostgresServer, copy: Path, empty: str
) -> None:
    operations.put_back(postgres.urls(empty).owner, copy)
    engine = create_engine(postgres.urls(empty).app)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM upp")).scalar_one() == 0  # nobody's scope sees nothing
        with pytest.raises(Exception, match="append-only|permission denied|hanya"):
            connection.execute(text("DELETE FROM audit_entries"))
    engine.dispose()


def test_the_copy_shows_one_moment(
    postgres: PostgresServer, database: str, world: World, copy: Path, empty: str
) -> None:
    with opd_scope(world.a.opd_id), transaction():
        get_opd(world.a.opd_id).name = "Dinas yang berganti nama sesudah cadangan"
    manifest = operations.put_back(postgres.urls(empty).owner, copy)
    later = operations.back_up(postgres.urls(database).owner, copy.with_name("later.dump"))
    assert manifest.differences(later) == ["opd"]


def test_a_changed_row_is_found(postgres: PostgresServer, copy: Path, empty: str) -> None:
    listing = operations.manifest_of(copy)
    listing.write_text(listing.read_text().replace('"users": [\n   ', '"users": [\n   1'))
    with pytest.raises(BackupFailed, match="tidak sama dengan cadangannya: users"):
        operations.put_back(postgres.urls(empty).owner, copy)


def test_a_database_in_use_is_never_overwritten(postgres: PostgresServer, database: str, copy: Path) -> None:
    with pytest.raises(BackupFailed, match="sudah berisi"):
        operations.put_back(postgres.urls(database).owner, copy)


def test_a_broken_copy_leaves_the_database_empty(postgres: PostgresServer, copy: Path, empty: str) -> None:
    broken = copy.with_name("broken.dump")
    broken.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    shutil.copy(operations.manifest_of(copy), operations.manifest_of(broken))
    with pytest.raises(BackupFailed, match="pg_restore gagal"):
        operations.put_back(postgres.urls(empty).owner, broken)
    operations.put_back(postgres.urls(empty).owner, copy)  # still empty, so the good copy goes in


def test_the_command_says_what_it_did_and_what_is_missing(app: Flask, world: World, tmp_path: Path) -> None:
    runner: FlaskCliRunner = app.test_cli_runner()
    file = tmp_path / "kota.dump"
    made = runner.invoke(args=["cadangan", "buat", str(file)])
    assert made.exit_code == 0, made.output
    assert "baris dari" in made.output
    again = runner.invoke(args=["cadangan", "buat", str(file)])
    assert again.exit_code == 1
    assert "sudah ada" in again.output
    absent = runner.invoke(args=["cadangan", "pulihkan", str(tmp_path / "tidak-ada.dump")])
    assert absent.exit_code == 1
    assert "tidak ada" in absent.output
    assert file.stat().st_mode & 0o077 == 0  # answers and password hashes: only the owner reads them
