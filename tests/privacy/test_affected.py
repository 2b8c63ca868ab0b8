"""After a breach: who must be told, for the place and the days in which it happened."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

from flask import Flask
from sqlalchemy import select

from app import clock
from app.audit.models import CityAuditEntry
from app.extensions import db
from app.responses import intake
from app.tenancy.scope import opd_scope
from tests.world import World

ADDRESS = "/organisasi/data-pribadi/terdampak.csv"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.lstrip("\ufeff"))))


def test_the_accounts_of_one_opd_and_how_many_answers_it_had(world: World, sign_in) -> None:
    with opd_scope(world.a.opd_id):
        for saran in ("", "Panjang sekali antreannya", ""):
            intake.record(world.a.opd_id, world.a.answer(saran=saran))
    intake.record(world.b.opd_id, world.b.answer())
    answer = sign_in("organisasi").post(ADDRESS, data={"opd": "a"})
    rows = rows_of(answer.text)
    assert {row["email"] for row in rows if row["jenis"] == "akun"} == {
        f"{who}@contoh.test" for who in ("kepala.a", "admin.a", "petugas.a", "kepala_upp.a", "admin_upp.a", "ganda")
    }
    counts = {row["keterangan"]: row["jumlah"] for row in rows if row["jenis"] == "jumlah"}
    assert counts == {"Jawaban tanpa nama": "3", "Di antaranya dengan saran": "1", "Kiriman di karantina": "0"}
    entry = db.session.scalars(select(CityAuditEntry).order_by(CityAuditEntry.id.desc())).first()
    assert entry
    assert (entry.action, entry.details["rows"]) == ("affected:exported", len(rows))


def test_only_the_days_that_matter_are_counted(world: World, sign_in) -> None:
    intake.record(world.a.opd_id, world.a.answer())
    visitor, today = sign_in("organisasi"), clock.today()
    yesterday = (today - timedelta(days=1)).isoformat()
    rows = rows_of(visitor.post(ADDRESS, data={"opd": "a", "since": yesterday, "until": yesterday}).text)
    assert {row["jumlah"] for row in rows if row["keterangan"] == "Jawaban tanpa nama"} == {"0"}
    refused = visitor.post(ADDRESS, data={"since": today.isoformat(), "until": yesterday})
    assert refused.status_code == 422
    assert "Tanggal akhir harus sesudah tanggal awal." in refused.text
    assert visitor.post(ADDRESS, data={"opd": "zzz"}).status_code == 404


def test_an_operator_asks_for_the_whole_city_by_command(app: Flask, world: World) -> None:
    found = app.test_cli_runner().invoke(args=["privasi", "terdampak", "--dari", "2026-01-01"])
    assert found.exit_code == 0, found.output
    rows = rows_of(found.stdout)
    assert {"organisasi@contoh.test", "pemantau@contoh.test", "kepala.b@contoh.test"} <= {row["email"] for row in rows}
    assert app.test_cli_runner().invoke(args=["privasi", "terdampak", "--opd", "zzz"]).exit_code == 1
