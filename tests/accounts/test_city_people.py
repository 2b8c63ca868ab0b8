"""Bagian Organisasi, pemantau, and the way to the people of every OPD."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.access.roles import Role
from app.accounts import operations
from app.accounts.models import Membership
from app.accounts.queries import list_members
from app.audit.models import CityAuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Conflict
from app.extensions import db
from tests.accounts.letterbox import NEW, latest_path, letters_to, user
from tests.accounts.phone import enrol
from tests.accounts.test_members import membership_of

RINA = {"name": "Rina Kusumawati", "email": "rina@contoh.test"}


def test_organisasi_sees_the_citys_people_and_the_way_to_each_opd(world, sign_in) -> None:
    page = sign_in("organisasi").get("/organisasi/orang").text
    assert "pemantau@contoh.test" in page
    assert 'href="/opd/a/orang"' in page
    assert 'href="/opd/b/orang"' in page
    assert "kepala.a@contoh.test" not in page


def test_organisasi_manages_the_people_of_every_opd(world, sign_in) -> None:
    organisasi = sign_in("organisasi")
    assert "admin.b@contoh.test" in organisasi.get("/opd/b/orang").text
    answer = organisasi.post("/opd/b/orang/undangan", data=RINA | {"role": "admin_opd"})
    assert answer.headers["Location"] == "/opd/b/orang"
    assert Role.ADMIN_OPD in {member.role for member in list_members(world.b.opd_id) if member.email == RINA["email"]}


def test_nobody_else_reaches_the_citys_people(world, sign_in) -> None:
    for who in ("pemantau", "admin.a", "kepala.a"):
        client = sign_in(who)
        assert client.get("/organisasi/orang").status_code == 403, who
        assert client.post("/organisasi/orang/undangan", data=RINA | {"role": "organisasi"}).status_code == 403, who
    assert letters_to(RINA["email"]) == []


def test_a_colleague_is_invited_joins_and_stands_in_the_citys_trail(world, sign_in, client) -> None:
    organisasi = sign_in("organisasi")
    refused = organisasi.post("/organisasi/orang/undangan", data=RINA | {"role": "kepala"})
    assert refused.status_code == 422
    assert organisasi.post("/organisasi/orang/undangan", data=RINA | {"role": "organisasi"}).status_code == 302
    client.post(latest_path(RINA["email"]), data={"password": NEW})
    assert client.get("/").headers["Location"] == "/organisasi/kepatuhan"
    actions = db.session.scalars(select(CityAuditEntry.action).order_by(CityAuditEntry.id))
    assert "member:invited" in list(actions)


def test_the_last_account_of_organisasi_that_can_sign_in_stays(world, sign_in) -> None:
    organisasi = sign_in("organisasi")
    organisasi.post("/organisasi/orang/undangan", data=RINA | {"role": "organisasi"})
    rina, first = membership_of("rina", None), membership_of("organisasi", None)
    assert organisasi.post(f"/organisasi/orang/{first}/pencabutan").status_code == 409  # one's own
    with pytest.raises(Conflict, match="terakhir"), transaction():  # Rina has not joined, so she is no successor yet
        operations.revoke_membership(db.session.get_one(Membership, first), by=SYSTEM)
    assert organisasi.post(f"/organisasi/orang/{rina}/pencabutan").status_code == 302


def test_two_of_organisasi_cannot_remove_each_other_at_the_same_moment(app, world, sign_in) -> None:
    organisasi = sign_in("organisasi")
    organisasi.post("/organisasi/orang/undangan", data=RINA | {"role": "organisasi"})
    rina = app.test_client()
    rina.post(latest_path(RINA["email"]), data={"password": NEW})
    enrol(app, rina)
    targets = [(organisasi, membership_of("rina", None)), (rina, membership_of("organisasi", None))]
    start = Barrier(2)

    def press(pair) -> bool:
        client, membership_id = pair
        start.wait()
        answer = client.post(f"/organisasi/orang/{membership_id}/pencabutan")
        return answer.status_code == 302 and "/masuk" not in answer.location  # else refused, or signed out already

    with ThreadPoolExecutor(2) as crowd:
        answers = list(crowd.map(press, targets))
    assert answers.count(True) == 1
    left = [member for member in list_members(None) if member.role is Role.ORGANISASI]
    assert len(left) == 1
    assert user(left[0].email.split("@")[0]).password_hash
