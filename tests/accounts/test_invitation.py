"""Taking up an invitation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.access.roles import Role
from app.accounts import operations
from app.accounts.models import OneTimeLink
from app.accounts.passwords import verify
from app.accounts.queries import get_membership, list_members
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.tenancy.scope import opd_scope
from tests.accounts.letterbox import NEW, later, latest_path, letters_to, user
from tests.world import PASSWORD

DAY = 24 * 3600


def invite(world, email: str = "baru@contoh.test", role: Role = Role.ADMIN_OPD, upp_id=None):
    with opd_scope(world.a.opd_id), transaction():
        return operations.invite(name="Orang Baru", email=email, role=role, upp_id=upp_id, by=SYSTEM).id


@pytest.fixture
def path(world) -> str:
    invite(world)
    return latest_path("baru@contoh.test")


def test_an_invitation_says_to_what_and_opening_it_changes_nothing(world, client, sign_in) -> None:
    sign_in("admin.a").post(
        "/opd/a/orang/undangan",
        data={"name": "Orang Baru", "email": "baru@contoh.test", "role": "kepala", "acting": "y"},
    )
    path = latest_path("baru@contoh.test")
    for _ in range(2):  # mail scanners open links too
        page = client.get(path)
        assert page.status_code == 200
        assert "Plt. Kepala OPD" in page.text
        assert "Dinas Contoh A" in page.text
        assert "Admin A (Admin OPD)" in page.text
    assert user("baru").password_hash is None
    assert db.session.query(OneTimeLink).filter(OneTimeLink.used_at.isnot(None)).count() == 0


def test_the_upp_is_named_where_the_role_belongs_to_one(world, client) -> None:
    invite(world, role=Role.KEPALA_UPP, upp_id=world.a2.upp_id)
    assert "Puskesmas Contoh" in client.get(latest_path("baru@contoh.test")).text


def test_a_password_takes_the_invitation_up_and_signs_in(world, client, path) -> None:
    answer = client.post(path, data={"password": NEW})
    assert answer.status_code == 302
    assert client.get("/").headers["Location"] == "/opd/a/hasil"
    assert user("baru").last_sign_in_at is not None


def test_a_weak_password_is_refused_beside_its_field_and_leaves_the_link(world, client, path) -> None:
    refused = client.post(path, data={"password": "terlalu"})
    assert refused.status_code == 422
    assert 'id="password-salah"' in refused.text
    assert client.post(path, data={"password": NEW}).status_code == 302


def test_an_invitation_works_once(app, world, client, path) -> None:
    client.post(path, data={"password": NEW})
    again = app.test_client()
    for answer in (again.get(path), again.post(path, data={"password": "kalimat sandi si penyusup"})):
        assert answer.status_code == 410
        assert "sudah dipakai" in answer.text
        assert 'href="/masuk"' in answer.text
    assert verify(NEW, user("baru").password_hash)


def test_of_two_who_use_it_at_the_same_moment_one_wins(app, world, path) -> None:
    start = Barrier(4)

    def press(number: int) -> str:
        client = app.test_client()
        start.wait()
        answer = client.post(path, data={"password": f"kalimat sandi nomor {number}"})
        return answer.headers["Location"] if answer.status_code == 302 else str(answer.status_code)

    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(press, range(4)))
    assert answers.count("/") == 1
    assert set(answers) - {"/"} <= {path, "410"}  # the others are led to, or given, the page that says why
    assert app.test_client().get(path).status_code == 410
    winner = answers.index("/")
    assert verify(f"kalimat sandi nomor {winner}", user("baru").password_hash)


def test_two_invitations_to_the_same_person_give_one_password(app, world, path) -> None:
    invite(world, role=Role.KEPALA)
    second = latest_path("baru@contoh.test")
    start = Barrier(2)

    def press(target: str) -> str:
        client = app.test_client()
        start.wait()
        return client.post(target, data={"password": f"kalimat sandi {target[-9:]}"}).headers["Location"]

    with ThreadPoolExecutor(2) as crowd:
        answers = dict(zip((path, second), crowd.map(press, (path, second)), strict=True))
    (winner,) = [target for target, place in answers.items() if place == "/"]
    assert verify(f"kalimat sandi {winner[-9:]}", user("baru").password_hash)


def test_an_old_invitation_has_run_out_and_says_what_to_do(app, world, client, path) -> None:
    later(app, 7 * DAY + 60)
    answer = client.get(path)
    assert answer.status_code == 410
    assert "kedaluwarsa" in answer.text
    assert client.post(path, data={"password": NEW}).status_code == 410
    assert user("baru").password_hash is None


def test_an_address_that_nobody_here_made_is_unknown(client, path) -> None:
    for wrong in (path[:-1], path + "x", "/undangan/x", path.replace("/undangan/", "/atur-ulang/")):
        answer = client.get(wrong)
        assert answer.status_code == 404, wrong
        assert "tidak dikenal" in answer.text


def test_a_revoked_role_withdraws_its_invitation(world, client) -> None:
    membership_id = invite(world)
    path = latest_path("baru@contoh.test")
    with opd_scope(world.a.opd_id), transaction():
        operations.revoke_membership(get_membership(membership_id, world.a.opd_id), by=SYSTEM)
    answer = client.get(path)
    assert answer.status_code == 410
    assert "dibatalkan" in answer.text


def test_who_has_a_password_takes_a_role_up_by_a_button_and_keeps_the_password(world, client) -> None:
    invite(world, "kepala.b@contoh.test")
    path = latest_path("kepala.b@contoh.test")
    assert "Terima peran" in client.get(path).text
    answer = client.post(path, data={"password": "kalimat sandi si penyusup"})
    assert answer.headers["Location"] == "/masuk"
    assert client.get("/akun").status_code == 302  # the link alone opens no account
    assert verify(PASSWORD, user("kepala.b").password_hash)
    assert client.post(path).status_code == 410


def test_a_fresh_invitation_leaves_the_first_usable_and_using_one_uses_both(app, world, client, path) -> None:
    (member,) = [each for each in list_members(world.a.opd_id) if each.email == "baru@contoh.test"]
    with transaction():
        operations.send_invitation(get_membership(member.id, world.a.opd_id), by=SYSTEM)
    assert len(letters_to("baru@contoh.test")) == 2
    assert client.get(latest_path("baru@contoh.test")).status_code == 200
    client.post(path, data={"password": NEW})
    assert app.test_client().get(latest_path("baru@contoh.test")).status_code == 410
