"""The admin of an OPD says which UPP it has."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.opd.models import Upp
from app.surveys.models import Survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page

NEW = {"name": "Puskesmas Pondok Benda", "kode": "", "kewajiban": "wajib"}


def kode_of(world) -> set[str]:
    with opd_scope(world.a.opd_id):
        return set(db.session.scalars(select(Upp.kode).where(Upp.active)))


def test_several_upp_are_a_list_that_can_be_searched(sign_in, world) -> None:
    admin = sign_in("admin.a")
    every = admin.get("/opd/a/layanan")
    check_page(every, "/opd/a/layanan")
    assert "2 UPP lengkap" in every.get_data(as_text=True)
    page = admin.get("/opd/a/layanan?cari=puskesmas").get_data(as_text=True)
    assert ">Puskesmas Contoh</a>" in page
    assert ">Dinas Contoh A</a>" not in page


def test_a_new_upp_gets_a_kode_from_its_name_and_takes_part(sign_in, world) -> None:
    assert sign_in("admin.a").post("/opd/a/upp/baru", data=NEW).status_code == 302
    assert kode_of(world) == {"a", "a2", "puskesmas-pondok-benda"}
    with opd_scope(world.a.opd_id):
        assert len(db.session.scalars(select(Survey).where(Survey.periode_id == world.periode_id)).all()) == 3


def test_an_excused_upp_takes_no_part_until_it_must(sign_in, world) -> None:
    admin = sign_in("admin.a")
    admin.post("/opd/a/upp/baru", data=NEW | {"kewajiban": "dikecualikan"})
    with opd_scope(world.a.opd_id):
        upp_id = db.session.scalars(select(Upp.id).where(Upp.kode == "puskesmas-pondok-benda")).one()
        assert db.session.scalar(select(Survey).where(Survey.upp_id == upp_id)) is None
    admin.post(f"/opd/a/upp/{upp_id}/ubah", data=NEW)
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(Survey).where(Survey.upp_id == upp_id)) is not None


def test_names_and_kode_are_used_once(sign_in, world) -> None:
    admin = sign_in("admin.a")
    same_name = admin.post("/opd/a/upp/baru", data=NEW | {"name": "puskesmas contoh"})
    assert same_name.status_code == 422
    assert "Nama ini sudah dipakai unit lain" in same_name.get_data(as_text=True)
    same_kode = admin.post("/opd/a/upp/baru", data=NEW | {"kode": "a2"})
    assert same_kode.status_code == 422
    assert "Kode ini sudah dipakai unit lain" in same_kode.get_data(as_text=True)
    assert (
        sign_in("admin.b").post("/opd/b/upp/baru", data=NEW | {"kode": "a2"}).status_code == 302
    )  # another OPD's is free


def test_the_last_active_upp_stays(sign_in, world) -> None:
    admin = sign_in("admin.a")
    admin.post(f"/opd/a/upp/{world.a2.upp_id}/penonaktifan")
    assert kode_of(world) == {"a"}
    assert admin.get("/opd/a/upp/a2/layanan").status_code == 404
    answer = admin.post(f"/opd/a/upp/{world.a.upp_id}/penonaktifan", follow_redirects=True)
    assert "paling sedikit satu unit" in answer.get_data(as_text=True)
    assert kode_of(world) == {"a"}
    assert "Aktifkan lagi" in answer.get_data(as_text=True)
    admin.post(f"/opd/a/upp/{world.a2.upp_id}/pengaktifan")
    assert kode_of(world) == {"a", "a2"}


def test_kepala_and_bagian_organisasi_do_not_add_upp(sign_in, world) -> None:
    for who in ("kepala.a", "organisasi", "pemantau"):
        assert sign_in(who).post("/opd/a/upp/baru", data=NEW).status_code == 403
    assert sign_in("admin.b").post("/opd/a/upp/baru", data=NEW).status_code == 404
    assert kode_of(world) == {"a", "a2"}
