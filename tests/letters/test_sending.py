"""What becomes of a letter: sent, refused, tried again, given up, no longer needed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from app import clock
from app.access.roles import Role
from app.accounts import operations
from app.accounts.models import Membership, User
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters import operations as letters
from app.letters.models import CityLetter, Letter, LetterKind, LetterState
from app.letters.queries import latest_invitations
from app.letters.sending import message_id
from app.outbox.models import OutboxRow, OutboxState
from app.outbox.operations import MAX_ATTEMPTS
from app.tenancy.scope import opd_scope

EMAIL = "baru@contoh.test"


@pytest.fixture
def invited(world) -> None:
    with opd_scope(world.a.opd_id), transaction():
        operations.invite(name="Siti Baru", email=EMAIL, role=Role.KEPALA, acting=True, by=SYSTEM)


def letter() -> CityLetter:
    db.session.rollback()
    return db.session.scalars(select(CityLetter)).one()


def row() -> OutboxRow:
    db.session.rollback()
    return db.session.scalars(select(OutboxRow)).one()


def person() -> User:
    db.session.rollback()
    return db.session.scalars(select(User).where(User.email == EMAIL)).one()


def wait(app, seconds: float) -> None:
    Path(app.config["CLOCK_FILE"]).write_text(str(seconds))


def test_an_invitation_arrives_with_a_link_that_opens_the_account(app, mail, invited, work) -> None:
    assert work() == 1
    (arrived,) = mail.letters()
    assert arrived.to == (EMAIL,)
    assert "Undangan" in arrived.subject
    assert "Plt. Kepala OPD" in arrived.text
    assert "Plt. Kepala Dinas Contoh A" in arrived.text
    assert arrived.message_id == message_id(letter().id)
    assert arrived.message_id.endswith("@localhost>")
    (path,) = set(re.findall(r"http://localhost:8000(/undangan/\S+)", arrived.text))
    assert path in arrived.html
    assert app.test_client().get(path).status_code == 200


def test_a_sent_letter_keeps_its_subject_but_never_its_link(mail, invited, work) -> None:
    work()
    sent = letter()
    assert (sent.state, sent.attempts, sent.last_error) == (LetterState.SENT, 1, "")
    assert sent.sent_at is not None
    assert "Undangan" in sent.subject
    assert sent.body == ""
    assert row().state == OutboxState.DONE


def test_a_task_that_runs_twice_sends_once(mail, invited, work, topics) -> None:
    work()
    topics.send_city_letter(row_id=row().id)
    assert work() == 0
    assert len(mail.letters()) == 1


def test_a_reset_letter_carries_the_way_back_in(app, mail, world, work) -> None:
    with transaction():
        operations.request_reset("kepala.a@contoh.test")
    work()
    (arrived,) = mail.letters()
    (path,) = set(re.findall(r"http://localhost:8000(/atur-ulang/\S+)", arrived.text))
    assert app.test_client().get(path).status_code == 200
    assert letter().body == ""


def test_an_unknown_address_is_marked_at_once_and_not_tried_again(app, mail, invited, work) -> None:
    mail.answer(EMAIL, 550)
    work()
    refused = letter()
    assert (refused.state, refused.attempts, refused.sent_at) == (LetterState.BAD_ADDRESS, 1, None)
    assert "550 5.1.1" in refused.last_error
    assert "550 5.1.1" in person().email_trouble
    assert row().state == OutboxState.DONE
    wait(app, 24 * 3600)
    assert work() == 0


@pytest.mark.parametrize("code", [451, 452, 554])
def test_what_may_pass_is_tried_again_later_under_the_same_message_id(app, mail, invited, work, code) -> None:
    mail.answer(EMAIL, code)
    work()
    waiting = letter()
    assert (waiting.state, waiting.attempts) == (LetterState.WAITING, 1)
    assert str(code) in waiting.last_error
    assert person().email_trouble == ""
    assert row().due_at > clock.now()
    assert work() == 0  # not yet
    mail.answer(EMAIL, 250)
    wait(app, 120)
    assert work() == 1
    (arrived,) = mail.letters()
    assert arrived.message_id == message_id(waiting.id)
    assert (letter().state, letter().attempts, letter().last_error) == (LetterState.SENT, 2, "")


def test_a_server_that_is_away_is_no_loss(app, invited, work) -> None:
    app.config["MAIL_URL"] = "smtp://127.0.0.1:9"
    work()
    assert letter().state == LetterState.WAITING
    assert "ConnectionRefusedError" in letter().last_error


def test_after_the_last_try_the_letter_has_failed_where_people_look(app, mail, invited, work) -> None:
    mail.answer(EMAIL, 451)
    for day in range(MAX_ATTEMPTS):
        wait(app, day * 12 * 3600)
        assert work() == 1
    assert (letter().state, letter().attempts) == (LetterState.FAILED, MAX_ATTEMPTS)
    assert row().state == OutboxState.PARKED
    assert latest_invitations([person().id])[person().id].state is LetterState.FAILED
    wait(app, 30 * 24 * 3600)
    assert work() == 0


def test_a_letter_whose_link_is_over_is_not_sent(app, mail, invited, work) -> None:
    with transaction():
        membership = db.session.scalars(select(Membership).where(Membership.user_id == person().id)).one()
        membership_id = membership.id
    with opd_scope(membership.opd_id), transaction():
        operations.revoke_membership(db.session.get_one(Membership, membership_id), by=SYSTEM)
    work()
    assert letter().state == LetterState.CANCELLED
    assert mail.letters() == []


def test_what_is_no_address_is_a_wrong_address(mail, invited, work) -> None:
    with transaction():
        letter().to_email = "bukan alamat"
    work()
    assert letter().state == LetterState.BAD_ADDRESS
    assert mail.letters() == []


def test_an_address_put_right_in_the_meantime_is_not_marked(mail, invited, work) -> None:
    mail.answer(EMAIL, 550)
    with transaction():
        person().email = "benar@contoh.test"
    work()
    db.session.rollback()
    assert db.session.scalars(select(User.email_trouble).where(User.email == "benar@contoh.test")).one() == ""


def test_a_refused_reminder_marks_the_person_and_keeps_its_text_in_its_own_opd(world, mail, work) -> None:
    with opd_scope(world.a.opd_id), transaction():
        admin = db.session.scalars(select(User).where(User.email == "admin.a@contoh.test")).one()
        held = db.session.scalars(select(Membership).where(Membership.user_id == admin.id)).one()
        letters.queue_letter(
            LetterKind.REMINDER, opd_id=world.a.opd_id, user_id=admin.id, name=admin.name, email=admin.email,
            periode_id=world.periode_id, step="H-14", facts={"membership_id": str(held.id), "role": held.role, "code": ""},
        )  # fmt: skip
    mail.answer("admin.a@contoh.test", 550)
    assert work() == 1
    with opd_scope(world.a.opd_id):
        reminder = db.session.scalars(select(Letter)).one()
        assert reminder.state == LetterState.BAD_ADDRESS
        assert reminder.body
        assert db.session.scalars(select(User.email_trouble).where(User.email == "admin.a@contoh.test")).one()
    with opd_scope(world.b.opd_id):
        assert db.session.scalars(select(Letter)).all() == []
