"""Offices are renamed and merge; what they did keeps its name, and what they did next goes on from it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.access.roles import Role
from app.accounts.models import Membership
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.links.models import LinkCode
from app.opd.models import Assignment, CustomerKind, Layanan, Opd, Titik, Upp
from app.periods import operations as periods
from app.periods.models import Periode
from app.periods.participation import enrol_everyone
from app.periods.policy import Policy
from app.reports.comparison import list_earlier
from app.surveys import operations as surveys
from app.surveys.queries import find_survey, get_survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.reports.steps import record
from tests.results.pages import text_of

NEW = {"way": "berganti_nama", "name": "Badan Baru B", "short_name": "Baru B", "kode": ""}


def verified(place, count: int = 20) -> None:
    record(place, count)
    for act in (
        lambda: surveys.close(place.survey_id, note="", by=SYSTEM),
        lambda: surveys.submit(place.survey_id, by=SYSTEM),
        lambda: surveys.verify(place.survey_id, by=SYSTEM),
    ):
        with opd_scope(place.opd_id), transaction():
            act()
    with transaction():
        periods.end_periode(db.session.get_one(Periode, place_periode(place)), by=SYSTEM)


def place_periode(place):
    with opd_scope(place.opd_id):
        return get_survey(place.survey_id).periode_id


def next_periode(world) -> object:
    last = db.session.get_one(Periode, world.periode_id)
    with transaction():
        made = periods.open_periode(
            name="SKM Berikutnya",
            opens_on=last.opens_on + timedelta(365),
            deadline=last.deadline + timedelta(365),
            policy=Policy(),
            by=SYSTEM,
        )
        periode_id = made.id
    enrol_everyone(periode_id)
    return periode_id


def opd_of(kode: str) -> Opd:
    db.session.rollback()
    return db.session.scalars(select(Opd).where(Opd.kode == kode)).one()


def test_a_renamed_office_goes_on_with_its_people_and_places(world, sign_in) -> None:
    with transaction():
        link = LinkCode(code="ABCDEFGH", opd_id=world.b.opd_id, upp_id=world.b.upp_id, layanan_id=world.b.layanan_id, titik_id=world.b.titik_id, created_at=db.session.get_one(Periode, world.periode_id).created_at)  # fmt: skip
        db.session.add(link)
    verified(world.b)
    client = sign_in("organisasi")
    page = client.get("/organisasi/opd/b/penerus")
    check_page(page, "succession")
    answer = client.post("/organisasi/opd/b/penerus", data=NEW)
    assert answer.status_code == 302, text_of(answer, answer.status_code)
    old, new = opd_of("b"), opd_of("baru-b")
    assert (old.active, old.successor_id) == (False, new.id)
    with opd_scope(new.id):
        units = db.session.scalars(select(Upp)).all()
        assert [each.name for each in units] == ["Badan Baru B"]
        assert {each.name: each.users for each in db.session.scalars(select(Layanan))} == {
            "Layanan Satu": 500,
            "Layanan Dua": 1000,
        }
        assert [each.name for each in db.session.scalars(select(Titik))] == ["Loket 1"]
        assert len(db.session.scalars(select(Assignment)).all()) == 2
    roles = db.session.scalars(select(Membership.role).where(Membership.opd_id == new.id, Membership.active)).all()
    assert sorted(roles) == sorted([Role.ADMIN_OPD, Role.KEPALA, Role.KEPALA, Role.PETUGAS])
    assert db.session.scalars(select(Membership).where(Membership.opd_id == old.id, Membership.active)).all() == []
    moved = db.session.scalars(select(LinkCode).where(LinkCode.code == "ABCDEFGH")).one()
    assert (moved.opd_id, moved.active) == (new.id, True)
    admin = sign_in("admin.b")
    assert admin.get("/opd/baru-b/layanan").status_code == 200
    assert admin.get("/opd/b/layanan").status_code == 404
    assert "diteruskan oleh Badan Baru B" in text_of(client.get("/organisasi/opd"))


def test_old_results_keep_the_old_name_and_the_trend_goes_on(world, sign_in) -> None:
    verified(world.b)
    client = sign_in("organisasi")
    old_page = text_of(client.get("/opd/b/hasil"))
    client.post("/organisasi/opd/b/penerus", data=NEW)
    again = text_of(client.get("/opd/b/hasil"))
    assert "Badan Contoh B" in again
    assert old_page.split("IKM")[1][:40] == again.split("IKM")[1][:40]
    periode_id = next_periode(world)
    new = opd_of("baru-b")
    with opd_scope(new.id):
        upp = db.session.scalars(select(Upp)).one()
        survey = find_survey(upp.id, periode_id)
        assert survey is not None
        earlier = list_earlier(survey, CustomerKind.MASYARAKAT)
        assert [each.part.figures.n for each in earlier if each.part] == [20]
        assert earlier[0].periode_id == world.periode_id


def test_nobody_is_renamed_in_the_middle_of_a_survey(world, sign_in) -> None:
    answer = sign_in("organisasi").post("/organisasi/opd/b/penerus", data=NEW)
    assert "1 survei OPD B masih berlangsung." in text_of(answer, 409)
    assert opd_of("b").active
    assert db.session.scalars(select(Opd).where(Opd.kode == "baru-b")).all() == []


def test_an_office_merges_into_another_as_a_unit_of_it(world, sign_in) -> None:
    verified(world.b)
    client = sign_in("organisasi")
    answer = client.post("/organisasi/opd/b/penerus", data={"way": "bergabung", "successor": str(world.a.opd_id)})
    assert answer.status_code == 302, text_of(answer, answer.status_code)
    with opd_scope(world.a.opd_id):
        assert set(db.session.scalars(select(Upp.name))) == {"Dinas Contoh A", "Puskesmas Contoh", "Badan Contoh B"}
    kepala = select(Membership).where(
        Membership.opd_id == world.a.opd_id, Membership.role == Role.KEPALA, Membership.active
    )
    assert len(db.session.scalars(kepala).all()) == 1


def test_bad_input_and_other_people_change_nothing(world, sign_in) -> None:
    verified(world.b)
    client = sign_in("organisasi")
    for data, words in (
        ({}, "Pilih apa yang berubah."),
        (NEW | {"name": ""}, "Tulis nama barunya."),
        ({"way": "bergabung"}, "Pilih OPD penerusnya."),
        (NEW | {"kode": "a"}, "Kode ini sudah dipakai OPD lain."),
    ):
        assert words in text_of(client.post("/organisasi/opd/b/penerus", data=data), 422), words
    for who, status in (("pemantau", 403), ("admin.b", 403), ("admin.a", 404)):
        assert sign_in(who).post("/organisasi/opd/b/penerus", data=NEW).status_code == status
    assert opd_of("b").active
