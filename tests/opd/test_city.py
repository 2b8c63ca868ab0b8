"""Bagian Organisasi registers and changes OPD; everybody of the city sees the list."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.extensions import db
from app.opd.models import Kewajiban, Opd, Upp
from app.surveys.models import Survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page

NEW = {
    "name": "Dinas Pemberdayaan Perempuan Perlindungan Anak dan Keluarga Berencana",
    "short_name": "DP3AP2KB",
    "kode": "",
    "kind": "dinas",
    "kewajiban": "wajib",
    "exemption_reason": "",
    "address": "Jalan Contoh 1",
}


def find(kode: str) -> Opd | None:
    return db.session.scalar(select(Opd).where(Opd.kode == kode))


def test_a_registered_opd_is_its_own_upp_and_takes_part_at_once(sign_in, world) -> None:
    answer = sign_in("organisasi").post("/organisasi/opd/baru", data=NEW)
    assert answer.status_code == 302
    opd = find("dp3ap2kb")
    assert opd is not None
    with opd_scope(opd.id):
        upp = db.session.scalars(select(Upp)).one()
        assert (upp.kode, upp.name, upp.kewajiban) == ("dp3ap2kb", NEW["name"], Kewajiban.WAJIB)
        assert db.session.scalars(select(Survey.periode_id)).all() == [world.periode_id]
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.details) == ("opd:registered", {"kode": "dp3ap2kb", "kewajiban": "wajib"})


def test_an_excused_opd_needs_a_reason_and_takes_no_part(sign_in, world) -> None:
    organisasi = sign_in("organisasi")
    excused = NEW | {"kewajiban": "dikecualikan"}
    answer = organisasi.post("/organisasi/opd/baru", data=excused)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Tulis alasan OPD ini dikecualikan." in page
    assert f'value="{NEW["name"]}"' in page
    assert find("dp3ap2kb") is None

    organisasi.post("/organisasi/opd/baru", data=excused | {"exemption_reason": "Tidak melayani siapa pun"})
    opd = find("dp3ap2kb")
    assert opd is not None
    with opd_scope(opd.id):
        assert len(db.session.scalars(select(Upp)).all()) == 1
        assert db.session.scalars(select(Survey)).all() == []


def test_an_opd_that_is_no_longer_excused_joins(sign_in, world) -> None:
    organisasi = sign_in("organisasi")
    organisasi.post(
        "/organisasi/opd/baru", data=NEW | {"kewajiban": "dikecualikan", "exemption_reason": "Belum ada kantor"}
    )
    assert organisasi.post("/organisasi/opd/dp3ap2kb/ubah", data=NEW).status_code == 302
    opd = find("dp3ap2kb")
    assert opd is not None
    assert opd.exemption_reason == ""
    with opd_scope(opd.id):
        assert db.session.scalars(select(Upp.kewajiban)).one() is Kewajiban.WAJIB
        assert len(db.session.scalars(select(Survey)).all()) == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Tulis nama OPD."),
        ("kode", "a", "Kode ini sudah dipakai OPD lain."),
        ("kode", "Dinas Baru", "Gunakan huruf kecil"),
        ("short_name", "…", "Gunakan huruf kecil"),
        ("kind", "planet", "Pilih"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(sign_in, world, field, value, message) -> None:
    answer = sign_in("organisasi").post("/organisasi/opd/baru", data=NEW | {field: value})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert message in page
    assert "Jalan Contoh 1" in page
    assert len(db.session.scalars(select(Opd)).all()) == 2


def test_the_only_upp_follows_its_opd(sign_in, world) -> None:
    changed = NEW | {"name": "Badan Baru B", "short_name": "B Baru", "kewajiban": "diharapkan"}
    assert sign_in("organisasi").post("/organisasi/opd/b/ubah", data=changed).status_code == 302
    with opd_scope(world.b.opd_id):
        upp = db.session.scalars(select(Upp)).one()
        assert (upp.kode, upp.name, upp.kewajiban) == ("b", "Badan Baru B", Kewajiban.DIHARAPKAN)
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert entry.details["changes"]["kewajiban"] == ["wajib", "diharapkan"]


def test_several_upp_keep_their_names_when_the_opd_changes(sign_in, world) -> None:
    sign_in("organisasi").post("/organisasi/opd/a/ubah", data=NEW | {"name": "Dinas Baru A"})
    with opd_scope(world.a.opd_id):
        assert set(db.session.scalars(select(Upp.name))) == {"Dinas Contoh A", "Puskesmas Contoh"}


def test_the_list_is_searched_and_filtered_by_its_address(sign_in, world) -> None:
    organisasi = sign_in("organisasi")
    organisasi.post("/organisasi/opd/baru", data=NEW)
    every = organisasi.get("/organisasi/opd")
    check_page(every, "/organisasi/opd")
    page = every.get_data(as_text=True)
    assert "2 dari 3 OPD siap disurvei" in page
    assert "Undang admin" in page

    def names(query: str) -> set[str]:
        text = organisasi.get(f"/organisasi/opd?{query}").get_data(as_text=True)
        return {name for name in ("Dinas Contoh A", "Badan Contoh B", NEW["name"]) if f">{name}</a>" in text}

    assert names("cari=contoh+badan") == {"Badan Contoh B"}
    assert names("cari=admin+b") == {"Badan Contoh B"}
    assert names("kelengkapan=tanpa-admin") == {NEW["name"]}
    assert names("kelengkapan=tanpa-layanan") == {NEW["name"]}
    assert names("kelengkapan=siap") == {"Dinas Contoh A", "Badan Contoh B"}
    assert names("kewajiban=diharapkan") == set()
    assert names("jenis=dinas") == {"Dinas Contoh A", "Badan Contoh B", NEW["name"]}


def test_pemantau_reads_without_buttons(sign_in, world) -> None:
    pemantau = sign_in("pemantau")
    page = pemantau.get("/organisasi/opd").get_data(as_text=True)
    assert "Dinas Contoh A" in page
    assert "/organisasi/opd/baru" not in page
    assert "/ubah" not in page
    assert "/orang" not in page
    assert pemantau.post("/organisasi/opd/baru", data=NEW).status_code == 403
    assert pemantau.post("/organisasi/opd/a/ubah", data=NEW).status_code == 403


def test_an_opd_admin_does_not_register_offices(sign_in, world) -> None:
    admin = sign_in("admin.a")
    assert admin.get("/organisasi/opd").status_code == 403
    assert admin.post("/organisasi/opd/baru", data=NEW).status_code == 403
    assert admin.post("/organisasi/opd/b/ubah", data=NEW).status_code == 404
