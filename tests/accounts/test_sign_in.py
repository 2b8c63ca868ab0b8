"""Signing in and out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app import clock
from app.accounts.throttle import FREE_TRIES
from app.db import transaction
from app.extensions import db, limiter
from tests.accounts.letterbox import later, user
from tests.world import PASSWORD


def enter(client, who: str = "kepala.a", password: str = PASSWORD, path: str = "/masuk"):
    return client.post(path, data={"email": f"{who}@contoh.test", "password": password})


def test_a_kepala_signs_in_and_out(client) -> None:
    page = client.get("/masuk")
    assert page.status_code == 200
    assert 'href="/lupa-kata-sandi"' in page.text
    assert enter(client).status_code == 302
    assert client.get("/").headers["Location"] == "/opd/a/hasil"
    assert client.get("/akun").status_code == 200
    client.post("/keluar")
    assert client.get("/akun").headers["Location"] == "/masuk?lanjut=/akun"


def test_a_wrong_password_says_so_beside_the_field_and_keeps_the_address(client) -> None:
    answer = enter(client, password="bukan ini")
    assert answer.status_code == 422
    assert "tidak cocok" in answer.text
    assert "kepala.a@contoh.test" in answer.text


def test_another_opd_does_not_exist_and_a_missing_right_is_refused(sign_in) -> None:
    kepala = sign_in("kepala.a")
    assert kepala.get("/opd/b/orang").status_code == 404
    assert kepala.get("/opd/tidak-ada/orang").status_code == 404
    assert kepala.get("/organisasi/orang").status_code == 403
    assert sign_in("petugas.a").get("/opd/a/orang").status_code == 403


def test_after_five_wrong_tries_the_address_waits_a_little_even_for_the_right_password(app, world, client) -> None:
    for _ in range(FREE_TRIES):
        assert enter(client, password="salah tebak lagi").status_code == 422
    refused = enter(client)
    assert refused.status_code == 422
    assert "Terlalu banyak percobaan" in refused.text
    later(app, 16)
    assert enter(client).status_code == 302
    assert user("kepala.a").failed_sign_ins == 0


def test_guesses_elsewhere_do_not_make_the_owners_browser_wait(app, world, client) -> None:
    assert enter(client).status_code == 302
    client.post("/keluar")
    for _ in range(FREE_TRIES + 1):
        refused = enter(app.test_client(), password="salah tebak lagi")
    assert "Terlalu banyak percobaan" in refused.text
    assert enter(client, "admin.a").status_code == 302  # a browser that others use too
    client.post("/keluar")
    assert enter(client).status_code == 302


def test_a_forged_browser_is_nobodys(app, world, client) -> None:
    enter(client)
    known = client.get_cookie("potret_kenal").value
    client.post("/keluar")
    for _ in range(FREE_TRIES):
        enter(app.test_client(), password="salah tebak lagi")
    thief = app.test_client()
    thief.set_cookie("potret_kenal", known.split(".")[0] + ".x")
    assert "Terlalu banyak percobaan" in enter(thief).text
    assert enter(thief, "admin.a").status_code == 302  # and nobody else's account waits


def test_the_wait_grows_but_never_beyond_five_minutes(app, world, client) -> None:
    with transaction():
        person = user("kepala.a")
        person.failed_sign_ins, person.last_failed_at = 500, clock.now()
    later(app, 240)
    assert "Terlalu banyak percobaan" in enter(client).text
    later(app, 310)
    assert enter(client).status_code == 302


def test_guesses_sent_side_by_side_are_all_counted(app, world) -> None:
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda _: enter(app.test_client(), password="salah tebak lagi"), range(4)))
    assert user("kepala.a").failed_sign_ins == 4


@pytest.mark.parametrize(
    "target", ["//jahat.test", "https://jahat.test", "https:jahat.test", "/\\jahat.test", "\\\\jahat.test", ""]
)
def test_signing_in_never_leads_to_another_site(client, target) -> None:
    answer = enter(client, path="/masuk?lanjut=" + target.replace("\\", "%5C"))
    assert answer.headers["Location"] == "/"


def test_signing_in_leads_back_to_where_one_was_going(client) -> None:
    assert client.get("/opd/a/orang").headers["Location"] == "/masuk?lanjut=/opd/a/orang"
    assert enter(client, path="/masuk?lanjut=/opd/a/orang").headers["Location"] == "/opd/a/orang"


def test_signing_in_again_ends_the_session_before(app, client) -> None:
    enter(client)
    before = client.get_cookie("potret").value
    enter(client, "admin.a")
    assert client.get_cookie("potret").value != before
    thief = app.test_client()
    thief.set_cookie("potret", before)
    assert thief.get("/akun").status_code == 302


def test_somebody_whose_roles_were_all_revoked_is_told_why(app, world, client) -> None:
    from app.accounts.models import Membership

    with transaction():
        db.session.query(Membership).filter_by(user_id=user("kepala.a").id).update({"active": False})
    refused = enter(client)
    assert refused.status_code == 422
    assert "belum memegang peran" in refused.text


@pytest.mark.own_app
def test_a_known_browser_is_let_in_while_its_network_has_to_wait(app, client) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    try:
        enter(client)
        client.post("/keluar")
        strangers = [enter(app.test_client(), "tidak.ada").status_code for _ in range(31)]
        answer = enter(client)
    finally:
        limiter.reset()
        limiter.enabled = False
    assert strangers[-1] == 429
    assert answer.status_code == 302


@pytest.mark.own_app
def test_the_door_bears_thirty_tries_a_minute_from_one_place(app, client, monkeypatch) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    try:
        answers = [enter(client, "tidak.ada").status_code for _ in range(31)]
    finally:
        limiter.reset()
        limiter.enabled = False
    assert answers == [422] * 30 + [429]


def test_an_idle_session_is_over_after_half_an_hour_a_petugas_shift_is_not(app, sign_in) -> None:
    kepala, petugas = sign_in("kepala.a"), sign_in("petugas.a")
    later(app, 31 * 60)
    assert kepala.get("/akun").status_code == 302
    assert petugas.get("/akun").status_code == 200


def test_a_session_is_over_after_twelve_hours_however_busy(app, sign_in) -> None:
    petugas = sign_in("petugas.a")
    later(app, 11.9 * 3600)
    assert petugas.get("/akun").status_code == 200
    later(app, 12.1 * 3600)
    assert petugas.get("/akun").status_code == 302
