"""Who did what: filtered by the address, page after page without a gap, and as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.accounts.models import Membership, User
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.audit.words import told
from app.db import transaction
from app.extensions import db
from app.opd.models import Layanan, Upp
from app.opd.operations.layanan import change_layanan, set_users
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.results.pages import text_of

BUDI = Actor(None, "Budi Santoso", "admin_opd")


def happen(place, count: int, *, by: Actor = BUDI) -> None:
    """So many changes of N are written, each a second after the last."""
    begin = clock.now()
    for number in range(count):
        with clock.pretend(begin + timedelta(seconds=number)), opd_scope(place.opd_id), transaction():
            layanan = db.session.scalars(select(Layanan).where(Layanan.id == place.layanan_id)).one()
            set_users([layanan], {layanan.id: 5000 + number}, by=by)


def test_a_change_is_told_in_words(world, sign_in) -> None:
    with opd_scope(world.a.opd_id), transaction():
        layanan = db.session.scalars(select(Layanan).where(Layanan.id == world.a.layanan_id)).one()
        change_layanan(
            layanan,
            by=BUDI,
            name="Kartu Keluarga",
            customer_kind=layanan.customer_kind,
            channel=layanan.channel,
            free_by_law=True,
            users=1200,
        )
    page = sign_in("kepala.a").get("/opd/a/riwayat")
    check_page(page, "the trail")
    said = text_of(page)
    assert "Layanan diubah Kartu Keluarga" in said
    assert "nama: Layanan Satu menjadi Kartu Keluarga" in said
    assert "gratis menurut peraturan: tidak menjadi ya" in said
    assert "jumlah pengguna: 500 menjadi 1.200" in said
    assert "Budi Santoso Admin OPD" in said


def test_every_choice_stands_in_the_address(world, sign_in) -> None:
    happen(world.a, 2)
    happen(world.a, 1, by=Actor(None, "Siti", "admin_opd"))
    admin = sign_in("admin.a")

    def found(query: str) -> int:
        return len(re.findall(r'role="rowheader"', admin.get(f"/opd/a/riwayat?{query}").text))

    assert found("orang=santoso") == 2
    assert found("orang=siti&kejadian=layanan:changed") == 1
    assert found("kejadian=survey:started") == 2
    assert found("objek=layanan") == 3
    assert found("nama=layanan+satu") == 3
    today = clock.today()
    assert found(f"orang=budi&dari={today}&sampai={today}") == 2
    assert found(f"orang=budi&sampai={today - timedelta(days=1)}") == 0
    assert "Tidak ada kejadian yang cocok." in text_of(admin.get("/opd/a/riwayat?orang=tidak-ada"))
    for nonsense in (
        "kejadian=apa",
        "dari=kemarin",
        "sebelum=xx",
        "sebelum=2026-01-01T00:00:00,0,1",
        "objek=%25",
        "orang=%25",
    ):
        assert admin.get(f"/opd/a/riwayat?{nonsense}").status_code == 200, nonsense


def test_pages_follow_each_other_without_gap_or_double(world, sign_in) -> None:
    happen(world.a, 60)
    happen(world.b, 60)
    organisasi = sign_in("organisasi")
    address, seen = "/organisasi/riwayat?orang=budi", []
    while address:
        page = organisasi.get(address)
        check_page(page, address)
        seen += re.findall(r"jumlah pengguna: [^<;]* menjadi ([\d.]+)", page.text)
        older = re.search(r'href="([^"]+)"[^>]*>\s*<?[^>]*>?\s*Kejadian yang lebih lama', page.text) or re.search(
            r'<a class="link-act" href="([^"]*sebelum[^"]*)"', page.text
        )
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == 120
    assert sorted(seen) == sorted([f"5.0{n:02d}" for n in range(60)] * 2)


def test_the_city_sees_all_offices_and_its_own_acts(world, sign_in) -> None:
    happen(world.b, 1)
    organisasi = sign_in("organisasi")
    said = text_of(organisasi.get("/organisasi/riwayat"))
    assert "Periode dibuka SKM Tahunan" in said
    assert "OPD B" in said
    only = text_of(organisasi.get("/organisasi/riwayat?opd=kota"))
    assert "Periode dibuka" in only
    assert "Survei dimulai" not in only.split("Sampai tanggal")[1]
    assert "Budi Santoso" in text_of(organisasi.get("/organisasi/riwayat?opd=b"))
    assert "Budi Santoso" not in text_of(organisasi.get("/organisasi/riwayat?opd=a"))


def test_the_file_holds_what_the_page_shows_and_no_formula(world, sign_in) -> None:
    with opd_scope(world.a.opd_id), transaction():
        upp = db.session.scalars(select(Upp).where(Upp.id == world.a.upp_id)).one()
        audit.record(
            Action.UPP_CHANGED, upp, by=Actor(None, "=HYPERLINK(1)", "admin_opd"), changes={"name": ["A", "B"]}
        )
    answer = sign_in("kepala.a").get("/opd/a/riwayat.csv?kejadian=upp:changed")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Waktu", "OPD", "Kejadian"]
    assert len(rows) == 2
    assert rows[1][2:5] == ["Data UPP diubah", "Dinas Contoh A", "nama: A menjadi B"]
    assert rows[1][6] == "'=HYPERLINK(1)"
    city = sign_in("organisasi").get("/organisasi/riwayat.csv?opd=a&kejadian=upp:changed")
    assert city.data.decode("utf-8-sig").count("\n") == 2


def test_everybody_sees_only_their_own_part(world, sign_in) -> None:
    happen(world.a, 1)
    with opd_scope(world.a2.opd_id), transaction():
        layanan = db.session.scalars(select(Layanan).where(Layanan.id == world.a2.layanan_id)).one()
        set_users([layanan], {layanan.id: 7777}, by=Actor(None, "Kader Puskesmas", "admin_upp"))
    whole = text_of(sign_in("kepala.a").get("/opd/a/riwayat"))
    assert "Budi Santoso" in whole
    assert "Kader Puskesmas" in whole
    own = text_of(sign_in("kepala_upp.a").get("/opd/a/riwayat"))
    assert "Kader Puskesmas" in own
    assert "Budi Santoso" not in own
    for who, path, status in (
        ("admin.b", "/opd/a/riwayat", 404), ("admin.b", "/opd/a/riwayat.csv", 404), ("petugas.a", "/opd/a/riwayat", 403),
        ("pemantau", "/organisasi/riwayat", 403), ("kepala.a", "/organisasi/riwayat", 403), ("kepala.a", "/organisasi/riwayat.csv", 403),
    ):  # fmt: skip
        assert sign_in(who).get(path).status_code == status, (who, path)


def test_petugas_are_called_by_their_code_except_by_who_looks_after_them(world, sign_in) -> None:
    user = db.session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.petugas_code == "P-01", Membership.opd_id == world.a.opd_id)
    ).one()
    happen(world.a, 1, by=Actor(user.id, user.name, "petugas"))
    assert "Petugas P-01" in text_of(sign_in("kepala.a").get("/opd/a/riwayat"))
    assert user.name not in text_of(sign_in("kepala.a").get("/opd/a/riwayat"))
    assert user.name in text_of(sign_in("admin.a").get("/opd/a/riwayat"))


def test_details_of_any_kind_have_words() -> None:
    assert told({"ikm": "84.20", "version": 2, "note": "x", "deadline": "2026-11-30", "on_behalf": ""}) == [
        "IKM 84,20",
        "versi 2",
        "tenggat 30 November 2026",
    ]
    assert told({"changes": {"reminder_steps": [[-7, 1], [-3]], "escalation_emails": [[], ["a@b.test"]]}}) == [
        "hari pengingat: −7, 1 menjadi −3",
        "tembusan pimpinan: kosong menjadi a@b.test",
    ]
    assert told({"changes": "x"}) == []
