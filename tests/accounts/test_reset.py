"""A forgotten password."""

from __future__ import annotations

import re
import time

from app.accounts.passwords import verify
from app.letters.models import LetterKind
from tests.accounts.letterbox import NEW, later, latest_path, letters_to, user
from tests.world import PASSWORD

KEPALA = "kepala.a@contoh.test"


def ask(client, email: str = KEPALA):
    return client.post("/lupa-kata-sandi", data={"email": email})


def without(email: str, page: str) -> str:
    """Return a page without what differs for another address or token."""
    return re.sub(r'"X-CSRFToken": "[^"]+"', "", page.replace(email, ""))


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(world, client) -> None:
    known, unknown = ask(client), ask(client, "tidak.ada@contoh.test")
    assert known.status_code == unknown.status_code == 200
    assert without(KEPALA, known.text) == without("tidak.ada@contoh.test", unknown.text)
    assert len(letters_to(KEPALA, LetterKind.RESET)) == 1
    assert letters_to("tidak.ada@contoh.test", LetterKind.RESET) == []


def test_it_takes_as_long_either_way(world, client) -> None:
    def took(email: str) -> float:
        started = time.perf_counter()
        ask(client, email)
        return time.perf_counter() - started

    took(KEPALA)
    assert took(KEPALA) >= 0.25
    assert took("tidak.ada@contoh.test") >= 0.25


def test_a_new_password_by_the_link_ends_every_session(world, client, sign_in) -> None:
    open_session = sign_in("kepala.a")
    ask(client)
    path = latest_path(KEPALA, LetterKind.RESET)
    assert client.get(path).status_code == 200
    assert open_session.get("/akun").status_code == 200  # opening the link changed nothing
    assert client.post(path, data={"password": NEW}).headers["Location"] == "/masuk"
    assert open_session.get("/akun").status_code == 302
    assert client.post("/masuk", data={"email": KEPALA, "password": PASSWORD}).status_code == 422
    assert client.post("/masuk", data={"email": KEPALA, "password": NEW}).status_code == 302


def test_one_used_link_ends_all_that_were_asked_for(world, client) -> None:
    ask(client)
    first = latest_path(KEPALA, LetterKind.RESET)
    ask(client)
    client.post(latest_path(KEPALA, LetterKind.RESET), data={"password": NEW})
    answer = client.post(first, data={"password": "kalimat sandi si penyusup"})
    assert answer.status_code == 410
    assert verify(NEW, user("kepala.a").password_hash)


def test_the_link_runs_out_after_two_hours_and_leads_to_a_new_one(app, world, client) -> None:
    ask(client)
    path = latest_path(KEPALA, LetterKind.RESET)
    later(app, 2 * 3600 + 5)
    answer = client.get(path)
    assert answer.status_code == 410
    assert "Minta tautan baru" in answer.text


def test_nobody_is_flooded_with_letters(app, world, client) -> None:
    for _ in range(5):
        assert ask(client).status_code == 200
    assert len(letters_to(KEPALA, LetterKind.RESET)) == 3
    later(app, 3601)
    ask(client)
    assert len(letters_to(KEPALA, LetterKind.RESET)) == 4


def test_an_address_that_is_none_is_refused_beside_its_field(client) -> None:
    answer = ask(client, "bukan alamat")
    assert answer.status_code == 422
    assert "alamat e-mail yang lengkap" in answer.text
