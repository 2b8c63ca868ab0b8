"""What programs may do with a token, and what they may never see."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock
from app.api import operations
from app.api.models import ApiToken
from app.api.scopes import OF_CITY, OF_OPD, Scope
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.ikm import Unsur, ikm, tally_rows
from app.responses import intake
from app.responses.models import Response
from app.results import fold
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.world import Place, World

ROWS = [(4, 3, 2, 4, 3, 3, 4, 2, 3), (3, 3, 3, 3, 3, 3, 3, 3, 3)] * 4


def token_of(place: Place, *scopes: Scope) -> dict[str, str]:
    with opd_scope(place.opd_id), transaction():
        secret = operations.issue(place.opd_id, name="Aplikasi izin", scopes=scopes or OF_OPD, days=90, by=SYSTEM)
    return {"Authorization": f"Bearer {secret}"}


def city_token() -> dict[str, str]:
    with transaction():
        secret = operations.issue(None, name="Dasbor kota", scopes=OF_CITY, days=90, by=SYSTEM)
    return {"Authorization": f"Bearer {secret}"}


def item(place: Place, **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": str(uuid4()), "layanan_id": str(place.layanan_id), "titik_id": str(place.titik_id),
        "nilai": {unsur.value: 3 for unsur in Unsur}, "selesai": clock.now().isoformat(),
    }  # fmt: skip
    return values | more


def test_a_token_of_one_opd_reads_its_own_registry_and_results_only(client: FlaskClient, world: World) -> None:
    for row in ROWS:
        with opd_scope(world.b.opd_id):
            intake.record(world.b.opd_id, world.b.answer(row))
    with opd_scope(world.b.opd_id), transaction():
        fold.fold_all()
    own, other = token_of(world.b), token_of(world.a)
    registry = client.get("/api/v1/layanan", headers=own).json
    assert [each["nama"] for each in registry["layanan"]] == ["Layanan Satu", "Layanan Dua"]
    found = client.get("/api/v1/hasil", headers=own).json["hasil"]
    assert [(each["responden"], each["ikm"], each["sementara"]) for each in found] == [
        (len(ROWS), str(ikm(tally_rows(ROWS, 9))), True)
    ]
    theirs = json.dumps([client.get(f"/api/v1/{path}", headers=other).json for path in ("layanan", "hasil")])
    assert str(world.b.layanan_id) not in theirs
    assert '"upp": "b"' not in theirs


def test_answers_are_taken_once_each_with_a_word_of_its_own(client: FlaskClient, world: World) -> None:
    headers = token_of(world.a)
    good, foreign = item(world.a, saran="Hubungi 081234567890"), item(world.b)
    empty = item(world.a, nilai={})
    answer = client.post("/api/v1/jawaban", headers=headers, json={"jawaban": [good, foreign, empty]})
    assert answer.status_code == 200
    assert [each["status"] for each in answer.json["jawaban"]] == ["diterima", "ditolak", "ditolak"]
    again = client.post("/api/v1/jawaban", headers=headers, json={"jawaban": [good]})
    assert again.json["jawaban"][0]["status"] == "sudah_diterima"
    other = client.post("/api/v1/jawaban", headers=headers, json={"jawaban": [good | {"nilai": {"WAKTU": 1}}]})
    assert (other.status_code, other.json["jawaban"][0]["status"]) == (409, "berbeda")
    with opd_scope(world.a.opd_id):
        row = db.session.scalars(select(Response)).one()
        assert "081234567890" not in row.saran
    with opd_scope(world.b.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"nilai": {"WAKTU": 5}}, {"nilai": {"WAKTU": "3"}}, {"nilai": {"LAIN": 3}}, {"id": "bukan"}, {"selesai": "kemarin"},
        {"selesai": "2026-11-24T10:00:00"}, {"usia": 12}, {"saran": "x" * 501}, {"layanan_id": None},
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_and_nothing_is_stored(client: FlaskClient, world: World, wrong: dict[str, Any]) -> None:
    answer = client.post("/api/v1/jawaban", headers=token_of(world.a), json={"jawaban": [item(world.a, **wrong)]})
    assert answer.status_code == 422
    assert next(iter(wrong)) in json.dumps(answer.json["kesalahan"])
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == 0


def test_without_a_living_token_nothing_opens(client: FlaskClient, world: World) -> None:
    headers = token_of(world.a)
    assert client.get("/api/v1/layanan").status_code == 401
    assert client.get("/api/v1/layanan", headers={"Authorization": "Bearer tebakan"}).status_code == 401
    assert client.get("/api/v1/layanan", headers=headers).status_code == 200
    row = db.session.scalars(select(ApiToken)).one()
    assert row.last_used_at is not None
    token_id = row.id
    db.session.remove()
    with opd_scope(world.a.opd_id), transaction():
        operations.revoke(token_id, world.a.opd_id, by=SYSTEM)
    refused = client.get("/api/v1/layanan", headers=headers)
    assert refused.status_code == 401
    assert "Kunci API" in refused.json["pesan"]


def test_an_expired_token_is_over(client: FlaskClient, world: World) -> None:
    headers = token_of(world.a)
    with clock.pretend(clock.now() + timedelta(days=91)):
        assert client.get("/api/v1/layanan", headers=headers).status_code == 401


def test_a_scope_that_was_not_given_is_refused(client: FlaskClient, world: World) -> None:
    headers = token_of(world.a, Scope.LAYANAN_READ)
    assert client.get("/api/v1/hasil", headers=headers).status_code == 403
    assert client.get("/api/v1/kepatuhan", headers=headers).status_code == 403


def test_the_city_sees_where_everybody_stands_and_no_score(client: FlaskClient, world: World) -> None:
    answer = client.get("/api/v1/kepatuhan", headers=city_token())
    assert {(each["opd"], each["upp"]) for each in answer.json["kepatuhan"]} == {("a", "a"), ("a", "a2"), ("b", "b")}
    assert "ikm" not in answer.text


def test_the_documentation_names_every_path(client: FlaskClient, world: World) -> None:
    spec = client.get("/api/v1/openapi.json").json
    assert set(spec["paths"]) == {
        f"/api/v1/{name}" for name in ("layanan", "jawaban", "undangan", "hasil", "kepatuhan", "rekap")
    }
    assert spec["components"]["securitySchemes"]["kunci"]["scheme"] == "bearer"


def test_programs_need_no_token_of_a_form(app: Flask, client: FlaskClient, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True  # as in the product
    assert client.get("/api/v1/openapi.json").status_code == 200
    answer = client.post("/api/v1/jawaban", headers=token_of(world.a), json={"jawaban": [item(world.a)]})
    assert answer.status_code == 200


def test_an_admin_makes_a_token_that_is_shown_once(client: FlaskClient, world: World, sign_in) -> None:
    admin = sign_in("admin.a")
    page = admin.post("/opd/a/api", data={"name": "Aplikasi izin", "scopes": ["hasil:baca"], "days": "90"})
    check_page(page, "/opd/a/api")
    secret = page.text.split('class="api-token">')[1].split("<")[0]
    assert client.get("/api/v1/hasil", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert secret not in admin.get("/opd/a/api").text
    nothing = admin.post("/opd/a/api", data={"name": "Tanpa izin", "days": "90"})
    assert nothing.status_code == 422
    assert "Pilih sedikitnya satu izin" in nothing.text
    assert "Tanpa izin" in nothing.text
    row = db.session.scalars(select(ApiToken)).one()
    token_id = row.id
    db.session.remove()
    assert sign_in("admin.b").post(f"/opd/b/api/{token_id}/pencabutan").status_code == 404
    assert admin.post(f"/opd/a/api/{token_id}/pencabutan").status_code == 302
    assert client.get("/api/v1/hasil", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_bagian_organisasi_has_tokens_of_its_own(world: World, sign_in) -> None:
    page = sign_in("organisasi").post(
        "/organisasi/api", data={"name": "Dasbor", "scopes": ["kepatuhan:baca"], "days": "365"}
    )
    check_page(page, "/organisasi/api")
    assert "Kunci dibuat" in page.text
    assert sign_in("pemantau").get("/organisasi/api").status_code == 403
