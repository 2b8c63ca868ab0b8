"""What people ask about their data reaches Bagian Organisasi, with a clock of 3 × 24 hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app import clock
from app.audit.models import CityAuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters.models import CityLetter, LetterKind
from app.privacy import letters, operations
from app.privacy.models import DataRequest
from app.privacy.states import RequestState
from tests.pages import check_page
from tests.workers.conftest import workers
from tests.world import World

__all__ = ["workers"]
ASKED = {"kind": "akses", "name": "Budi Santosa", "contact": "budi@contoh.test", "text": "Apa saja data saya?"}
INBOX = "/organisasi/data-pribadi"


def ask(client: FlaskClient, **changes: str) -> Any:
    return client.post("/publik/privasi/permintaan", data={"token": str(uuid4()), **ASKED, **changes})


def only() -> DataRequest:
    db.session.rollback()
    return db.session.scalars(select(DataRequest)).one()


def test_anybody_asks_without_an_account_and_gets_a_number(app: Flask, client: FlaskClient, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True  # as in the product: nobody is signed in, so no token is asked
    check_page(client.get("/publik/privasi/permintaan"), "permintaan")
    answer = ask(client)
    assert answer.status_code == 302
    row = only()
    assert row.number in client.get(answer.location).text
    assert row.due_at - row.received_at == timedelta(hours=72)
    assert (row.state, row.name) == (RequestState.DITERIMA, "Budi Santosa")


def test_bagian_organisasi_is_told_by_a_letter_that_says_nothing_of_the_person(
    client: FlaskClient, world: World
) -> None:
    ask(client)
    letter = db.session.scalars(select(CityLetter).where(CityLetter.kind == LetterKind.DATA_REQUEST)).one()
    assert letter.to_email == "organisasi@contoh.test"
    text = letters.write(letter)
    assert text
    assert only().number in text.subject
    for word in ("Budi", "budi@contoh.test", "Apa saja"):
        assert word not in text.text + text.html + str(letter.facts)
    entry = db.session.scalars(select(CityAuditEntry).order_by(CityAuditEntry.id.desc())).first()
    assert entry
    assert "Budi" not in f"{entry.subject_name} {entry.details}", "the trail can never be forgotten"


def test_sent_twice_it_is_one_request_and_what_is_missing_is_said_beside_the_field(
    client: FlaskClient, world: World
) -> None:
    token = str(uuid4())
    assert ask(client, token=token).location == ask(client, token=token).location
    only()
    answer = ask(client, contact="", kind="xyz")
    assert answer.status_code == 422
    assert "Tulis e-mail atau nomor telepon" in answer.text
    assert "Budi Santosa" in answer.text
    assert ask(client, token="x").status_code == 422
    assert ask(client, situs_web="http://x").location.endswith("/diterima")
    only()


def test_a_request_is_taken_up_and_answered_once(client: FlaskClient, world: World, sign_in, workers: Any) -> None:
    ask(client)
    here = f"{INBOX}/permintaan/{only().id}"
    visitor = sign_in("organisasi")
    assert "1 permintaan data menunggu jawaban" in visitor.get(INBOX).text
    visitor.post(f"{here}/penanganan")
    assert only().handled_by == "Organisasi"
    empty = visitor.post(f"{here}/jawaban", data={"outcome": "dipenuhi", "answer": ""})
    assert empty.status_code == 422
    said = {"outcome": "dipenuhi", "answer": "Akun dengan nama dan e-mail.\nTidak ada yang lain."}
    assert visitor.post(f"{here}/jawaban", data=said).status_code == 302
    assert visitor.post(f"{here}/jawaban", data=said).status_code == 409
    assert only().state is RequestState.DIPENUHI
    letter = db.session.scalars(select(CityLetter).where(CityLetter.kind == LetterKind.DATA_ANSWER)).one()
    text = letters.write(letter)
    assert text
    assert "Tidak ada yang lain." in text.text
    assert letter.to_email == "budi@contoh.test"


def test_what_is_late_is_marked_and_stays_marked(client: FlaskClient, world: World, sign_in) -> None:
    ask(client)
    visitor = sign_in("organisasi")
    assert "lewat batas" not in visitor.get(INBOX).text
    with transaction():
        db.session.execute(update(DataRequest).values(due_at=clock.now() - timedelta(minutes=1)))
    assert "1 permintaan data melewati 3 × 24 jam" in visitor.get(INBOX).text
    visitor.post(
        f"{INBOX}/permintaan/{only().id}/jawaban", data={"outcome": "tidak_dapat", "answer": "Tidak ditemukan."}
    )
    assert "dijawab terlambat" in visitor.get(INBOX).text


def test_a_letter_on_paper_is_typed_in(world: World, sign_in) -> None:
    visitor = sign_in("organisasi")
    form = {"token": str(uuid4()), "way": "surat", **ASKED, "contact": "0812 0000 0000"}
    answer = visitor.post(f"{INBOX}/permintaan", data=form)
    assert answer.status_code == 302
    assert (only().way.value, only().entered_by) == ("surat", "Organisasi")
    page = visitor.get(answer.location)
    check_page(page, "permintaan")
    assert "Sampaikan jawabannya ke kontak pemohon" in page.text


def test_who_asked_is_forgotten_a_year_after_the_answer(client: FlaskClient, world: World, sign_in) -> None:
    from app.privacy import forgetting

    ask(client)
    visitor = sign_in("organisasi")
    here = f"{INBOX}/permintaan/{only().id}"
    visitor.post(f"{here}/jawaban", data={"outcome": "dipenuhi", "answer": "Sudah."})
    with transaction():
        assert forgetting.data_requests(clock.now() + timedelta(days=364)) == 0
        assert forgetting.data_requests(clock.now() + timedelta(days=366)) == 1
    row = only()
    assert (row.name, row.contact, row.text, row.answer) == ("", "", "", "")
    assert "satu tahun sesudah dijawab" in visitor.get(here).text
    letter = db.session.scalars(select(CityLetter).where(CityLetter.kind == LetterKind.DATA_ANSWER)).one()
    assert letters.write(letter) is None


def test_a_request_that_is_nearly_due_is_told_once_more_however_often_it_is_looked_for(
    client: FlaskClient, world: World
) -> None:
    ask(client)

    def hurried(hours_left: float) -> int:
        moved = clock.now() + timedelta(hours=hours_left)
        with transaction():
            db.session.execute(update(DataRequest).values(due_at=moved))
        with transaction():
            return operations.hurry()

    assert hurried(24.5) == 0
    assert hurried(23.5) == 1
    assert hurried(3) == 0
    first, second = db.session.scalars(select(CityLetter).order_by(CityLetter.created_at)).all()
    told = letters.write(first)
    assert told
    assert "Ada permintaan tentang data pribadi" in told.text
    text = letters.write(second)
    assert text
    assert "belum dijawab, waktunya tinggal 2 jam" in text.text
    assert "Budi" not in text.text
    with transaction():
        operations.answer(only().id, text="Sudah.", fulfilled=True, by=SYSTEM)
    assert letters.write(second) is None
