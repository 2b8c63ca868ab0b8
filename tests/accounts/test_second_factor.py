"""The second factor: set up, asked for, lost, and asked of those who must have one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest
from sqlalchemy import select, update

from app.accounts.models import RecoveryCode, SecondFactor, User
from app.accounts.throttle import FREE_TRIES
from app.audit.actions import Action
from app.audit.models import CityAuditEntry
from app.db import transaction
from app.extensions import db
from tests.accounts.letterbox import NEW, later, latest_path, user
from tests.accounts.phone import SETUP, Phone, enrol, read_setup
from tests.pages import check_page
from tests.world import PASSWORD


def knock(client, who: str = "kepala.a", password: str = PASSWORD, path: str = "/masuk"):
    return client.post(path, data={"email": f"{who}@contoh.test", "password": password})


def really(who: str) -> None:
    """Make somebody of the world a real account instead of one of a demonstration."""
    with transaction():
        db.session.execute(update(User).where(User.email == f"{who}@contoh.test").values(demo=False))


def audited(action: Action) -> list[CityAuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(CityAuditEntry).where(CityAuditEntry.action == action.value)))


def test_a_kepala_sets_up_a_second_factor_and_is_asked_for_it_from_then_on(app, world, sign_in, client) -> None:
    here = sign_in("kepala.a")
    check_page(here.get(SETUP), SETUP)
    phone, _ = enrol(app, here)
    assert here.get("/akun").status_code == 200  # this session goes on
    half = knock(client, path="/masuk?lanjut=/opd/a/orang")
    assert half.headers["Location"] == "/masuk/kode?lanjut=/opd/a/orang"
    assert client.get("/akun").headers["Location"].startswith("/masuk?")  # half a session opens nothing
    check_page(client.get("/masuk/kode"), "/masuk/kode")
    before = client.get_cookie("potret").value
    done = client.post("/masuk/kode?lanjut=/opd/a/orang", data={"code": phone.next_code()})
    assert done.headers["Location"] == "/opd/a/orang"
    assert client.get_cookie("potret").value != before
    assert client.get("/akun").status_code == 200
    assert len(audited(Action.FACTOR_SET_UP)) == 1


def test_setting_up_ends_every_other_session(app, sign_in) -> None:
    here, other = sign_in("kepala.a"), sign_in("kepala.a")
    enrol(app, here)
    assert other.get("/akun").status_code == 302


def test_opening_the_page_stores_nothing_and_a_wrong_code_keeps_the_same_qr(world, sign_in) -> None:
    here = sign_in("kepala.a")
    secret, sealed = read_setup(here.get(SETUP).text)
    refused = here.post(SETUP, data={"sealed": sealed, "code": "000 000"})
    assert refused.status_code == 422
    assert "Kode tidak cocok" in refused.text
    assert read_setup(refused.text) == (secret, sealed)
    db.session.rollback()
    assert db.session.scalars(select(SecondFactor)).all() == []


def test_an_offer_made_to_another_session_is_worth_nothing(app, world, sign_in) -> None:
    secret, sealed = read_setup(sign_in("admin.b").get(SETUP).text)
    answer = sign_in("kepala.a").post(SETUP, data={"sealed": sealed, "code": Phone(app, secret).code()})
    assert answer.status_code == 422
    assert read_setup(answer.text)[0] != secret


def test_no_code_opens_the_door_twice(app, world, sign_in) -> None:
    phone, _ = enrol(app, sign_in("kepala.a"))
    first, second = app.test_client(), app.test_client()
    knock(first)
    knock(second)
    used_for_setting_up = phone.code()
    assert first.post("/masuk/kode", data={"code": used_for_setting_up}).status_code == 422
    code = phone.next_code()
    assert first.post("/masuk/kode", data={"code": code}).status_code == 302
    refused = second.post("/masuk/kode", data={"code": code})
    assert refused.status_code == 422
    assert "sudah dipakai" in refused.text


def test_of_the_same_code_sent_twice_at_once_one_is_let_in(app, world, sign_in) -> None:
    phone, _ = enrol(app, sign_in("kepala.a"))
    crowd = [app.test_client() for _ in range(3)]
    for each in crowd:
        knock(each)
    code = phone.next_code()
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda each: each.post("/masuk/kode", data={"code": code}).status_code, crowd))
    assert sorted(answers) == [302, 422, 422]


def test_a_code_of_the_step_before_or_after_is_taken_an_older_one_is_not(app, world, sign_in, client) -> None:
    phone, _ = enrol(app, sign_in("kepala.a"))
    old, recent = phone.next_code(), phone.next_code()
    later(app, 90)  # phone: 60 s
    knock(client)
    assert client.post("/masuk/kode", data={"code": old}).status_code == 422
    assert client.post("/masuk/kode", data={"code": recent}).status_code == 302


def test_guesses_of_the_code_have_to_wait_and_the_owners_browser_has_not(app, world, sign_in) -> None:
    phone, _ = enrol(app, sign_in("kepala.a"))
    own, thief = app.test_client(), app.test_client()
    knock(own)
    own.post("/masuk/kode", data={"code": phone.next_code()})
    own.post("/keluar")
    knock(thief)
    for _ in range(FREE_TRIES):
        assert thief.post("/masuk/kode", data={"code": "123456"}).status_code == 422
    assert "Terlalu banyak percobaan" in thief.post("/masuk/kode", data={"code": phone.early_code()}).text
    knock(own)
    assert own.post("/masuk/kode", data={"code": phone.early_code()}).status_code == 302


def test_half_a_session_is_over_after_ten_minutes(app, world, sign_in, client) -> None:
    phone, _ = enrol(app, sign_in("kepala.a"))
    knock(client)
    later(app, 11 * 60)
    assert client.post("/masuk/kode", data={"code": phone.code()}).headers["Location"].startswith("/masuk")
    assert client.get("/akun").status_code == 302


def test_the_page_of_the_code_is_closed_to_whoever_did_not_show_a_password(client) -> None:
    for path in ("/masuk/kode", "/masuk/kode-pemulihan"):
        assert client.get(path).headers["Location"] == "/masuk"
        assert client.post(path, data={"code": "123456", "recovery_code": "x"}).headers["Location"] == "/masuk"


def test_a_recovery_code_stands_in_for_the_phone_once(app, world, sign_in, client) -> None:
    _, recovery = enrol(app, sign_in("kepala.a"))
    assert len(set(recovery)) == 8
    knock(client)
    check_page(client.get("/masuk/kode-pemulihan"), "recovery")
    typed = recovery[3].upper().replace("-", " ")
    assert client.post("/masuk/kode-pemulihan", data={"recovery_code": typed}).status_code == 302
    again = app.test_client()
    knock(again)
    refused = again.post("/masuk/kode-pemulihan", data={"recovery_code": recovery[3]})
    assert refused.status_code == 422
    assert "7" in client.get("/akun/dua-langkah").text


def test_fresh_recovery_codes_annul_the_old_ones(app, world, sign_in, client) -> None:
    here = sign_in("kepala.a")
    _, recovery = enrol(app, here)
    page = here.post("/akun/dua-langkah/kode-pemulihan")
    check_page(page, "recovery codes")
    knock(client)
    assert client.post("/masuk/kode-pemulihan", data={"recovery_code": recovery[0]}).status_code == 422


def test_the_codes_can_be_kept_as_a_file(app, sign_in) -> None:
    here = sign_in("kepala.a")
    enrol(app, here)
    page = here.post("/akun/dua-langkah/kode-pemulihan").text
    (address,) = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("data:")]
    assert unquote(address).count("\n") > 10
    assert "kepala.a@contoh.test" in unquote(address)


def test_the_database_alone_opens_nothing(app, world, sign_in) -> None:
    secret, sealed = read_setup((here := sign_in("kepala.a")).get(SETUP).text)
    done = here.post(SETUP, data={"sealed": sealed, "code": Phone(app, secret).code()})
    db.session.rollback()
    factor = db.session.scalars(select(SecondFactor)).one()
    assert secret not in factor.sealed_secret
    rows = db.session.scalars(select(RecoveryCode)).all()
    assert len(rows) == 8
    assert all(row.code_hash.startswith("$argon2id$") for row in rows)
    assert done.headers["Cache-Control"] == "no-store"


def test_a_new_password_by_letter_does_not_pass_the_second_factor_by(app, world, sign_in, client) -> None:
    from app.letters.models import LetterKind

    enrol(app, sign_in("kepala.a"))
    client.post("/lupa-kata-sandi", data={"email": "kepala.a@contoh.test"})
    client.post(latest_path("kepala.a@contoh.test", LetterKind.RESET), data={"password": NEW})
    assert knock(client, password=NEW).headers["Location"].startswith("/masuk/kode")


def test_bagian_organisasi_sees_nothing_before_the_second_factor_stands(app, world, client) -> None:
    really("organisasi")
    knock(client, "organisasi")
    for path in ("/", "/organisasi/kepatuhan", "/akun", "/opd/a/hasil"):
        answer = client.get(path, follow_redirects=path == "/")
        assert answer.request.path == SETUP or answer.headers["Location"] == SETUP, path
    assert client.post("/organisasi/orang/undangan", data={}).headers["Location"] == SETUP
    assert client.get("/organisasi/kepatuhan", headers={"Accept": "application/json"}).status_code == 401
    page = client.get(SETUP)
    check_page(page, SETUP)
    assert "wajib memakai masuk dua langkah" in page.text
    enrol(app, client)
    assert client.get("/organisasi/kepatuhan").status_code == 200


def test_bagian_organisasi_may_leave_before_it_is_set_up(world, client) -> None:
    really("organisasi")
    knock(client, "organisasi")
    assert client.post("/keluar").status_code == 302
    assert client.get(SETUP).headers["Location"].startswith("/masuk")


def test_bagian_organisasi_may_replace_but_not_switch_it_off_a_kepala_may(app, world, sign_in) -> None:
    organisasi, kepala = sign_in("organisasi"), sign_in("kepala.a")
    enrol(app, organisasi)
    enrol(app, kepala)
    really("organisasi")
    assert organisasi.post("/akun/dua-langkah/penghapusan").status_code == 409
    assert kepala.get("/akun/dua-langkah/penghapusan").status_code == 200
    assert kepala.post("/akun/dua-langkah/penghapusan").status_code == 302
    db.session.rollback()
    assert db.session.scalars(select(SecondFactor.user_id)).all() == [user("organisasi").id]
    assert len(audited(Action.FACTOR_REMOVED)) == 1
    phone, _ = enrol(app, organisasi)
    assert phone.code()


def member_of(kode: str, email: str) -> str:
    from app.accounts.queries import list_members
    from app.opd.queries import find_opd

    opd = find_opd(kode) if kode else None
    return str(next(each.id for each in list_members(opd.id if opd else None) if each.email == email))


def test_bagian_organisasi_resets_what_a_kepala_has_lost(app, world, sign_in, client) -> None:
    kepala, organisasi = sign_in("kepala.a"), sign_in("organisasi")
    path = f"/opd/a/orang/{member_of('a', 'kepala.a@contoh.test')}/dua-langkah"
    assert path not in organisasi.get("/opd/a/orang").text
    enrol(app, kepala)
    assert path in organisasi.get("/opd/a/orang").text
    check_page(organisasi.get(path), path)
    assert kepala.get("/akun").status_code == 200  # the question alone changed nothing
    assert organisasi.post(path).status_code == 302
    assert kepala.get("/akun").status_code == 302
    assert knock(client).headers["Location"] == "/"
    (entry,) = audited(Action.FACTOR_RESET)
    assert (entry.actor_role, entry.subject_name) == ("organisasi", "Kepala A")


def test_nobody_else_resets_it_and_nobody_their_own(app, world, sign_in) -> None:
    enrol(app, sign_in("kepala.a"))
    path = f"/opd/a/orang/{member_of('a', 'kepala.a@contoh.test')}/dua-langkah"
    assert sign_in("admin.a").post(path).status_code == 403
    assert sign_in("admin.b").post(path).status_code == 404
    organisasi = sign_in("organisasi")
    enrol(app, organisasi)
    own = f"/organisasi/orang/{member_of('', 'organisasi@contoh.test')}/dua-langkah"
    assert organisasi.post(own).status_code == 409
    db.session.rollback()
    assert len(db.session.scalars(select(SecondFactor)).all()) == 2


def test_the_last_of_bagian_organisasi_is_helped_by_a_command(app, world, sign_in, client) -> None:
    really("organisasi")
    enrol(app, sign_in("organisasi"))
    command = ["akun", "lepas-dua-langkah", "--email"]
    assert app.test_cli_runner().invoke(args=[*command, "tidak.ada@contoh.test"]).exit_code == 1
    assert app.test_cli_runner().invoke(args=[*command, "organisasi@contoh.test"]).exit_code == 0
    assert knock(client, "organisasi").headers["Location"] == "/"
    assert client.get("/organisasi/kepatuhan").headers["Location"] == SETUP
    (entry,) = audited(Action.FACTOR_RESET)
    assert entry.actor_role == "sistem"


def test_an_account_of_a_demonstration_cannot_sign_in_in_production(app, client) -> None:
    app.config["ENV_NAME"] = "production"
    assert knock(client, "organisasi").status_code == 422
    assert knock(client, "kepala.a").status_code == 302


@pytest.mark.parametrize("wrong", ["", "12345", "1234567", "abcdef", "１２３４５６", "0" * 30])
def test_what_is_no_code_is_refused_in_words(app, world, sign_in, client, wrong: str) -> None:
    enrol(app, sign_in("kepala.a"))
    knock(client)
    answer = client.post("/masuk/kode", data={"code": wrong})
    assert answer.status_code == 422
    check_page(answer, f"code {wrong!r}")


def test_another_secret_key_makes_the_phone_useless_but_not_the_recovery_codes(app, world, sign_in, client) -> None:
    phone, recovery = enrol(app, sign_in("kepala.a"))
    app.config["SECRET_KEY"] = "another key for tests, long enough for them"
    knock(client)
    assert client.post("/masuk/kode", data={"code": phone.next_code()}).status_code == 422
    assert client.post("/masuk/kode-pemulihan", data={"recovery_code": recovery[0]}).status_code == 302
