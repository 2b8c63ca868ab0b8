"""The first account of Bagian Organisasi is made by a command."""

from __future__ import annotations

import re

from sqlalchemy import update

from app.access.roles import Role
from app.accounts.models import Membership
from app.accounts.queries import list_members
from app.db import transaction
from app.extensions import db
from tests.accounts.letterbox import NEW, letters_to
from tests.accounts.phone import SETUP

ARGUMENTS = ["akun", "organisasi", "--email", "Rina@contoh.test", "--name", "Rina Kusumawati"]


def without_organisasi() -> None:
    with transaction():
        db.session.execute(update(Membership).where(Membership.role == Role.ORGANISASI).values(active=False))


def test_it_prints_an_address_that_opens_the_account_and_queues_the_letter(app, world, client) -> None:
    without_organisasi()
    answer = app.test_cli_runner().invoke(args=ARGUMENTS)
    assert answer.exit_code == 0, answer.output
    (path,) = re.findall(r"http://localhost:8000(/undangan/\S+)", answer.output)
    assert len(letters_to("rina@contoh.test")) == 1
    assert client.post(path, data={"password": NEW}).status_code == 302
    assert client.get("/organisasi/orang").headers["Location"] == SETUP  # the second factor comes first


def test_it_refuses_where_there_is_an_account_unless_forced(app, world) -> None:
    refused = app.test_cli_runner().invoke(args=ARGUMENTS)
    assert refused.exit_code == 1
    assert "sudah punya akun" in refused.output
    assert letters_to("rina@contoh.test") == []
    assert app.test_cli_runner().invoke(args=[*ARGUMENTS, "--force"]).exit_code == 0
    assert len([member for member in list_members(None) if member.role is Role.ORGANISASI]) == 2


def test_a_lost_invitation_is_printed_again(app, world, client) -> None:
    without_organisasi()
    app.test_cli_runner().invoke(args=ARGUMENTS)
    again = app.test_cli_runner().invoke(args=[*ARGUMENTS, "--force"])
    (path,) = re.findall(r"http://localhost:8000(/undangan/\S+)", again.output)
    assert client.get(path).status_code == 200


def test_an_address_that_is_none_is_refused(app, world) -> None:
    answer = app.test_cli_runner().invoke(args=["akun", "organisasi", "--email", "rina", "--name", "Rina"])
    assert answer.exit_code == 2
