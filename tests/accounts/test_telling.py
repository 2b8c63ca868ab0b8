"""Whoever changes how an account opens, its owner reads of it."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from app.letters import account_letters
from app.letters.models import LetterKind
from tests.accounts.letterbox import NEW, latest_path, letters_to
from tests.accounts.phone import enrol
from tests.world import PASSWORD, World

OWNER = "kepala.a@contoh.test"


def told(email: str = OWNER) -> list[str]:
    """Return the subjects of the letters that the owner of an account was sent about it."""
    found = letters_to(email, LetterKind.ACCOUNT_CHANGED)
    return [account_letters.write_change(letter).subject.removeprefix("Akun Potret Anda: ") for letter in found]


def test_the_owner_reads_of_every_change_of_the_second_factor(app, world: World, sign_in, client: FlaskClient) -> None:
    here = sign_in("kepala.a")
    assert told() == [], "a first sign-in is no news"
    _, codes = enrol(app, here)
    here.post("/akun/dua-langkah/kode-pemulihan")
    assert told() == ["masuk dua langkah dipasang", "kode pemulihan diganti"]
    here.post("/akun/dua-langkah/penghapusan")
    assert told()[2:] == ["masuk dua langkah dimatikan"]
    assert codes


def test_a_recovery_code_that_opened_the_account_is_told(app, world: World, sign_in, client: FlaskClient) -> None:
    _, codes = enrol(app, sign_in("kepala.a"))
    client.post("/masuk", data={"email": OWNER, "password": PASSWORD})
    assert client.post("/masuk/kode-pemulihan", data={"recovery_code": codes[0]}).status_code == 302
    assert told()[1:] == ["masuk dari peramban baru", "kode pemulihan dipakai"]


def test_a_sign_in_from_a_new_browser_is_told_and_one_from_a_known_browser_is_not(world: World, sign_in) -> None:
    first = sign_in("kepala.a")
    first.post("/keluar")
    first.post("/masuk", data={"email": OWNER, "password": PASSWORD})
    assert told() == []
    sign_in("kepala.a")
    assert told() == ["masuk dari peramban baru"]


def test_a_new_password_is_told_whether_by_the_account_or_by_a_link(world: World, sign_in, client: FlaskClient) -> None:
    sign_in("kepala.a").post("/akun/kata-sandi", data={"present": PASSWORD, "password": NEW})
    client.post("/lupa-kata-sandi", data={"email": OWNER})
    client.post(latest_path(OWNER, LetterKind.RESET), data={"password": "kalimat lain yang lebih baru"})
    assert told() == ["kata sandi diganti"] * 2


def test_a_new_address_is_told_to_the_old_one_which_a_thief_cannot_read(world: World, sign_in) -> None:
    sign_in("kepala.a").post("/akun/email", data={"email": "pencuri@contoh.test", "present": PASSWORD})
    assert told() == ["alamat e-mail diganti"]
    assert told("pencuri@contoh.test") == []


def test_the_letter_says_when_and_from_where_and_carries_no_secret(app: Any, world: World, sign_in) -> None:
    sign_in("kepala.a").post(
        "/akun/kata-sandi", data={"present": PASSWORD, "password": NEW},
        headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/128.0"},
    )  # fmt: skip
    letter = letters_to(OWNER, LetterKind.ACCOUNT_CHANGED)[0]
    text = account_letters.write_change(letter).text
    for words in ("Chrome di Windows", "127.0.0.0/24", "pukul", "Bila bukan Anda", "/akun"):
        assert words in text
    assert NEW not in text + str(letter.facts)


def test_accounts_that_everybody_shares_are_told_nothing(world: World, sign_in) -> None:
    sign_in("organisasi")
    sign_in("organisasi")
    assert told("organisasi@contoh.test") == []
