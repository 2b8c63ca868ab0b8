"""Before a sensitive act people show again who they are."""

from __future__ import annotations

import pytest

from app.access import gate
from app.accounts.throttle import FREE_TRIES
from tests.accounts.letterbox import later
from tests.accounts.phone import SETUP, enrol
from tests.pages import check_page
from tests.world import PASSWORD

# Every act that gives access to an account, to the data of an OPD or to the public, and cannot be taken back unseen.
SENSITIVE = {
    "accounts.factor_setup", "accounts.factor_codes", "accounts.factor_removal", "accounts.city_member_invitation",
    "accounts.city_member_revocation", "accounts.city_member_revoke", "accounts.city_member_email",
    "accounts.city_member_factor", "accounts.city_member_factor_reset", "accounts.member_factor",
    "accounts.member_factor_reset", "tokens.index", "tokens.city", "surveys.publish", "privacy.affected_csv",
    "evaluator_links.index",
}  # fmt: skip
QUARTER = 15 * 60


def test_the_sensitive_acts_ask_for_a_fresh_proof(app) -> None:
    with app.app_context():
        asking = {name for name in app.view_functions if (found := gate.declaration_of(name)) and found.proof}
    assert asking == SENSITIVE, "Write `proof=True` into @requires, and the endpoint into SENSITIVE."


def test_a_proof_is_asked_for_after_a_quarter_of_an_hour_and_leads_back(app, sign_in) -> None:
    organisasi = sign_in("organisasi")
    path = "/organisasi/orang/undangan"
    assert organisasi.get(path).status_code == 200
    later(app, QUARTER + 5)
    asked = organisasi.get(path)
    assert asked.headers["Location"] == f"/akun/bukti?lanjut={path}"
    check_page(organisasi.get(asked.headers["Location"]), "proof")
    wrong = organisasi.post(asked.headers["Location"], data={"password": "bukan yang ini"})
    assert wrong.status_code == 422
    assert "Kata sandi tidak cocok" in wrong.text
    right = organisasi.post(asked.headers["Location"], data={"password": PASSWORD})
    assert right.headers["Location"] == path
    assert organisasi.get(path).status_code == 200


def test_who_has_a_second_factor_proves_it_with_a_code_or_the_password(app, sign_in) -> None:
    kepala = sign_in("kepala.a")
    phone, _ = enrol(app, kepala)
    later(app, QUARTER + 5)
    assert "Kode 6 angka" in kepala.get("/akun/bukti").text
    assert kepala.post("/akun/bukti", data={"code": "000000"}).status_code == 422
    assert kepala.post("/akun/bukti", data={"code": phone.code()}).status_code == 302
    assert kepala.get(SETUP).status_code == 200
    later(app, 2 * QUARTER + 10)
    assert kepala.get(SETUP).status_code == 302
    assert kepala.post("/akun/bukti?cara=sandi", data={"password": PASSWORD}).status_code == 302
    assert kepala.get(SETUP).status_code == 200


def test_a_form_that_was_filled_in_slowly_is_taken(app, sign_in) -> None:
    organisasi = sign_in("organisasi")
    organisasi.get("/organisasi/orang/undangan")
    later(app, 29 * 60)
    form = {"name": "Rina", "email": "rina@contoh.test", "role": "pemantau"}
    assert organisasi.post("/organisasi/orang/undangan", data=form).headers["Location"] == "/organisasi/orang"


def test_a_button_of_an_old_page_leads_back_to_that_page(app, sign_in) -> None:
    kepala = sign_in("kepala.a")
    enrol(app, kepala)
    for minutes in (25, 50):  # somebody is at it all the time, so the session stays
        later(app, minutes * 60)
        kepala.get("/akun")
    button = "/akun/dua-langkah/kode-pemulihan"
    asked = kepala.post(button, headers={"Referer": "http://localhost/akun/dua-langkah?x=1"})
    assert asked.headers["Location"] == "/akun/bukti?lanjut=/akun/dua-langkah?x%3D1&ulang=1"
    proven = kepala.post(asked.headers["Location"] + "&cara=sandi", data={"password": PASSWORD})
    assert proven.headers["Location"] == "/akun/dua-langkah?x=1"
    assert "sekali lagi" in kepala.get("/akun/dua-langkah").text
    assert kepala.post(button).status_code == 200


@pytest.mark.parametrize("target", ["//jahat.test", "https://jahat.test/"])
def test_a_proof_never_leads_to_another_site(app, sign_in, target: str) -> None:
    answer = sign_in("kepala.a").post(f"/akun/bukti?lanjut={target}", data={"password": PASSWORD})
    assert answer.headers["Location"] == "/akun"


def test_guesses_at_a_screen_left_open_have_to_wait(sign_in) -> None:
    kepala = sign_in("kepala.a")
    for _ in range(FREE_TRIES):
        assert kepala.post("/akun/bukti", data={"password": "salah tebak lagi"}).status_code == 422
    assert "Terlalu banyak percobaan" in kepala.post("/akun/bukti", data={"password": PASSWORD}).text


def test_a_program_is_told_instead_of_led(app, sign_in) -> None:
    organisasi = sign_in("organisasi")
    later(app, QUARTER + 5)
    answer = organisasi.get("/organisasi/orang/undangan", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["pesan"]) == (401, "Tunjukkan dulu bahwa ini Anda.")
