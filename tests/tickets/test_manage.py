"""An admin makes invitations, prints them once, and watches how many are used."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO
from uuid import uuid4

from pypdf import PdfReader
from sqlalchemy import func, select, text

from app import clock
from app.audit.models import AuditEntry
from app.extensions import db
from app.tenancy.scope import opd_scope
from app.tickets.models import Ticket, TicketBatch
from tests.links.conftest import AXE, SERIOUS, answered, served
from tests.world import PASSWORD


def filled(world, **more: str) -> dict[str, str]:
    last = clock.today() + timedelta(days=7)
    values = {"batch_id": str(uuid4()), "place": f"{world.a.layanan_id}.{world.a.titik_id}", "count": "12"}
    return values | {"last_day": last.isoformat()} | more


def made(admin, values: dict[str, str]) -> list[str]:
    page = admin.post("/opd/a/undangan/baru", data=values)
    assert page.status_code == 200
    return re.search(r'name="kode" value="([^"]*)"', page.text).group(1).split()


def batches(world) -> list[TicketBatch]:
    with opd_scope(world.a.opd_id):
        return list(db.session.scalars(select(TicketBatch)))


def test_the_codes_are_shown_once_and_kept_nowhere(sign_in, world) -> None:
    admin = sign_in("admin.a")
    codes = made(admin, filled(world))
    assert len(set(codes)) == 12
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{10}", code) for code in codes)
    page = admin.get("/opd/a/undangan").text
    assert "0 dari 12 undangan sudah dipakai" in page
    with opd_scope(world.a.opd_id):
        kept = db.session.execute(
            text(
                "SELECT string_agg(t::text, ' ') || (SELECT string_agg(a::text, ' ') FROM audit_entries a) FROM tickets t"
            )
        ).scalar_one()
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "tickets:made")).one()
    assert not any(code in kept for code in codes)
    assert entry.details["count"] == 12
    assert entry.subject_name == "Layanan Satu, Loket 1"


def test_a_form_that_is_sent_twice_makes_one_stack(sign_in, world) -> None:
    admin, values = sign_in("admin.a"), filled(world)
    made(admin, values)
    again = admin.post("/opd/a/undangan/baru", data=values, follow_redirects=True)
    assert "kodenya hanya tampil sekali" in again.text
    assert len(batches(world)) == 1
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 12


def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_made(sign_in, world) -> None:
    admin = sign_in("admin.a")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    for wrong, words in (
        ({"count": "501"}, "Isi angka dari 1 sampai 500."),
        ({"count": "0"}, "Isi angka dari 1 sampai 500."),
        ({"count": "dua"}, "Tulis angka bulat"),
        ({"last_day": yesterday}, "Pilih hari ini atau sesudahnya"),
        ({"last_day": "31/12"}, "Tulis tanggal yang ada"),
        ({"place": f"{world.b.layanan_id}.{world.b.titik_id}"}, "Pilih salah satu dari daftar."),
    ):
        page = admin.post("/opd/a/undangan/baru", data=filled(world, **wrong))
        assert page.status_code == 422, wrong
        assert words in page.text, wrong
    assert batches(world) == []


def test_the_slips_hold_each_code_its_address_and_its_last_day(sign_in, world) -> None:
    admin = sign_in("admin.a")
    codes = made(admin, filled(world))
    (batch,) = batches(world)
    answer = admin.post(f"/opd/a/undangan/{batch.id}/lembar.pdf", data={"kode": " ".join(codes)})
    pages = PdfReader(BytesIO(answer.data)).pages
    assert len(pages) == 2
    said = " ".join(page.extract_text() for page in pages)
    for code in codes:
        assert f"{code[:5]} {code[5:]}" in said
    assert said.count("localhost:8000/u/") == 12
    assert said.count("Berlaku satu kali, sampai") == 12


def test_the_list_is_a_file_for_spreadsheets(sign_in, world) -> None:
    admin = sign_in("admin.a")
    codes = made(admin, filled(world))
    (batch,) = batches(world)
    answer = admin.post(f"/opd/a/undangan/{batch.id}/daftar.csv", data={"kode": " ".join(codes)})
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["kode"] for row in rows] == codes
    assert rows[0]["alamat"] == f"http://localhost:8000/u/{codes[0]}"
    assert rows[0]["berlaku_sampai"] == (clock.today() + timedelta(days=7)).isoformat()


def test_only_codes_of_the_batch_itself_are_printed(sign_in, world, codes) -> None:
    admin = sign_in("admin.a")
    own = made(admin, filled(world, count="1"))
    (batch,) = batches(world)
    foreign = codes(place=world.b)
    answer = admin.post(
        f"/opd/a/undangan/{batch.id}/daftar.csv", data={"kode": " ".join([*foreign, *own, "TEBAKAN123"])}
    )
    assert [row["kode"] for row in csv.DictReader(StringIO(answer.data.decode("utf-8-sig")))] == own
    assert admin.post(f"/opd/a/undangan/{batch.id}/lembar.pdf", data={"kode": foreign[0]}).status_code == 404


def test_the_list_counts_what_is_used(sign_in, client, world, codes) -> None:
    one, *_ = codes(3)
    client.post(f"/u/{one}", data=answered(served(client, one, "/u/{}")))
    assert "1 dari 3 undangan sudah dipakai" in sign_in("admin.a").get("/opd/a/undangan").text


def test_the_admin_of_a_upp_sees_and_makes_only_its_own(sign_in, world, codes) -> None:
    codes(2)
    (batch,) = batches(world)
    admin = sign_in("admin_upp.a")
    assert "Belum ada undangan" in admin.get("/opd/a/undangan").text
    assert admin.post(f"/opd/a/undangan/{batch.id}/lembar.pdf", data={"kode": "X"}).status_code == 404
    assert admin.post("/opd/a/undangan/baru", data=filled(world)).status_code == 422
    place = f"{world.a2.layanan_id}.{world.a2.titik_id}"
    assert len(made(admin, filled(world, place=place, count="2"))) == 2


def test_an_admin_prints_invitations_in_a_browser(browser, site, world) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    page = context.new_page()

    def check() -> None:
        page.evaluate(AXE)
        assert page.evaluate(SERIOUS) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto(f"{site}/masuk")
    page.fill("[name=email]", "admin.a@contoh.test")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/opd/a/**")
    page.goto(f"{site}/opd/a/undangan")
    check()
    page.get_by_role("link", name="Buat undangan").click()
    check()
    page.get_by_label("Banyaknya undangan").fill("3")
    page.get_by_role("button", name="Buat undangan").click()
    page.get_by_role("heading", name="3 undangan dibuat").wait_for()
    check()
    for button, ending in (("Unduh lembar cetak (PDF)", ".pdf"), ("Unduh daftar (CSV)", ".csv")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename.endswith(ending)
    context.close()
