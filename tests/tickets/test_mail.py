"""Invitations by e-mail: each address one letter with one link, and nobody can tell afterwards who answered what."""

from __future__ import annotations

import re
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from app import clock
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters.models import Letter, LetterState
from app.outbox.models import OutboxRow
from app.outbox.operations import MAX_ATTEMPTS
from app.responses.models import Collection
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from app.tickets import mailing
from app.tickets.addresses import complaint, read_addresses
from app.tickets.models import TicketBatch
from tests.letters.conftest import mail, topics, work
from tests.links.conftest import answered, responses, served
from tests.pages import check_page

__all__ = ["mail", "topics", "work"]
PAGE = "/opd/a/undangan/email"
PEOPLE = ("ani@contoh.test", "budi@contoh.test", "citra@contoh.test")


def filled(world, **more: str) -> dict[str, str]:
    last = (clock.today() + timedelta(days=7)).isoformat()
    place = f"{world.a.layanan_id}.{world.a.titik_id}"
    values = {"batch_id": str(uuid4()), "place": place, "addresses": "\n".join(PEOPLE), "last_day": last}
    return values | more


def letters() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).order_by(Letter.to_email)))


def everything_kept() -> str:
    """Return every row of every table of the database as one text, as somebody would read it who stole it."""
    db.session.rollback()
    names = db.session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    rows = [
        db.session.scalar(text(f"SELECT string_agg(t::text, ' ') FROM {name} t"))  # noqa: S608
        for name in names
        if name != "alembic_version"
    ]
    return " ".join(filter(None, rows))


def code_in(letter) -> str:
    (code,) = set(re.findall(r"http://localhost:8000/u/(\w{10})", letter.text))
    return code


def test_each_address_gets_one_letter_with_a_link_for_one_answer(sign_in, client, world, mail, work) -> None:
    assert sign_in("admin.a").post(PAGE, data=filled(world)).status_code == 302
    assert work() == 3
    arrived = {letter.to[0]: letter for letter in mail.letters()}
    assert set(arrived) == set(PEOPLE)
    assert len({code_in(letter) for letter in arrived.values()}) == 3
    one = arrived["ani@contoh.test"]
    for word in ("Layanan Satu", "Loket 1", "satu jawaban", "dihapus dari Potret", "tidak ada pengingat", "sukarela"):
        assert word in one.text, word
    assert "Dinas Contoh A" in one.subject
    code = code_in(one)
    assert client.get(f"/u/{code}").status_code == 200
    client.post(f"/u/{code}", data=answered(served(client, code, "/u/{}")))
    (row,) = responses(world.a.opd_id)
    assert row.collection == Collection.UNDANGAN


def test_after_sending_nothing_in_the_database_knows_an_address_or_leads_from_it(sign_in, world, mail, work) -> None:
    sign_in("admin.a").post(PAGE, data=filled(world))
    with opd_scope(world.a.opd_id):
        waiting = everything_kept()
        assert all(address in waiting for address in PEOPLE)
        work()
        kept = everything_kept()
        assert not any(address in kept for address in PEOPLE)
        assert not any(code_in(letter) in kept for letter in mail.letters())
        assert [(letter.state, letter.facts, letter.body) for letter in letters()] == [(LetterState.SENT, {}, "")] * 3


def test_a_letter_tried_again_carries_the_same_link_and_the_same_message_id(
    sign_in, app, world, mail, work, later
) -> None:
    mail.answer("ani@contoh.test", 451)
    sign_in("admin.a").post(PAGE, data=filled(world, addresses="ani@contoh.test"))
    with opd_scope(world.a.opd_id):
        seed = letters()[0].facts["seed"]
        work()
        assert (letters()[0].state, letters()[0].facts) == (LetterState.WAITING, {"seed": seed})
        assert "ani@" not in letters()[0].last_error
    assert "ani@" not in (db.session.scalars(select(OutboxRow.last_error)).first() or "")
    mail.answer("ani@contoh.test", 250)
    later(120)
    work()
    (arrived,) = mail.letters()
    assert app.test_client().get(f"/u/{code_in(arrived)}").status_code == 200


def test_the_page_shows_what_arrived_and_which_address_is_wrong(sign_in, world, mail, work) -> None:
    admin = sign_in("admin.a")
    mail.answer("budi@contoh.test", 550)
    page = admin.post(PAGE, data=filled(world), follow_redirects=True)
    check_page(page, "batch")
    assert "3 undangan sedang dikirim." in page.text
    assert "Menunggu dikirim" in page.text
    work()
    page = admin.get(page.request.path)
    check_page(page, "batch")
    assert "budi@contoh.test" in page.text
    assert "Alamat salah" in page.text
    assert "ani@contoh.test" not in page.text
    assert "Alamatnya sudah dihapus." in page.text


def test_a_refused_address_is_kept_without_its_link_and_forgotten_with_the_batch(
    sign_in, world, mail, work, later, topics
) -> None:
    from workers import periodic

    mail.answer("budi@contoh.test", 550)
    sign_in("admin.a").post(PAGE, data=filled(world))
    work()
    with opd_scope(world.a.opd_id):
        assert [(each.to_email, each.facts) for each in letters()][-1] == ("budi@contoh.test", {})
        later(9 * 24 * 3600)
        db.session.remove()
    periodic.tidy()
    with opd_scope(world.a.opd_id):
        assert "budi@contoh.test" not in everything_kept()
        assert sorted(each.state for each in letters()) == ["alamat_salah", "terkirim", "terkirim"]


def test_after_the_last_try_a_letter_has_failed_and_its_link_is_gone(sign_in, world, mail, work, later) -> None:
    mail.answer("ani@contoh.test", 451)
    sign_in("admin.a").post(PAGE, data=filled(world, addresses="ani@contoh.test"))
    for _ in range(MAX_ATTEMPTS):
        assert work() == 1
        later(6.1 * 3600)
    with opd_scope(world.a.opd_id):
        (letter,) = letters()
        assert (letter.state, letter.to_email, letter.facts) == (LetterState.FAILED, "ani@contoh.test", {})


def test_what_still_waits_when_the_batch_ends_is_not_sent_and_forgotten(
    sign_in, world, mail, work, later, topics
) -> None:
    from workers import periodic

    sign_in("admin.a").post(PAGE, data=filled(world))
    later(9 * 24 * 3600)
    periodic.tidy()
    with opd_scope(world.a.opd_id):
        assert {(each.state, each.to_email) for each in letters()} == {(LetterState.CANCELLED, "")}
    work()
    assert mail.letters() == []


def test_a_survey_that_was_closed_in_the_meantime_sends_no_invitation(sign_in, world, mail, work) -> None:
    sign_in("admin.a").post(PAGE, data=filled(world))
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    work()
    assert mail.letters() == []
    with opd_scope(world.a.opd_id):
        assert {(each.state, each.to_email) for each in letters()} == {(LetterState.CANCELLED, "")}
    answer = sign_in("admin.a").post(PAGE, data=filled(world))
    assert answer.status_code == 422
    assert "tidak sedang berjalan" in answer.text
    assert "ani@contoh.test" in answer.text


def test_a_form_that_is_sent_twice_in_the_same_moment_invites_once(app, sign_in, world, mail, work) -> None:
    values = filled(world)
    admins = [sign_in("admin.a") for _ in range(5)]
    work()  # what is told about five browsers
    mail.clear()
    barrier, statuses = Barrier(len(admins)), []

    def send(admin) -> None:
        barrier.wait()
        statuses.append(admin.post(PAGE, data=values).status_code)

    threads = [Thread(target=send, args=(admin,)) for admin in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302] * 5
    assert work() == 3
    assert sorted(letter.to[0] for letter in mail.letters()) == sorted(PEOPLE)


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        ("", "Tulis alamat e-mailnya."),
        ("ani@contoh.test\nbudi@\nx", "baris 2: “budi@”; baris 3: “x”"),
        ("\n".join(f"orang{n}@contoh.test" for n in range(301)), "Ada 301 alamat; paling banyak 300 sekali kirim."),
        (" , ;\n", "Tulis alamat e-mailnya"),
        ("ani@localhost", "baris 1: “ani@localhost”"),
        ("a@contoh.test\r\nBcc: semua@contoh.test", "baris 2: “Bcc:”"),
    ],
)
def test_a_list_that_cannot_be_sent_is_said_beside_the_field_and_nobody_is_written_to(
    sign_in, world, addresses: str, said: str
) -> None:
    answer = sign_in("admin.a").post(PAGE, data=filled(world, addresses=addresses))
    assert answer.status_code == 422
    check_page(answer, PAGE)
    assert said in answer.text
    assert addresses.strip().splitlines()[:1] == [] or addresses.splitlines()[0].strip() in answer.text
    with opd_scope(world.a.opd_id):
        assert letters() == []
        assert db.session.scalars(select(TicketBatch)).all() == []


def test_addresses_are_read_as_people_paste_them() -> None:
    pasted = (
        'Ani@Contoh.Test, budi@contoh.test;citra@contoh.test\n"Setiawan, Dedi" <dedi@contoh.test>\n\nani@contoh.test\t'
    )
    found = read_addresses(pasted)
    assert found.addresses == ("ani@contoh.test", "budi@contoh.test", "citra@contoh.test", "dedi@contoh.test")
    assert (found.doubles, found.wrong) == (1, ())
    assert "dan 2 lainnya" in complaint(read_addresses("a b c d e f g").wrong)


def test_an_admin_of_another_upp_or_opd_sees_nothing_of_it(sign_in, world) -> None:
    sign_in("admin.a").post(PAGE, data=filled(world))
    with opd_scope(world.a.opd_id):
        batch_id = db.session.scalars(select(TicketBatch.id)).one()
    assert sign_in("admin_upp.a").get(f"/opd/a/undangan/{batch_id}").status_code == 404
    assert sign_in("admin.b").get(f"/opd/b/undangan/{batch_id}").status_code == 404
    assert sign_in("admin_upp.a").post(PAGE, data=filled(world)).status_code == 422


def test_the_trail_says_how_many_and_not_who(sign_in, world) -> None:
    sign_in("admin.a").post(PAGE, data=filled(world))
    with opd_scope(world.a.opd_id):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "tickets:mailed")).one()
        assert entry.details == {"count": 3, "last_day": filled(world)["last_day"]}
        assert "contoh.test" not in db.session.scalar(text("SELECT string_agg(a::text, ' ') FROM audit_entries a"))


def test_no_more_than_a_postman_would_take_is_asked_of_the_act_itself(world) -> None:
    from app.errors import Rejected
    from app.links.queries import list_lines

    with opd_scope(world.a.opd_id):
        line = list_lines()[0]
        for addresses in ([], [f"a{n}@contoh.test" for n in range(mailing.MOST_LETTERS + 1)]):
            with pytest.raises(Rejected), transaction():
                mailing.mail_batch(uuid4(), line, addresses=addresses, last_day=clock.today(), by=SYSTEM)
