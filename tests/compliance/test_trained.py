"""A petugas finishes the training on the phone: the board counts it, and the admin sees who is trained."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app import clock
from tests.compliance.city import get, rows
from tests.devices.phone import set_up
from tests.pages import check_page
from tests.world import World


def test_a_training_finished_on_a_phone_is_on_the_board_and_on_the_page_of_the_opd(
    app: Flask, organisasi: FlaskClient, city: World, sign_in
) -> None:
    phone, admin = set_up(app, city.a), sign_in("admin.a")
    before = admin.get("/opd/a/perangkat")
    check_page(before, "/opd/a/perangkat")
    assert "Petugas terlatih 0/1" in before.text
    assert "petugas terlatih 0/1" in rows(get(organisasi))["a"]
    said = {"petugas": str(phone.petugas_id), "score": 80, "finished_at": clock.now().isoformat()}
    assert phone.client.post("/isi/latihan", json=said, headers=phone.headers).status_code == 204
    opened = rows(get(organisasi, buka="a"))
    assert opened["a"].count("petugas terlatih 1/1") == 3  # the OPD, and both UPP to which the petugas is assigned
    assert "petugas terlatih 0/1" in opened["b"]
    after = admin.get("/opd/a/perangkat").text
    assert "Petugas terlatih 1/1" in after
    assert "nilai 80, 24 November 2026" in after
    assert "nilai 80" not in sign_in("admin.b").get("/opd/b/perangkat").text
