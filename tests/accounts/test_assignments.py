"""Where a petugas may record."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.access.roles import Role
from app.accounts import assignments, operations
from app.accounts.models import Membership
from app.accounts.queries import get_membership
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.opd.models import Layanan, Titik
from app.tenancy.scope import opd_scope
from tests.accounts.test_members import membership_of


def assigned(world, membership_id: UUID) -> set[tuple[UUID, UUID]]:
    with opd_scope(world.a.opd_id):
        return assignments.list_assigned(membership_id)


def word(layanan: UUID, titik: UUID) -> str:
    return f"{layanan}:{titik}"


def test_an_admin_ticks_the_places_of_a_petugas(world, sign_in) -> None:
    admin, petugas = sign_in("admin.a"), membership_of("petugas.a", world.a.opd_id)
    path = f"/opd/a/orang/{petugas}/penugasan"
    page = admin.get(path).text
    assert "Puskesmas Contoh" in page
    assert page.count('type="checkbox"') == 4
    assert page.count(" checked") == 4
    one = word(world.a.layanan_id, world.a.titik_id)
    assert admin.post(path, data={"places": [one]}).headers["Location"] == "/opd/a/orang"
    assert assigned(world, petugas) == {(world.a.layanan_id, world.a.titik_id)}
    assert admin.get(path).text.count(" checked") == 1
    with opd_scope(world.a.opd_id):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "assignment:changed")).one()
        assert (entry.subject_name, entry.details["places"]) == ("P-01", [one.split(":")])


def test_nothing_ticked_leaves_no_place(world, sign_in) -> None:
    petugas = membership_of("petugas.a", world.a.opd_id)
    assert sign_in("admin.a").post(f"/opd/a/orang/{petugas}/penugasan").status_code == 302
    assert assigned(world, petugas) == set()


def test_a_place_of_another_opd_or_upp_cannot_be_assigned(world, sign_in) -> None:
    petugas = membership_of("petugas.a", world.a.opd_id)
    before = assigned(world, petugas)
    for wrong in (
        word(world.b.layanan_id, world.b.titik_id),
        word(world.a.layanan_id, world.a2.titik_id),
        "bukan:tempat",
    ):
        answer = sign_in("admin.a").post(f"/opd/a/orang/{petugas}/penugasan", data={"places": [wrong]})
        assert answer.status_code == 422, wrong
    assert assigned(world, petugas) == before


def test_a_petugas_of_one_upp_is_offered_that_upp_only(world, sign_in) -> None:
    with opd_scope(world.a.opd_id), transaction():
        petugas = operations.invite(
            name="Baru", email="baru@contoh.test", role=Role.PETUGAS, upp_id=world.a2.upp_id, by=SYSTEM
        ).id
    admin = sign_in("admin_upp.a")
    path = f"/opd/a/orang/{petugas}/penugasan"
    page = admin.get(path).text
    assert str(world.a2.layanan_id) in page
    assert str(world.a.layanan_id) not in page
    outside = admin.post(path, data={"places": [word(world.a.layanan_id, world.a.titik_id)]})
    assert outside.status_code == 422
    assert admin.post(path, data={"places": [word(world.a2.layanan_id, world.a2.titik_id)]}).status_code == 302
    assert assigned(world, petugas) == {(world.a2.layanan_id, world.a2.titik_id)}


def test_saving_in_the_scope_of_one_upp_leaves_the_places_of_the_others(world) -> None:
    petugas = membership_of("petugas.a", world.a.opd_id)
    with opd_scope(world.a.opd_id, world.a2.upp_id), transaction():
        assignments.set_assignments(get_membership(petugas, world.a.opd_id), set(), by=SYSTEM)
    with opd_scope(world.a.opd_id):
        left = {layanan for layanan, _ in assignments.list_assigned(petugas)}
        assert left == set(db.session.scalars(select(Layanan.id).where(Layanan.upp_id == world.a.upp_id)))


def test_a_titik_that_is_closed_for_a_while_keeps_its_petugas(world, sign_in) -> None:
    petugas = membership_of("petugas.a", world.a.opd_id)
    with opd_scope(world.a.opd_id), transaction():
        db.session.scalars(select(Titik).where(Titik.id == world.a2.titik_id)).one().active = False
    path = f"/opd/a/orang/{petugas}/penugasan"
    admin = sign_in("admin.a")
    assert admin.get(path).text.count('type="checkbox"') == 2
    assert admin.post(path).status_code == 302
    assert {titik for _, titik in assigned(world, petugas)} == {world.a2.titik_id}


def test_only_petugas_are_assigned(world, sign_in) -> None:
    admin = sign_in("admin.a")
    assert admin.get(f"/opd/a/orang/{membership_of('kepala.a', world.a.opd_id)}/penugasan").status_code == 404
    assert db.session.scalar(select(Membership.id).where(Membership.role == Role.PETUGAS)) is not None
    kepala = sign_in("kepala.a")
    assert kepala.get(f"/opd/a/orang/{membership_of('petugas.a', world.a.opd_id)}/penugasan").status_code == 403
