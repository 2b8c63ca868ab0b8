"""The past stays as it was written, and where somebody changes it, Bagian Organisasi learns of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from app import clock
from app.audit import checking, night
from app.audit.actions import Action
from app.audit.operations import SYSTEM, record
from app.db import transaction
from app.extensions import db
from app.opd.models import Upp
from app.opd.queries import list_opd_ids
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.world import World

FIRST_OF_A = "(SELECT min(e.id) FROM audit_entries e JOIN opd ON opd.id = opd_id WHERE kode = 'a')"
LAST_OF_A = FIRST_OF_A.replace("min(", "max(")
SECOND_OF_A = (
    "(SELECT e.id FROM audit_entries e JOIN opd ON opd.id = opd_id WHERE kode = 'a' ORDER BY e.id OFFSET 1 LIMIT 1)"
)
REHASH = """
DO $$
DECLARE last text := ''; entry record;
BEGIN
    FOR entry IN SELECT a.* FROM audit_entries a JOIN opd ON opd.id = opd_id WHERE kode = 'a' ORDER BY a.id LOOP
        UPDATE audit_entries SET previous_hash = last WHERE id = entry.id;
        UPDATE audit_entries a SET hash = audit_hash(to_jsonb(a)) WHERE id = entry.id RETURNING hash INTO last;
    END LOOP;
END $$
"""


def check_all() -> night.Night:
    """Do what the nightly task does (workers/periodic.py)."""
    at = clock.now()
    for opd_id in list_opd_ids():
        with opd_scope(opd_id), transaction():
            checking.check_trail(opd_id, at=at)
    with transaction():
        checking.check_city_trail(at=at)
    found = night.find_last_night()
    assert found is not None
    return found


@pytest.fixture
def superuser(postgres, database: str) -> Callable[..., None]:
    """Return what runs statements as who owns the tables, with the triggers that forbid it out of the way."""

    def run(*statements: str) -> None:
        engine = create_engine(postgres.urls(database).owner)
        with engine.begin() as connection:
            for table in ("audit_entries", "city_audit_entries"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    return run


def test_trails_that_nobody_touched_are_sound_every_night(world: World) -> None:
    first = check_all()
    assert (first.trails, first.broken) == (3, ())
    assert check_all().fingerprint == first.fingerprint
    with opd_scope(world.a.opd_id), transaction():
        upp = db.session.get_one(Upp, (world.a.opd_id, world.a.upp_id))
        record(Action.UPP_CHANGED, upp, by=SYSTEM, changes={})
    after = check_all()
    assert after.broken == ()
    assert after.fingerprint != first.fingerprint


@pytest.mark.parametrize(
    "act",
    [
        f"UPDATE audit_entries SET actor_name = 'orang lain' WHERE id = {FIRST_OF_A}",
        f'UPDATE audit_entries SET details = details || \'{{"ikm": "99"}}\' WHERE id = {LAST_OF_A}',
        f"UPDATE audit_entries SET at = at - interval '1 day' WHERE id = {SECOND_OF_A}",
        f"DELETE FROM audit_entries WHERE id = {FIRST_OF_A}",
    ],
)
def test_one_old_entry_that_a_superuser_edits_is_found(world: World, superuser, act: str) -> None:
    check_all()
    superuser(act)
    assert check_all().broken == ("OPD A",)
    assert check_all().broken == ("OPD A",)  # and every night after


@pytest.mark.parametrize("act", [f"DELETE FROM audit_entries WHERE id = {LAST_OF_A}", REHASH])
def test_a_chain_that_was_cut_or_forged_to_its_end_is_found_by_what_the_night_before_wrote_down(
    world: World, superuser, act: str
) -> None:
    before = check_all()
    edit = f"UPDATE audit_entries SET actor_name = 'orang lain' WHERE id = {FIRST_OF_A}"
    superuser(*([edit] if act == REHASH else []), act)
    after = check_all()
    assert after.broken == ("OPD A",)
    assert check_all().broken == ("OPD A",)
    assert after.fingerprint != before.fingerprint


def test_the_citys_own_trail_is_checked_too(world: World, superuser) -> None:
    superuser("UPDATE city_audit_entries SET actor_name = 'orang lain'")
    assert check_all().broken == ("Kota",)


def test_bagian_organisasi_sees_the_alarm_on_every_page_and_nobody_else_does(
    app: Flask, world: World, sign_in, superuser
) -> None:
    organisasi, kepala = sign_in("organisasi"), sign_in("kepala.a")
    check_all()
    assert "tidak utuh" not in organisasi.get("/organisasi/kepatuhan").text
    superuser(f"UPDATE audit_entries SET actor_name = 'orang lain' WHERE id = {FIRST_OF_A}")
    found = check_all()
    for path in ("/organisasi/kepatuhan", "/organisasi/riwayat", "/akun"):
        page = organisasi.get(path)
        check_page(page, path)
        assert "Riwayat OPD A tidak utuh" in page.text
    assert found.fingerprint in organisasi.get("/organisasi/riwayat").text
    assert "tidak utuh" not in kepala.get("/opd/a/hasil").text
    assert kepala.get("/organisasi/riwayat").status_code == 403


def test_what_a_check_found_cannot_be_changed_by_the_app(world: World) -> None:
    check_all()
    for statement in ("UPDATE audit_checks SET broken_id = NULL", "DELETE FROM audit_checks"):
        with pytest.raises(Exception, match="permission denied"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_the_weekly_letter_carries_the_fingerprint_away(world: World) -> None:
    from app.reminders.writing import _trail

    assert _trail() == ""
    found = check_all()
    assert found.fingerprint in _trail()
    assert "3 riwayat utuh" in _trail()
