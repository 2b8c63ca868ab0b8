"""The admin of an OPD keeps its layanan, titik and N; the target follows."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.ikm import allocate, sample_size
from app.opd.models import Layanan, Titik
from app.surveys import operations as surveys
from app.surveys.models import Survey, SurveyLayanan
from app.tenancy.scope import opd_scope
from tests.pages import check_page

LAYANAN = {
    "name": "Kartu Keluarga",
    "customer_kind": "masyarakat",
    "channel": "tatap_muka",
    "free_by_law": "y",
    "users": "1.250",
}
TITIK = {"name": "Loket 2", "hours": "jam", "opens_at": "08:00", "closes_at": "15:30"}


def target_of(place) -> int:
    with opd_scope(place.opd_id):
        return db.session.scalars(select(Survey.target).where(Survey.id == place.survey_id)).one()


def layanan_of(place) -> dict[str, Layanan]:
    return {each.name: each for each in db.session.scalars(select(Layanan).where(Layanan.upp_id == place.upp_id))}


def actions(place) -> list[str]:
    with opd_scope(place.opd_id):
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_new_layanan_moves_the_target(sign_in, world) -> None:
    assert sign_in("admin.b").post("/opd/b/upp/b/layanan/baru", data=LAYANAN).status_code == 302
    with opd_scope(world.b.opd_id):
        new = layanan_of(world.b)["Kartu Keluarga"]
        assert (new.users, new.free_by_law, new.position) == (1250, True, 2)
        users = {each.id: each.users for each in sorted(layanan_of(world.b).values(), key=lambda each: each.position)}
        rows = db.session.scalars(select(SurveyLayanan).where(SurveyLayanan.survey_id == world.b.survey_id))
        assert {row.layanan_id: row.target for row in rows} == allocate(sample_size(2750), users)
    assert target_of(world.b) == sample_size(2750)
    assert actions(world.b)[-1] == "layanan:added"


def test_n_of_all_layanan_is_saved_at_once(sign_in, world) -> None:
    with opd_scope(world.b.opd_id):
        ids = {name: each.id for name, each in layanan_of(world.b).items()}
    data = {f"n-{ids['Layanan Satu']}": "12.500", f"n-{ids['Layanan Dua']}": "0"}
    assert sign_in("admin.b").post("/opd/b/upp/b/pengguna", data=data).status_code == 302
    assert target_of(world.b) == sample_size(12_500)
    assert actions(world.b)[-2:] == ["layanan:changed"] * 2


@pytest.mark.parametrize("typed", ["12,5", "-3", "seribu", "1.25", "10.000.001", "9" * 400])
def test_a_wrong_n_saves_none_and_stays_as_typed(sign_in, world, typed) -> None:
    with opd_scope(world.b.opd_id):
        ids = {name: each.id for name, each in layanan_of(world.b).items()}
    data = {f"n-{ids['Layanan Satu']}": "700", f"n-{ids['Layanan Dua']}": typed}
    answer = sign_in("admin.b").post("/opd/b/pengguna", data=data)
    assert answer.status_code == 422
    check_page(answer, "/opd/b/pengguna")
    page = answer.get_data(as_text=True)
    assert 'value="700"' in page
    assert f'value="{typed}"' in page
    assert "Tulis angka bulat" in page or "Paling banyak 10.000.000." in page
    assert target_of(world.b) == sample_size(1500)


def test_a_blank_n_means_unknown(sign_in, world) -> None:
    with opd_scope(world.b.opd_id):
        ids = {name: each.id for name, each in layanan_of(world.b).items()}
    admin = sign_in("admin.b")
    admin.post("/opd/b/pengguna", data={f"n-{ids['Layanan Satu']}": "500", f"n-{ids['Layanan Dua']}": " "})
    assert target_of(world.b) == sample_size(500)
    page = admin.get("/opd/b/layanan").get_data(as_text=True)
    assert "Jumlah pengguna 1 dari 2 layanan belum diisi" in page


def test_the_grid_of_a_whole_opd_holds_every_upp_and_no_other_opd(sign_in, world) -> None:
    page = sign_in("admin.a").get("/opd/a/pengguna").get_data(as_text=True)
    assert page.count('name="n-') == 4
    foreign = {f"n-{world.b.layanan_id}": "9"}
    sign_in("admin.a").post("/opd/a/pengguna", data=foreign)
    assert target_of(world.b) == sample_size(1500)


def test_an_inactive_layanan_asks_for_nobody_and_comes_back(sign_in, world) -> None:
    admin = sign_in("admin.b")
    admin.post(f"/opd/b/layanan/{world.b.layanan_id}/penonaktifan")
    assert target_of(world.b) == sample_size(1000)
    page = admin.get("/opd/b/layanan").get_data(as_text=True)
    assert "Aktifkan lagi" in page
    admin.post(f"/opd/b/layanan/{world.b.layanan_id}/pengaktifan")
    assert target_of(world.b) == sample_size(1500)
    admin.post(f"/opd/b/layanan/{world.b.layanan_id}/pengaktifan")
    assert actions(world.b)[-2:] == ["layanan:changed"] * 2


def test_a_closed_survey_keeps_its_target(sign_in, world) -> None:
    with opd_scope(world.b.opd_id), transaction():
        surveys.close(world.b.survey_id, note="", by=SYSTEM)
    admin = sign_in("admin.b")
    admin.post("/opd/b/upp/b/layanan/baru", data=LAYANAN)
    assert target_of(world.b) == sample_size(1500)
    assert "sudah tetap" in admin.get("/opd/b/layanan").get_data(as_text=True)


def test_a_name_is_used_once_in_a_upp_whatever_its_case(sign_in, world) -> None:
    admin = sign_in("admin.a")
    answer = admin.post("/opd/a/upp/a/layanan/baru", data=LAYANAN | {"name": "layanan SATU"})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Layanan dengan nama ini sudah ada." in page
    assert 'value="1.250"' in page
    assert 'value="layanan SATU"' in page
    answer = admin.post(f"/opd/a/layanan/{world.a.layanan_id}/ubah", data=LAYANAN | {"name": "Layanan Satu"})
    assert answer.status_code == 302  # its own name is not somebody else's


def test_a_titik_has_hours_or_none(sign_in, world) -> None:
    admin = sign_in("admin.b")
    assert admin.post("/opd/b/upp/b/titik/baru", data=TITIK).status_code == 302
    assert admin.post("/opd/b/upp/b/titik/baru", data=TITIK | {"name": "IGD", "hours": "24"}).status_code == 302
    with opd_scope(world.b.opd_id):
        titik = {each.name: (each.opens_at, each.closes_at) for each in db.session.scalars(select(Titik))}
    assert titik["Loket 2"] == (time(8), time(15, 30))
    assert titik["IGD"] == (None, None)
    assert "08.00–15.30" in admin.get("/opd/b/layanan").get_data(as_text=True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"closes_at": "07:00"}, "Jam tutup harus sesudah jam buka."),
        ({"closes_at": "08:00"}, "Jam tutup harus sesudah jam buka."),
        ({"closes_at": ""}, "Isi jamnya, atau pilih 24 jam."),
        ({"opens_at": "25:00"}, "Tulis jam"),
        ({"name": "loket 1"}, "Titik layanan dengan nama ini sudah ada."),
    ],
)
def test_wrong_hours_are_explained(sign_in, world, change, message) -> None:
    answer = sign_in("admin.b").post("/opd/b/upp/b/titik/baru", data=TITIK | change)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert message in page
    assert f'value="{change.get("name", "Loket 2")}"' in page


def test_deactivating_a_titik_remembers_when(sign_in, world) -> None:
    admin = sign_in("admin.b")
    admin.post(f"/opd/b/titik/{world.b.titik_id}/penonaktifan")
    with opd_scope(world.b.opd_id):
        since = db.session.scalars(select(Titik)).one().deactivated_at
    assert since is not None
    admin.post(f"/opd/b/titik/{world.b.titik_id}/penonaktifan")
    with opd_scope(world.b.opd_id):
        assert db.session.scalars(select(Titik)).one().deactivated_at == since
    admin.post(f"/opd/b/titik/{world.b.titik_id}/pengaktifan")
    with opd_scope(world.b.opd_id):
        titik = db.session.scalars(select(Titik)).one()
        assert (titik.active, titik.deactivated_at) == (True, None)


def test_a_one_upp_opd_never_reads_the_word(sign_in, world) -> None:
    admin = sign_in("admin.b")
    admin.post(f"/opd/b/layanan/{world.b.layanan_id}/penonaktifan")
    for path in (
        "/opd/b/layanan", "/opd/b/upp/b/layanan", "/opd/b/upp/b/layanan/baru", f"/opd/b/layanan/{world.b.layanan_id}/ubah",
        "/opd/b/upp/b/titik/baru", f"/opd/b/titik/{world.b.titik_id}/ubah", "/opd/b/pengguna", "/opd/b/upp/b/pengguna",
        "/opd/b/upp/baru",
    ):  # fmt: skip
        answer = admin.get(path)
        assert answer.status_code == 200, path
        check_page(answer, path)
        assert "UPP" not in answer.get_data(as_text=True), path


@pytest.mark.parametrize("who", ["kepala.a", "pemantau", "organisasi"])
def test_readers_see_no_buttons_and_cannot_write(sign_in, world, who) -> None:
    reader = sign_in(who)
    for path in ("/opd/a/layanan", "/opd/a/upp/a/layanan"):
        answer = reader.get(path)
        assert answer.status_code == 200
        check_page(answer, path)
        page = answer.get_data(as_text=True)
        assert not any(word in page for word in ("Tambah", "Nonaktifkan", "/ubah", "/pengguna"))
    assert reader.post("/opd/a/upp/a/layanan/baru", data=LAYANAN).status_code == 403
    assert reader.post(f"/opd/a/layanan/{world.a.layanan_id}/penonaktifan").status_code == 403
    assert reader.post("/opd/a/pengguna", data={}).status_code == 403


def test_the_admin_of_another_opd_finds_nothing(sign_in, world) -> None:
    stranger = sign_in("admin.a")
    for path in ("/opd/b/layanan", "/opd/b/upp/b/layanan", "/opd/b/pengguna"):
        assert stranger.get(path).status_code == 404
    assert stranger.post("/opd/b/upp/b/layanan/baru", data=LAYANAN).status_code == 404
    # The address names the own OPD, the object another's.
    for path in (f"layanan/{world.b.layanan_id}", f"titik/{world.b.titik_id}", f"upp/{world.b.upp_id}"):
        assert stranger.post(f"/opd/a/{path}/penonaktifan").status_code == 404
        assert stranger.get(f"/opd/a/{path}/ubah").status_code == 404


def test_the_admin_of_a_upp_works_in_that_one_only(sign_in, world) -> None:
    admin = sign_in("admin_upp.a")
    own = admin.get("/opd/a/layanan").get_data(as_text=True)
    assert "Puskesmas Contoh" in own
    assert "Tambah layanan" in own
    assert "Tambah unit" not in own
    assert admin.post("/opd/a/upp/a2/layanan/baru", data=LAYANAN).status_code == 302
    assert admin.post("/opd/a/upp/a/layanan/baru", data=LAYANAN).status_code == 404
    assert admin.post(f"/opd/a/layanan/{world.a.layanan_id}/penonaktifan").status_code == 404
    assert admin.post("/opd/a/upp/baru", data={"name": "Baru", "kewajiban": "wajib"}).status_code == 403
    assert admin.get("/opd/a/pengguna").get_data(as_text=True).count('name="n-') == 3
