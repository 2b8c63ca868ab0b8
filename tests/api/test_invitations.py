"""When a permit is finished, its program asks for an invitation: once, whatever is sent twice, and used up once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from app.api.scopes import Scope
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters.models import Letter, LetterState
from app.outbox.operations import MAX_ATTEMPTS
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from app.tickets.models import Ticket, TicketBatch, TicketWay
from tests.api.test_api import token_of
from tests.letters.conftest import mail, topics, work
from tests.links.conftest import answered, at_once, later, responses, served
from tests.world import Place, World

__all__ = ["later", "mail", "topics", "work"]
URL = "/api/v1/undangan"
REFERENCE = "503/123/DPMPTSP/2026"


def wish(place: Place, **more: Any) -> dict[str, Any]:
    values = {"referensi": REFERENCE, "layanan_id": str(place.layanan_id), "titik_id": str(place.titik_id)}
    return values | more


def code_of(answer: Any) -> str:
    return re.fullmatch(r"http://localhost:8000/u/(\w{10})", answer.json["tautan"]).group(1)


def together(calls: list[Callable[[], Any]]) -> list[Any]:
    """Make the calls in the same moment, each in a thread of its own."""
    barrier, answers = Barrier(len(calls)), []

    def run(call: Callable[[], Any]) -> None:
        barrier.wait()
        answers.append(call())

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_reference_has_one_link_however_often_it_is_asked_for(client: FlaskClient, world: World) -> None:
    headers = token_of(world.a)
    first = client.post(URL, headers=headers, json=wish(world.a))
    assert (first.status_code, first.json["status"], first.json["email"]) == (201, "terbuka", None)
    again = client.post(URL, headers=headers, json=wish(world.a, berlaku_hari=3))
    assert (again.status_code, again.json) == (200, first.json)
    assert client.get(URL, headers=headers, query_string={"referensi": REFERENCE}).json == first.json
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1


def test_the_state_says_that_it_was_used_and_never_by_what(client: FlaskClient, world: World) -> None:
    headers = token_of(world.a)
    code = code_of(client.post(URL, headers=headers, json=wish(world.a)))
    client.post(f"/u/{code}", data=answered(served(client, code, "/u/{}")))
    state = client.get(URL, headers=headers, query_string={"referensi": REFERENCE})
    assert state.json["status"] == "terpakai"
    (row,) = responses(world.a.opd_id)
    assert str(row.id) not in state.text
    assert set(state.json) == {
        "referensi", "tautan", "status", "berlaku_sampai", "layanan_id", "titik_id", "email",
    }  # fmt: skip


def test_no_row_says_which_reference_has_which_ticket(client: FlaskClient, world: World) -> None:
    code = code_of(client.post(URL, headers=token_of(world.a), json=wish(world.a)))
    with opd_scope(world.a.opd_id):
        for name in ("tickets", "ticket_batches", "letters", "audit_entries", "outbox"):
            kept = db.session.scalar(text(f"SELECT string_agg(t::text, ' ') FROM {name} t")) or ""  # noqa: S608
            assert REFERENCE not in kept
            assert code not in kept


def test_twenty_requests_in_the_same_moment_make_one_ticket(app: Flask, world: World) -> None:
    headers = token_of(world.a)
    calls = [lambda: app.test_client().post(URL, headers=headers, json=wish(world.a, email="ani@contoh.test"))] * 20
    answers = together(calls)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 19}
    assert len({answer.json["tautan"] for answer in answers}) == 1
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 1
        assert db.session.scalars(select(TicketBatch.count)).one() == 1


def test_a_code_of_a_program_is_used_up_by_one_of_twenty_people_at_once(app: Flask, client, world: World) -> None:
    code = code_of(client.post(URL, headers=token_of(world.a), json=wish(world.a)))
    bodies = [answered(served(client, code, "/u/{}")) for _ in range(20)]
    assert at_once(app, f"/u/{code}", bodies) == [303] + [409] * 19
    assert len(responses(world.a.opd_id)) == 1


def test_many_references_of_a_day_are_one_batch_that_the_admin_sees(app: Flask, world: World, sign_in) -> None:
    headers = token_of(world.a)
    calls = [
        lambda number=number: app.test_client().post(
            URL, headers=headers, json=wish(world.a, referensi=f"izin {number}")
        )
        for number in range(10)
    ]
    assert {answer.status_code for answer in together(calls)} == {201}
    with opd_scope(world.a.opd_id):
        (batch,) = db.session.scalars(select(TicketBatch)).all()
        assert (batch.count, batch.way, batch.made_by) == (10, TicketWay.PROGRAM, "Aplikasi izin")
        path = f"/opd/a/undangan/{batch.id}"
    admin = sign_in("admin.a")
    assert "Aplikasi izin" in admin.get("/opd/a/undangan").text
    assert "0 dari 10 undangan sudah dipakai" in admin.get(path).text


def test_the_same_reference_for_another_counter_is_refused(client: FlaskClient, world: World) -> None:
    headers = token_of(world.a)
    client.post(URL, headers=headers, json=wish(world.a))
    other = client.post(URL, headers=headers, json=wish(world.a2))
    assert other.status_code == 409
    assert "sudah dipakai" in other.json["pesan"]


def test_two_opd_may_use_the_same_reference_and_never_meet(client: FlaskClient, world: World) -> None:
    own, theirs = token_of(world.a), token_of(world.b)
    link = client.post(URL, headers=own, json=wish(world.a)).json["tautan"]
    assert client.get(URL, headers=theirs, query_string={"referensi": REFERENCE}).status_code == 404
    assert client.post(URL, headers=theirs, json=wish(world.a)).status_code == 404
    assert client.post(URL, headers=theirs, json=wish(world.b)).json["tautan"] != link


def test_what_is_asked_for_with_an_address_is_sent_once_and_the_address_forgotten(
    client: FlaskClient, world: World, mail, work
) -> None:
    headers = token_of(world.a)
    first = client.post(URL, headers=headers, json=wish(world.a, email="ani@contoh.test"))
    assert first.json["email"] == "menunggu"
    work()
    again = client.post(URL, headers=headers, json=wish(world.a, email="lain@contoh.test"))
    assert again.json["email"] == "terkirim"
    assert work() == 0
    (arrived,) = mail.letters()
    assert arrived.to == ("ani@contoh.test",)
    assert first.json["tautan"] in arrived.text
    with opd_scope(world.a.opd_id):
        (letter,) = db.session.scalars(select(Letter)).all()
        assert (letter.to_email, letter.facts, letter.body) == ("", {}, "")


@pytest.mark.parametrize(("answer", "state", "tries"), [(550, "alamat_salah", 1), (451, "gagal", MAX_ATTEMPTS)])
def test_a_letter_that_does_not_arrive_is_told_to_the_program_and_its_address_forgotten(
    client: FlaskClient, world: World, mail, work, later, answer: int, state: str, tries: int
) -> None:
    mail.answer("ani@contoh.test", answer)
    headers = token_of(world.a)
    client.post(URL, headers=headers, json=wish(world.a, email="ani@contoh.test"))
    for _ in range(tries):
        work()
        later(6.1 * 3600)
    told = client.get(URL, headers=headers, query_string={"referensi": REFERENCE}).json
    assert (told["email"], told["status"]) == (state, "terbuka")
    with opd_scope(world.a.opd_id):
        (letter,) = db.session.scalars(select(Letter)).all()
        assert (letter.state, letter.to_email, letter.facts) == (LetterState(state), "", {})


def test_without_a_running_survey_or_place_there_is_no_invitation(client: FlaskClient, world: World) -> None:
    headers = token_of(world.a)
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    refused = client.post(URL, headers=headers, json=wish(world.a))
    assert refused.status_code == 409
    assert "tidak sedang berjalan" in refused.json["pesan"]
    assert client.post(URL, headers=headers, json=wish(world.a, titik_id=str(world.a2.titik_id))).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"referensi": ""}, {"referensi": "x" * 81}, {"referensi": "a\nb"}, {"berlaku_hari": 0}, {"berlaku_hari": True},
     {"email": "ani@localhost"}, {"email": "ani@contoh.test\nBcc: x@contoh.test"}, {"layanan_id": "x"}],
)  # fmt: skip
def test_a_wrong_field_is_named(client: FlaskClient, world: World, wrong: dict[str, Any]) -> None:
    answer = client.post(URL, headers=token_of(world.a), json=wish(world.a, **wrong))
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.json["kesalahan"]["json"]


def test_a_token_without_the_scope_issues_nothing(client: FlaskClient, world: World) -> None:
    headers = token_of(world.a, Scope.LAYANAN_READ, Scope.RESPONSE_SEND, Scope.RESULT_READ)
    assert client.post(URL, headers=headers, json=wish(world.a)).status_code == 403
    assert client.get(URL, headers=headers, query_string={"referensi": REFERENCE}).status_code == 403
