"""One's own account: sessions, password, address, roles."""

from __future__ import annotations

import re

from app.accounts.passwords import verify
from tests.accounts.letterbox import NEW, user
from tests.world import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def session_ids(client) -> list[str]:
    return re.findall(r"/akun/sesi/([0-9a-f-]{36})/penghentian", client.get("/akun").text)


def test_the_account_shows_roles_and_the_places_where_one_is_signed_in(app, sign_in) -> None:
    here = sign_in("admin.a")
    app.test_client().post(
        "/masuk", data={"email": "admin.a@contoh.test", "password": PASSWORD}, headers={"User-Agent": FIREFOX}
    )
    page = here.get("/akun").text
    assert "Admin OPD A" in page
    assert "Firefox di Linux" in page
    assert "127.0.0.0/24" in page
    assert page.count("Perangkat ini") == 1
    assert len(session_ids(here)) == 1


def test_a_session_that_was_sent_out_has_to_sign_in_at_its_next_request(sign_in) -> None:
    here, lost = sign_in("admin.a"), sign_in("admin.a")
    (session_id,) = session_ids(here)
    assert lost.get("/akun").status_code == 200
    assert here.post(f"/akun/sesi/{session_id}/penghentian").status_code == 302
    assert lost.get("/akun").headers["Location"] == "/masuk?lanjut=/akun"
    assert here.get("/akun").status_code == 200


def test_all_others_can_be_sent_out_at_once(sign_in) -> None:
    here, *others = [sign_in("admin.a") for _ in range(3)]
    stranger = sign_in("admin.b")
    here.post("/akun/sesi-lain/penghentian")
    assert [client.get("/akun").status_code for client in others] == [302, 302]
    assert here.get("/akun").status_code == stranger.get("/akun").status_code == 200


def test_nobody_ends_a_session_of_another_person(sign_in) -> None:
    sign_in("admin.a")
    (session_id,) = session_ids(sign_in("admin.a"))
    assert sign_in("admin.b").post(f"/akun/sesi/{session_id}/penghentian").status_code == 404


def test_a_new_password_keeps_this_session_under_a_new_token_and_ends_the_others(app, world, sign_in) -> None:
    here, other = sign_in("kepala.a"), sign_in("kepala.a")
    before = here.get_cookie("potret").value
    answer = here.post("/akun/kata-sandi", data={"present": PASSWORD, "password": NEW})
    assert answer.status_code == 302
    assert here.get("/akun").status_code == 200
    assert other.get("/akun").status_code == 302
    thief = app.test_client()
    thief.set_cookie("potret", before)
    assert thief.get("/akun").status_code == 302
    assert verify(NEW, user("kepala.a").password_hash)


def test_a_new_password_needs_the_present_one_and_may_not_be_guessable(world, sign_in) -> None:
    client = sign_in("kepala.a")
    for present, password, words in [
        ("bukan yang ini", NEW, "Kata sandi sekarang tidak cocok."),
        (PASSWORD, "pendek", "Kata sandi paling sedikit 12 huruf."),
        (PASSWORD, "Bismillah1234", "terlalu mudah ditebak"),
        (PASSWORD, "x" * 201, "paling panjang 200 huruf"),
        (PASSWORD, PASSWORD, "harus berbeda"),
        (PASSWORD, "", "Tulis kata sandi baru."),
    ]:
        answer = client.post("/akun/kata-sandi", data={"present": present, "password": password})
        assert answer.status_code == 422, password
        assert words in answer.text
    assert verify(PASSWORD, user("kepala.a").password_hash)


def test_a_long_password_is_kept_whole(app, world, sign_in, client) -> None:
    long = "kalimat panjang " * 12
    sign_in("kepala.a").post("/akun/kata-sandi", data={"present": PASSWORD, "password": long})
    door = {"email": "kepala.a@contoh.test"}
    assert client.post("/masuk", data=door | {"password": long[:100]}).status_code == 422
    assert client.post("/masuk", data=door | {"password": long}).status_code == 302


def test_a_new_address_needs_the_present_password(world, sign_in, client) -> None:
    person = sign_in("kepala.a")
    refused = person.post("/akun/email", data={"email": "lain@contoh.test", "present": "bukan yang ini"})
    assert refused.status_code == 422
    assert "lain@contoh.test" in refused.text
    assert person.post("/akun/email", data={"email": "Lain@contoh.test", "present": PASSWORD}).status_code == 302
    assert client.post("/masuk", data={"email": "lain@contoh.test", "password": PASSWORD}).status_code == 302


def test_an_address_of_somebody_else_is_refused(world, sign_in) -> None:
    answer = sign_in("kepala.a").post("/akun/email", data={"email": "admin.b@contoh.test", "present": PASSWORD})
    assert answer.status_code == 409
    assert "dipakai orang lain" in answer.text
    assert user("kepala.a").email == "kepala.a@contoh.test"


def test_switching_the_role_leads_to_its_home_and_shows_its_menu(sign_in) -> None:
    client = sign_in("ganda")
    assert client.get("/").headers["Location"] == "/opd/a/hasil"
    other = re.findall(r'action="(/akun/peran/[^"]+)"', client.get("/akun").text)[-1]  # the list has one button
    answer = client.post(other)
    assert answer.headers["Location"] == "/opd/b/hasil"
    assert client.get("/").headers["Location"] == "/opd/b/hasil"


def test_the_role_of_somebody_else_does_not_exist(world, sign_in) -> None:
    from app.accounts.queries import list_members

    foreign = next(member.id for member in list_members(world.b.opd_id) if member.email == "admin.b@contoh.test")
    assert sign_in("ganda").post(f"/akun/peran/{foreign}").status_code == 404


def test_a_form_takes_no_more_than_its_fields(world, sign_in) -> None:
    before = user("kepala.a").password_hash
    more = {
        "demo": "1",
        "active": "",
        "password_hash": "x",
        "id": "0",
        "user_id": "0",
        "role": "organisasi",
        "opd_id": "0",
    }
    form = {"email": "lain@contoh.test", "present": PASSWORD} | more
    person = sign_in("kepala.a")
    assert person.post("/akun/email", data=form).status_code == 302
    after = user("lain")
    assert (after.demo, after.active, after.password_hash) == (False, True, before)
    assert person.get("/organisasi/kepatuhan").status_code == 403
