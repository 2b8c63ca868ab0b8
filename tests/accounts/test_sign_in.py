"""Signing in and out."""

from __future__ import annotations


def test_a_kepala_signs_in_and_out(client) -> None:
    page = client.get("/masuk")
    assert page.status_code == 200
    answer = client.post("/masuk", data={"email": "kepala.a@contoh.test", "password": "kalimat sandi untuk uji"})
    assert answer.status_code == 302
    assert client.get("/").headers["Location"] == "/opd/a/hasil"
    assert client.get("/opd/a/hasil").status_code == 200
    client.post("/keluar")
    assert client.get("/opd/a/hasil").status_code == 302


def test_a_wrong_password_says_so_beside_the_field_and_keeps_the_address(client) -> None:
    answer = client.post("/masuk", data={"email": "kepala.a@contoh.test", "password": "bukan ini"})
    assert answer.status_code == 422
    assert "tidak cocok" in answer.text
    assert "kepala.a@contoh.test" in answer.text


def test_another_opd_does_not_exist_and_a_missing_right_is_refused(sign_in) -> None:
    kepala = sign_in("kepala.a")
    assert kepala.get("/opd/b/hasil").status_code == 404
    assert kepala.get("/opd/tidak-ada/hasil").status_code == 404
    assert kepala.get("/organisasi/kepatuhan").status_code == 403
    assert sign_in("petugas.a").get("/opd/a/hasil").status_code == 403


def test_a_membership_of_one_upp_opens_that_upp_only(sign_in) -> None:
    admin = sign_in("admin_upp.a")
    assert admin.get("/opd/a/upp/a2/hasil").status_code == 200
    assert admin.get("/opd/a/upp/a/hasil").status_code == 404
