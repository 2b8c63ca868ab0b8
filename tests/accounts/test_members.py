"""The people of an OPD: who sees them, who manages whom."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access.policy import GRANTABLE
from app.access.roles import Role
from app.accounts import operations
from app.accounts.models import Membership, User
from app.accounts.queries import list_members
from app.audit.models import AuditEntry
from app.audit.operations import Actor
from app.db import transaction
from app.errors import Forbidden, Rejected
from app.extensions import db
from app.letters.models import LetterState
from app.tenancy.scope import opd_scope
from tests.accounts.letterbox import NEW, later, latest_path, letters_to, user

BARU = {"name": "Orang Baru", "email": "baru@contoh.test"}


def membership_of(who: str, opd_id: UUID | None) -> UUID:
    db.session.rollback()
    return db.session.scalars(
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(User.email == f"{who}@contoh.test", Membership.opd_id.is_not_distinct_from(opd_id))
    ).one()


def trail(opd_id: UUID) -> list[tuple[str, str]]:
    with opd_scope(opd_id):
        rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(row.action, row.subject_name) for row in rows if row.action.startswith(("member", "assign"))]


def test_an_admin_sees_the_people_by_role_and_how_far_they_are(world, sign_in) -> None:
    admin = sign_in("admin.a")
    admin.post("/opd/a/orang/undangan", data=BARU | {"role": "petugas"})
    page = admin.get("/opd/a/orang").text
    order = [page.index(f">{label}<") for label in ("Kepala OPD", "Admin OPD", "Kepala UPP", "Admin UPP", "Petugas")]
    assert order == sorted(order)
    assert "baru@contoh.test" in page
    assert "P-02" in page
    assert "Belum masuk" in page
    assert "Undangan menunggu dikirim" in page
    assert "Puskesmas Contoh" in page
    assert "admin.b@contoh.test" not in page


def test_a_kepala_sees_the_list_without_buttons_and_petugas_by_their_code(sign_in) -> None:
    kepala = sign_in("kepala.a")
    page = kepala.get("/opd/a/orang").text
    assert "Admin A" in page
    assert "Petugas P-01" in page
    assert "petugas.a@contoh.test" not in page
    assert "Undang orang" not in page
    assert "Cabut peran" not in page
    assert kepala.get("/opd/a/orang/undangan").status_code == 403


def test_a_opd_with_one_upp_never_reads_the_word(world, sign_in) -> None:
    admin = sign_in("admin.b")
    assert "UPP" not in admin.get("/opd/b/orang").text
    assert "UPP" not in admin.get("/opd/b/orang/undangan").text


def test_an_admin_invites_a_head_who_joins(world, sign_in, client) -> None:
    admin = sign_in("admin.a")
    answer = admin.post("/opd/a/orang/undangan", data=BARU | {"role": "kepala", "acting": "y"})
    assert answer.headers["Location"] == "/opd/a/orang"
    client.post(latest_path("baru@contoh.test"), data={"password": NEW})
    page = admin.get("/opd/a/orang").text
    assert "Orang Baru (Plt.)" in page
    assert trail(world.a.opd_id) == [("member:invited", "Orang Baru")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Tulis namanya."),
        ({"email": "bukan alamat"}, "alamat e-mail yang lengkap"),
        ({"role": ""}, "Pilih perannya."),
        ({"role": "organisasi"}, "Pilih salah satu dari daftar."),
        ({"role": "kepala_upp"}, "Pilih UPP untuk peran ini."),
        ({"role": "kepala", "upp": "a2"}, "berlaku untuk seluruh OPD"),
        ({"upp": "b"}, "Pilih salah satu dari daftar."),
    ],
)
def test_a_wrong_invitation_says_what_is_wrong_and_keeps_what_was_typed(world, sign_in, wrong, words) -> None:
    upps = {"a2": str(world.a2.upp_id), "b": str(world.b.upp_id)}
    data = BARU | {"role": "petugas"} | wrong
    data["upp"] = upps.get(data.get("upp", ""), "")
    answer = sign_in("admin.a").post("/opd/a/orang/undangan", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert data["email"] in answer.text
    assert letters_to("baru@contoh.test") == []


def test_who_holds_the_role_already_is_not_invited_again(world, sign_in) -> None:
    answer = sign_in("admin.a").post(
        "/opd/a/orang/undangan", data={"name": "X", "email": "KEPALA.A@contoh.test", "role": "kepala"}
    )
    assert answer.status_code == 409
    assert "sudah memegang peran ini" in answer.text


def test_people_of_another_opd_do_not_exist(world, sign_in) -> None:
    admin, foreign = sign_in("admin.a"), membership_of("kepala.b", world.b.opd_id)
    for act in ("pencabutan", "email", "penugasan"):
        assert admin.get(f"/opd/a/orang/{foreign}/{act}").status_code == 404, act
        assert admin.post(f"/opd/a/orang/{foreign}/{act}", data={"email": "x@contoh.test"}).status_code == 404, act
        assert admin.post(f"/opd/b/orang/{foreign}/{act}").status_code == 404, act
    assert admin.post(f"/opd/a/orang/{foreign}/undangan").status_code == 404
    assert user("kepala.b").email == "kepala.b@contoh.test"


def test_an_admin_of_one_upp_manages_only_its_people(world, sign_in) -> None:
    admin = sign_in("admin_upp.a")
    page = admin.get("/opd/a/orang").text
    assert "kepala_upp.a@contoh.test" in page
    assert "kepala.a@contoh.test" not in page
    assert "petugas.a@contoh.test" not in page
    whole = membership_of("admin.a", world.a.opd_id)
    assert admin.post(f"/opd/a/orang/{whole}/pencabutan").status_code == 404
    own = membership_of("kepala_upp.a", world.a.opd_id)
    assert admin.post(f"/opd/a/orang/{own}/pencabutan").status_code == 302
    assert sign_in  # the second UPP's head is gone, the OPD's is not
    assert {member.email for member in list_members(world.a.opd_id, upp_id=world.a2.upp_id)} == {
        "admin_upp.a@contoh.test"
    }


def test_an_admin_of_one_upp_gives_no_role_of_the_whole_opd(world, sign_in) -> None:
    admin, upp = sign_in("admin_upp.a"), str(world.a2.upp_id)
    for role in ("kepala", "admin_opd", "organisasi"):
        assert admin.post("/opd/a/orang/undangan", data=BARU | {"role": role, "upp": upp}).status_code == 422, role
    for wrong in ("", str(world.a.upp_id)):
        assert admin.post("/opd/a/orang/undangan", data=BARU | {"role": "petugas", "upp": wrong}).status_code == 422
    assert admin.post("/opd/a/orang/undangan", data=BARU | {"role": "petugas", "upp": upp}).status_code == 302


@pytest.mark.parametrize("giver", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_nobody_gives_a_role_above_their_reach(world, giver, role) -> None:
    """The operation itself refuses, whatever a form would have offered."""
    by = Actor(world.a.opd_id, "Seseorang", giver.value)
    upp_id = world.a2.upp_id if role in (Role.KEPALA_UPP, Role.ADMIN_UPP) else None
    city = role in (Role.ORGANISASI, Role.PEMANTAU)

    def give() -> None:
        with transaction():
            operations.invite(**BARU, role=role, upp_id=upp_id, by=by)

    if role in GRANTABLE.get(giver, ()):
        if city:
            give()
        else:
            with opd_scope(world.a.opd_id):
                give()
        assert letters_to("baru@contoh.test")
    elif city:
        with pytest.raises(Forbidden):
            give()
    else:
        with opd_scope(world.a.opd_id), pytest.raises(Forbidden):
            give()


def test_a_scope_of_one_upp_refuses_another_even_from_the_city(world) -> None:
    by = Actor(None, "Seseorang", Role.ADMIN_UPP.value)
    with opd_scope(world.a.opd_id, world.a2.upp_id), pytest.raises(Forbidden):
        operations.invite(**BARU, role=Role.PETUGAS, upp_id=world.a.upp_id, by=by)
    with opd_scope(world.a.opd_id, world.a2.upp_id), pytest.raises(Forbidden):
        operations.invite(**BARU, role=Role.PETUGAS, upp_id=None, by=by)
    with opd_scope(world.a.opd_id), pytest.raises(Rejected):
        operations.invite(**BARU, role=Role.ORGANISASI, by=Actor(None, "Seseorang", Role.ORGANISASI.value))


def test_a_revoked_person_is_signed_out_at_once_and_may_be_invited_again(world, sign_in) -> None:
    admin, kepala = sign_in("admin.a"), sign_in("kepala.a")
    path = f"/opd/a/orang/{membership_of('kepala.a', world.a.opd_id)}/pencabutan"
    question = admin.get(path)
    assert "Cabut peran Kepala OPD dari Kepala A?" in question.text
    assert kepala.get("/akun").status_code == 200
    assert admin.post(path).status_code == 302
    assert kepala.get("/akun").status_code == 302
    assert "kepala.a@contoh.test" not in admin.get("/opd/a/orang").text
    assert admin.post(path).status_code == 404
    again = {"name": "Kepala A", "email": "kepala.a@contoh.test", "role": "kepala"}
    assert admin.post("/opd/a/orang/undangan", data=again).status_code == 302
    assert "kepala.a@contoh.test" in admin.get("/opd/a/orang").text


def test_who_has_another_role_stays_signed_in_when_one_is_revoked(world, sign_in) -> None:
    double = sign_in("ganda")
    sign_in("admin.b").post(f"/opd/b/orang/{membership_of('ganda', world.b.opd_id)}/pencabutan")
    assert double.get("/akun").status_code == 200
    assert double.get("/opd/b/orang").status_code == 404


def test_nobody_revokes_their_own_role_by_accident(world, sign_in) -> None:
    admin = sign_in("admin.a")
    assert (
        'action="/opd/a/orang/%s' % (own := membership_of("admin.a", world.a.opd_id))
        not in admin.get("/opd/a/orang").text
    )
    answer = admin.post(f"/opd/a/orang/{own}/pencabutan")
    assert answer.status_code == 409
    assert "Peran Anda sendiri" in answer.text
    assert admin.get("/opd/a/orang").status_code == 200


def test_a_refused_address_is_shown_put_right_and_invited_anew(world, sign_in, client) -> None:
    admin = sign_in("admin.a")
    admin.post("/opd/a/orang/undangan", data={"name": "Orang Baru", "email": "salah@contoh.test", "role": "kepala"})
    old = latest_path("salah@contoh.test")
    with transaction():
        user("salah").email_trouble = "550 5.1.1 Alamat tidak dikenal"
    page = admin.get("/opd/a/orang").text
    assert "Alamat salah" in page
    (path,) = set(re.findall(r'href="(/opd/a/orang/[^"]+/email)">[^P]*<span>Perbarui alamat', page))
    assert "550 5.1.1" in admin.get(path).text
    assert admin.post(path, data={"email": "Baru@contoh.test"}).status_code == 302
    assert user("baru").email_trouble == ""
    assert client.get(old).status_code == 410  # it went to a stranger
    assert client.post(latest_path("baru@contoh.test"), data={"password": NEW}).status_code == 302
    assert ("member:changed", "Orang Baru") in trail(world.a.opd_id)


def test_the_address_of_somebody_with_a_role_elsewhere_is_not_this_opds_to_change(world, sign_in) -> None:
    path = f"/opd/a/orang/{membership_of('ganda', world.a.opd_id)}/email"
    admin = sign_in("admin.a")
    assert path not in admin.get("/opd/a/orang").text
    answer = admin.post(path, data={"email": "rebut@contoh.test"})
    assert answer.status_code == 409
    assert "peran di tempat lain" in answer.text
    assert user("ganda").email == "ganda@contoh.test"


def test_an_invitation_is_sent_again_but_not_to_who_has_joined(world, sign_in) -> None:
    admin = sign_in("admin.a")
    admin.post("/opd/a/orang/undangan", data=BARU | {"role": "kepala"})
    admin.post(f"/opd/a/orang/{membership_of('baru', world.a.opd_id)}/undangan")
    assert len(letters_to("baru@contoh.test")) == 2
    admin.post(f"/opd/a/orang/{membership_of('kepala.a', world.a.opd_id)}/undangan")
    assert letters_to("kepala.a@contoh.test") == []


@pytest.mark.parametrize(
    ("state", "words"),
    [(LetterState.FAILED, "Undangan gagal terkirim"), (LetterState.CANCELLED, "Undangan tidak jadi dikirim")],
)
def test_what_became_of_the_invitation_is_shown(world, sign_in, state, words) -> None:
    admin = sign_in("admin.a")
    admin.post("/opd/a/orang/undangan", data=BARU | {"role": "kepala"})
    (letter,) = letters_to("baru@contoh.test")
    with transaction():
        letter.state = state
    assert words in admin.get("/opd/a/orang").text


def test_an_invitation_that_ran_out_is_shown(app, world, sign_in) -> None:
    sign_in("admin.a").post("/opd/a/orang/undangan", data=BARU | {"role": "kepala"})
    later(app, 8 * 24 * 3600)
    assert "Undangan sudah kedaluwarsa" in sign_in("admin.a").get("/opd/a/orang").text


def test_codes_of_petugas_are_never_given_twice(world) -> None:
    with opd_scope(world.a.opd_id):
        for number in range(3):
            with transaction():
                made = operations.invite(
                    name=f"Petugas {number}", email=f"p{number}@contoh.test", role=Role.PETUGAS,
                    upp_id=world.a2.upp_id, by=Actor(None, "Admin", Role.ADMIN_OPD.value),
                )  # fmt: skip
                codes = made.petugas_code
            assert codes == f"P-{number + 2:02d}"
