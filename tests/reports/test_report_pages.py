"""Asking for, watching and downloading a report in the browser, and who may."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from app import clock
from app.db import transaction
from app.extensions import db
from app.periods.models import Periode
from app.periods.policy import Policy
from app.reports.models import Report
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.reports.steps import ask, close, mend, record, report_of, spoil, submit, work
from tests.world import Place

pytestmark = pytest.mark.usefixtures("workers")


def address(place: Place) -> str:
    return f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}/laporan"


def html(client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, f"{url}: {answer.status_code}"
    check_page(answer, url)
    return answer.get_data(as_text=True)


def seen(page: str) -> str:
    return page.split('name="terlihat" value="')[1].split('"', maxsplit=1)[0]


def test_an_admin_asks_watches_and_downloads(world, sign_in) -> None:
    record(world.a, 8)
    close(world.a)
    admin = sign_in("admin.a")
    assert "Belum dibuat" in html(admin, "/opd/a/laporan")
    assert "Buat laporan" in html(admin, address(world.a))
    answer = admin.post(f"{address(world.a)}/permintaan")
    assert answer.status_code == 302
    assert answer.headers["Location"] == address(world.a)
    page = html(admin, address(world.a))
    assert "Menunggu giliran" in page
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "Perbarui halaman" in page
    assert admin.get(f"{address(world.a)}/kemajuan?terlihat={seen(page)}").status_code == 204, "nothing new"
    work()
    progress = admin.get(f"{address(world.a)}/kemajuan?terlihat={seen(page)}")
    assert progress.status_code == 286
    assert "Laporan siap diunduh." in progress.get_data(as_text=True)
    page = html(admin, address(world.a))
    assert "hx-get" not in page
    assert "Unduh PDF" in page
    assert "Isinya sama dengan data sekarang." in page
    assert "Siap diunduh" in html(admin, "/opd/a/laporan")
    link = page.split("/berkas")[0].split(f"{address(world.a)}/")[-1]
    pdf = admin.get(f"{address(world.a)}/{link}/berkas")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")
    assert (
        pdf.headers["Content-Disposition"]
        == f'attachment; filename="Laporan SKM Tahunan {clock.today().year} - Dinas Contoh A.pdf"'
    )
    assert pdf.headers["Cache-Control"].startswith("no-")


def test_the_list_says_when_the_data_have_moved_on(world, sign_in) -> None:
    record(world.a, 8)
    ask(world.a)
    work()
    record(world.a, 1, seed=2)
    admin = sign_in("admin.a")
    assert "Data berubah sejak laporan ini dibuat" in html(admin, "/opd/a/laporan")
    page = html(admin, address(world.a))
    assert "Data berubah sejak laporan ini dibuat" in page
    assert "Buat lagi" in page
    assert "Unduh yang lama" in page


def test_a_failure_is_said_with_what_to_do(world, sign_in) -> None:
    record(world.a, 8)
    report_id = ask(world.a)
    spoil(world.a)
    work()
    mend(world.a)
    admin = sign_in("admin.a")
    assert "belum berhasil, segera dicoba lagi" in html(admin, address(world.a))
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(
            update(Report).values(state="gagal", error="Laporan belum berhasil dibuat setelah 8 percobaan.")
        )
    page = html(admin, address(world.a))
    assert "setelah 8 percobaan" in page
    assert "Coba lagi" in page
    admin.post(f"{address(world.a)}/permintaan")
    work()
    assert "Laporan siap diunduh." in html(admin, address(world.a))
    assert report_of(world.a, report_id)["state"] == "gagal", "what failed stays in the record"


def test_a_long_queue_is_explained(world, sign_in) -> None:
    record(world.a, 8)
    ask(world.a)
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(update(Report).values(created_at=clock.now() - timedelta(minutes=3)))
    assert "lebih lama daripada biasanya" in html(sign_in("admin.a"), address(world.a))


def test_others_have_no_way_to_a_report(world, sign_in) -> None:
    record(world.a, 8)
    report_id = ask(world.a)
    work()
    pdf = f"{address(world.a)}/{report_id}/berkas"
    for who in ("admin.b", "kepala.b", "admin_upp.a", "kepala_upp.a"):
        client = sign_in(who)
        for url in (address(world.a), f"{address(world.a)}/kemajuan", pdf):
            assert client.get(url).status_code == 404, f"{who} {url}"
        assert client.post(f"{address(world.a)}/permintaan").status_code == 404
    assert sign_in("petugas.a").get(pdf).status_code == 403
    assert sign_in("kepala.a").get(pdf).status_code == 200


def test_people_of_a_upp_and_of_its_opd_agree_on_what_is_current(world, sign_in) -> None:
    record(world.a2, 8)
    ask(world.a2)
    work()
    for who in ("admin_upp.a", "admin.a", "organisasi"):
        if who == "organisasi":
            close(world.a2)
            submit(world.a2)
            ask(world.a2)
            work()
        assert "Isinya sama dengan data sekarang." in html(sign_in(who), address(world.a2)), who
    assert "Dinas Contoh A" not in html(sign_in("admin_upp.a"), "/opd/a/laporan").split("<table")[1]


def test_a_report_is_found_only_at_the_address_of_its_own_survey(world, sign_in) -> None:
    for place in (world.a, world.a2, world.b):
        record(place, 8)
    ours, theirs, foreign = ask(world.a), ask(world.a2), ask(world.b)
    work()
    admin = sign_in("admin.a")
    assert admin.get(f"{address(world.a)}/{ours}/berkas").status_code == 200
    for other in (theirs, foreign, uuid4()):
        assert admin.get(f"{address(world.a)}/{other}/berkas").status_code == 404
    assert admin.get(address(world.a).replace(str(world.a.survey_id), str(world.a2.survey_id))).status_code == 404


def test_a_report_that_is_not_made_yet_cannot_be_downloaded(world, sign_in) -> None:
    record(world.a, 8)
    assert sign_in("admin.a").get(f"{address(world.a)}/{ask(world.a)}/berkas").status_code == 404


def test_the_city_reads_reports_of_submitted_surveys_only(world, sign_in) -> None:
    record(world.a, 8)
    close(world.a)
    report_id = ask(world.a)
    work()
    for who in ("organisasi", "pemantau"):
        client = sign_in(who)
        assert client.get(address(world.a)).status_code == 404
        assert client.get(f"{address(world.a)}/{report_id}/berkas").status_code == 404
        assert "Belum ada yang dilaporkan" in html(client, "/opd/a/laporan")
    assert sign_in("organisasi").post(f"{address(world.a)}/permintaan").status_code == 404
    submit(world.a)
    ask(world.a)
    work()
    organisasi, pemantau = sign_in("organisasi"), sign_in("pemantau")
    assert "Unduh PDF" in html(pemantau, address(world.a))
    assert "Puskesmas Contoh" not in html(organisasi, "/opd/a/laporan"), "not submitted"
    assert pemantau.post(f"{address(world.a)}/permintaan").status_code == 403
    assert organisasi.post(f"{address(world.a)}/permintaan").status_code == 302


def test_where_running_figures_are_hidden_there_is_no_running_report(world, sign_in) -> None:
    record(world.a, 8)
    with transaction():
        db.session.execute(update(Periode).values(policy=Policy(show_running=False).to_json()))
    admin = sign_in("admin.a")
    assert admin.get(address(world.a)).status_code == 404
    assert admin.post(f"{address(world.a)}/permintaan").status_code == 404
    close(world.a)
    assert "Buat laporan" in html(admin, address(world.a))


def test_an_unknown_kind_of_customer_is_refused(world, sign_in) -> None:
    record(world.a, 8)
    answer = sign_in("admin.a").post(f"{address(world.a)}/permintaan", data={"pelanggan": "semua"})
    assert answer.status_code == 409
    check_page(answer, "refusal")


def test_an_office_of_one_upp_never_reads_the_word(world, sign_in) -> None:
    record(world.b, 8)
    admin = sign_in("admin.b")
    for url in ("/opd/b/laporan", address(world.b), "/opd/b/tindak-lanjut"):
        words = html(admin, url).replace("/upp/", "")
        assert "UPP" not in words, url
    assert "UPP" in html(sign_in("admin.a"), "/opd/a/laporan")
