"""The city's recap: submitted results only, exact means, and no contest."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.db import transaction
from app.extensions import db
from app.ikm import mean_of_ikm, pooled_ikm
from app.opd.models import CustomerKind, Layanan
from app.periods.queries import get_periode
from app.reports.models import CityDocumentKind
from app.reports.operations.requests import request_city
from app.reports.recap import queries
from app.reports.recap.assembly import assemble
from app.results.reading import result_of
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from app.web.formats import angka
from tests.pages import check_page
from tests.reports.rendering.reading import pages
from tests.reports.steps import KEPALA, close, record, submit, work
from tests.world import Place, World

pytestmark = pytest.mark.usefixtures("workers")
PDF, XLSX = CityDocumentKind


def finish(place: Place, n: int, *, seed: int) -> None:
    record(place, n, seed=seed)
    close(place)
    submit(place)


def recap(world: World):
    return assemble(get_periode(world.periode_id))


def result(place: Place):
    with opd_scope(place.opd_id):
        return result_of(get_survey(place.survey_id)).main


def made(world: World, document: CityDocumentKind) -> bytes:
    with transaction():
        report_id = request_city(get_periode(world.periode_id), document=document, by=KEPALA).id
    work()
    return queries.get_city_report(report_id).content or b""


def test_before_anything_is_submitted_it_says_so(world, sign_in) -> None:
    record(world.a, 9)
    close(world.a)
    found = recap(world)
    assert not found.kinds
    assert found.waiting == ("Badan Contoh B", "Dinas Contoh A")
    page = sign_in("organisasi").get("/organisasi/rekap")
    check_page(page, "recap")
    assert "Belum ada hasil yang disampaikan" in page.get_data(as_text=True)
    assert "Belum ada hasil yang disampaikan" in " ".join(pages(made(world, PDF)))


def test_the_city_is_the_mean_of_its_opd_and_pooled_beside_it(world) -> None:
    for place, n, seed in ((world.a, 40, 1), (world.a2, 11, 2), (world.b, 23, 3)):
        finish(place, n, seed=seed)
    parts = [result(place) for place in (world.a, world.a2, world.b)]
    exact = [part.figures.exact for part in parts]
    (kind,) = recap(world).kinds
    office_a = (exact[0] + exact[1]) / 2
    assert kind.mean.ikm == mean_of_ikm([office_a, exact[2]]).ikm
    codes = [row.code for row in parts[0].figures.unsur]
    assert kind.pooled.ikm == pooled_ikm(part.statistics.tallies(codes) for part in parts).ikm
    assert [office.name for office in kind.offices] == ["Badan Contoh B", "Dinas Contoh A"], "by name, no contest"
    assert kind.offices[1].ikm == mean_of_ikm([Fraction(office_a)]).ikm
    assert [unit.ikm for unit in kind.offices[1].units] == [part.figures.ikm for part in parts[:2]]
    assert all(unit.lower < unit.ikm < unit.upper for office in kind.offices for unit in office.units)
    assert kind.n == 74


def test_what_has_not_been_submitted_does_not_count_and_is_named(world) -> None:
    finish(world.a, 20, seed=1)
    record(world.a2, 20, seed=2)
    found = recap(world)
    (office,) = found.kinds[0].offices
    assert (office.submitted, office.n) == ("1 dari 2 UPP", 20)
    assert found.waiting == ("Badan Contoh B",)


def test_figures_of_very_few_answers_are_not_printed(world) -> None:
    finish(world.b, 4, seed=1)
    (office,) = recap(world).kinds[0].offices
    assert (office.ikm, office.units[0].ikm, office.units[0].lower, office.units[0].lowest) == (None, None, None, "")
    assert "responden kurang dari 5" in office.units[0].note


def test_citizens_and_internal_customers_stay_apart(world) -> None:
    record(world.a, 9, seed=5)
    with opd_scope(world.a.opd_id), transaction():
        other = db.session.scalars(
            select(Layanan).where(Layanan.upp_id == world.a.upp_id, Layanan.id != world.a.layanan_id)
        ).one()
        other.customer_kind = CustomerKind.INTERNAL
        internal_id = other.id
    record(world.a, 6, seed=6, layanan_id=internal_id)
    close(world.a)
    submit(world.a)
    found = recap(world)
    assert [(kind.customer, kind.n) for kind in found.kinds] == [("masyarakat", 9), ("internal", 6)]
    text = " ".join(pages(made(world, PDF)))
    assert "Pelanggan masyarakat" in text
    assert "Pelanggan internal" in text


def test_both_documents_say_what_the_page_says(world, sign_in) -> None:
    for place, n, seed in ((world.a, 40, 1), (world.a2, 11, 2), (world.b, 23, 3)):
        finish(place, n, seed=seed)
    kind = recap(world).kinds[0]
    page = sign_in("pemantau").get("/organisasi/rekap")
    check_page(page, "recap")
    text = " ".join(pages(made(world, PDF)))
    book = load_workbook(BytesIO(made(world, XLSX)))
    cells = [cell.value for row in book["Perangkat daerah"].iter_rows() for cell in row]
    units = [cell.value for row in book["Unit"].iter_rows() for cell in row]
    for figure in (kind.mean.ikm, kind.pooled.ikm, *(office.ikm for office in kind.offices)):
        assert angka(figure, 2) in page.get_data(as_text=True)
        assert angka(figure, 2) in text
        assert float(figure) in cells
    for office in kind.offices:
        for unit in office.units:
            assert angka(unit.ikm, 2) in text
            assert {float(unit.ikm), float(unit.lower), float(unit.upper), unit.n} <= set(units)
    assert "Rata-rata IKM UPP, setiap UPP sama bobotnya"[1:] in text
    assert "bukan peringkat" in text


def test_bagian_organisasi_asks_watches_and_downloads(world, sign_in) -> None:
    finish(world.a, 20, seed=1)
    organisasi = sign_in("organisasi")
    base = f"/organisasi/rekap/{world.periode_id}"
    assert organisasi.post(f"{base}/permintaan", data={"berkas": PDF.value}).status_code == 302
    page = organisasi.get("/organisasi/rekap").get_data(as_text=True)
    assert "Menunggu giliran" in page
    seen = page.split('name="terlihat" value="')[1].split('"', maxsplit=1)[0]
    assert organisasi.get(f"{base}/kemajuan?terlihat={seen}").status_code == 204
    work()
    assert organisasi.get(f"{base}/kemajuan?terlihat={seen}").status_code == 286
    page = organisasi.get("/organisasi/rekap").get_data(as_text=True)
    link = page.split("/berkas")[0].split(f"{base}/")[-1]
    answer = sign_in("pemantau").get(f"{base}/{link}/berkas")
    assert answer.data.startswith(b"%PDF")
    assert "Rekap SKM Tahunan" in answer.headers["Content-Disposition"]
    assert sign_in("pemantau").post(f"{base}/permintaan", data={"berkas": PDF.value}).status_code == 403
    assert organisasi.post(f"{base}/permintaan", data={"berkas": "semua"}).status_code == 409
    for who in ("admin.a", "kepala.a", "petugas.a"):
        client = sign_in(who)
        for url in ("/organisasi/rekap", f"{base}/{link}/berkas", f"{base}/kemajuan"):
            assert client.get(url).status_code == 403, f"{who} {url}"


def test_it_is_made_again_only_when_the_city_has_moved_on(world) -> None:
    finish(world.a, 20, seed=1)
    with transaction():
        first = request_city(get_periode(world.periode_id), document=XLSX, by=KEPALA).id
    work()
    with transaction():
        assert request_city(get_periode(world.periode_id), document=XLSX, by=KEPALA).id == first
    finish(world.b, 12, seed=2)
    with transaction():
        assert request_city(get_periode(world.periode_id), document=XLSX, by=KEPALA).id != first


def test_a_fault_while_it_is_made_is_said(world, sign_in) -> None:
    from app.reports import making

    finish(world.a, 20, seed=1)
    with transaction():
        report_id = request_city(get_periode(world.periode_id), document=PDF, by=KEPALA).id
    with transaction():
        making.note_failure(report_id, attempts=8, final=True, city=True)
    page = sign_in("organisasi").get("/organisasi/rekap").get_data(as_text=True)
    assert "Belum berhasil dibuat" in page
    assert "Coba lagi" in page
