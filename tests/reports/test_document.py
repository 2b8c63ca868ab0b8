"""A report says what the pages say, to the last digit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import update

from app.audit.operations import SYSTEM, Actor
from app.clock import today
from app.db import transaction
from app.extensions import db
from app.followups import operations as followups
from app.followups.models import FollowupState
from app.ikm import Unsur
from app.opd.models import CustomerKind, Layanan, Opd, Upp
from app.reports.assembly import assemble, fingerprint
from app.results.reading import result_of
from app.surveys.queries import get_survey, list_survey_layanan
from app.tenancy.scope import opd_scope
from app.web.formats import angka
from tests.reports.rendering.reading import pages, solid, squeeze
from tests.reports.steps import MASYARAKAT, close, made, next_year, record, submit

pytestmark = pytest.mark.usefixtures("workers")


def text_of(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def test_the_report_prints_the_figures_of_the_page(world, sign_in) -> None:
    record(world.a, 60, seed=3)
    record(world.b, 7, seed=4)
    close(world.a)
    pdf = made(world.a)
    with opd_scope(world.a.opd_id):
        result = result_of(get_survey(world.a.survey_id))
        figures = result.main.figures
    text = text_of(pdf)
    assert f"IKM Dinas Contoh A adalah {angka(figures.ikm, 2)}; mutu {figures.mutu}" in text
    assert f"Survei menjaring {angka(figures.n)} responden" in text
    for row in figures.unsur:
        assert (
            f"{angka(row.count)} {angka(row.total)} {angka(row.nrr, 3)} {angka(row.tertimbang, 3)} {angka(row.konversi, 2)}"
            in text
        )
    assert f"Kode verifikasi data {result.verification_code}, versi beku 1" in text
    assert "SEMENTARA" not in text
    page = squeeze(sign_in("admin.a").get("/opd/a/upp/a/hasil").get_data(as_text=True))
    assert angka(figures.ikm, 2) in page
    assert all(angka(row.nrr, 3) in page for row in figures.unsur)


def test_before_closing_every_page_is_marked_and_nobody_signs(world) -> None:
    record(world.a, 12)
    found = pages(made(world.a))
    assert all("SEMENTARA" in page for page in found)
    assert "Kepala Dinas Contoh A" not in " ".join(found)


def test_a_shortfall_is_printed_and_a_layanan_without_answers_says_so(world) -> None:
    record(world.a, 3)
    text = text_of(made(world.a))
    assert "3 responden dari target 306, kurang 303 responden" in text
    assert "Layanan Satu: IKM tidak ditampilkan, respondennya kurang dari 5." in text
    assert "Layanan Dua: belum ada responden." in text


def test_without_any_answer_there_is_a_report_and_no_ikm(world) -> None:
    assert "IKM belum dapat dihitung: belum ada jawaban yang dihitung." in text_of(made(world.b))


def test_unknown_users_are_a_dash_and_the_rest_is_added_up(world) -> None:
    record(world.a, 6)
    with opd_scope(world.a.opd_id), transaction():
        list_survey_layanan(world.a.survey_id)[world.a.layanan_id].users = None
    with opd_scope(world.a.opd_id):
        sample = assemble(get_survey(world.a.survey_id), MASYARAKAT).sample
    assert sample.population == 1000
    assert {row.name: row.population for row in sample.layanan} == {"Layanan Satu": None, "Layanan Dua": 1000}
    assert "1 Layanan Satu – " in text_of(made(world.a))


def test_citizens_and_internal_customers_have_reports_of_their_own(world) -> None:
    record(world.a, 9, seed=5)
    with opd_scope(world.a.opd_id), transaction():
        other = next(
            row for row in db.session.query(Layanan).filter_by(upp_id=world.a.upp_id) if row.id != world.a.layanan_id
        )
        other.customer_kind = CustomerKind.INTERNAL
        internal_id = other.id
    record(world.a, 6, seed=6, layanan_id=internal_id)
    masyarakat, internal = text_of(made(world.a)), text_of(made(world.a, CustomerKind.INTERNAL))
    assert "Survei menjaring 9 responden" in masyarakat
    assert "Survei menjaring 6 responden" in internal
    assert "Laporan, pelanggan internal" in internal
    assert "pelanggan internal" not in masyarakat


def test_the_next_report_shows_the_last_figures_and_what_became_of_the_rtl(world) -> None:
    record(world.a, 20, seed=7)
    with opd_scope(world.a.opd_id), transaction():
        plan = followups.add(
            get_survey(world.a.survey_id), unsur=Unsur.WAKTU, activity="Menambah loket", quarter=2, due_year=2027,
            responsible="Kepala seksi", by=SYSTEM,
        )  # fmt: skip
        followups.progress(
            plan, state=FollowupState.SELESAI, outcome="Loket buka", obstacle="", done_on=today(), by=SYSTEM
        )
    close(world.a)
    first = text_of(made(world.a))
    assert "Waktu Penyelesaian Menambah loket (2027)" in first
    following = next_year(world.a)
    with opd_scope(world.a.opd_id):
        before = result_of(get_survey(world.a.survey_id)).main.figures
        report = assemble(get_survey(following), MASYARAKAT)
    assert [point.ikm for point in report.trend] == [before.ikm]
    assert [row.previous_nrr for row in report.unsur] == [row.exact for row in before.unsur]
    text = text_of(made(world.a, survey_id=following))
    assert angka(before.ikm, 2) in text
    assert "Menambah loket Selesai Loket buka. Selesai" in text


def test_whoever_certified_signs_and_the_number_is_left_to_the_office(world) -> None:
    for place in (world.a, world.a2):
        record(place, 10)
        close(place)
    with opd_scope(world.a.opd_id):
        open_name = assemble(get_survey(world.a.survey_id), MASYARAKAT)
    assert open_name.signature.role == "Kepala Dinas Contoh A"
    assert "…" in open_name.signature.name
    assert open_name.issue.signed_on is None
    assert "…" in open_name.issue.number
    submit(world.a)
    submit(world.a2, by=Actor(None, "Budi Santoso", "kepala_upp"))
    with opd_scope(world.a.opd_id):
        by_kepala = assemble(get_survey(world.a.survey_id), MASYARAKAT)
        by_upp = assemble(get_survey(world.a2.survey_id), MASYARAKAT)
    assert (by_kepala.signature.role, by_kepala.signature.name) == ("Kepala Dinas Contoh A", "Siti Aminah")
    assert by_kepala.issue.signed_on == today()
    assert (by_upp.signature.role, by_upp.signature.name) == ("Kepala Puskesmas Contoh", "Budi Santoso")


def test_an_office_of_one_upp_is_never_printed_with_one(world) -> None:
    with opd_scope(world.b.opd_id):
        office = assemble(get_survey(world.b.survey_id), MASYARAKAT).office
    assert office.upp is None
    assert office.city == "PEMERINTAH KOTA TANGERANG SELATAN"
    with opd_scope(world.a.opd_id):
        assert assemble(get_survey(world.a2.survey_id), MASYARAKAT).office.upp == "Puskesmas Contoh"


def test_the_same_data_give_the_same_bytes_and_fingerprint(world) -> None:
    from app.reports.rendering.skm import render

    record(world.a, 15)
    with opd_scope(world.a.opd_id):
        one, two = (assemble(get_survey(world.a.survey_id), MASYARAKAT) for _ in range(2))
    assert one == two
    assert fingerprint(one) == fingerprint(two)
    assert render(one) == render(two)
    assert isinstance(one.index.ikm, Decimal)


@pytest.mark.parametrize("name", ["<b>tebal</b> & {{7*7}} %s", 'Dinas "A"\\/:*?\r\nX-Evil: 1', "ء̷" * 40, "x" * 300])
def test_hostile_names_are_printed_as_they_are_and_leave_the_header_whole(world, sign_in, name: str) -> None:
    record(world.b, 6)
    with opd_scope(world.b.opd_id), transaction():
        db.session.execute(update(Upp).values(name=name))
        db.session.execute(update(Opd).where(Opd.id == world.b.opd_id).values(name=name, address=f"{name}\n" * 5))
    pdf = made(world.b)
    if name.startswith("<b>"):
        assert solid(name) in solid(text_of(pdf))
    client = sign_in("admin.b")
    address = f"/opd/b/upp/b/survei/{world.b.survey_id}/laporan"
    link = client.get(address).get_data(as_text=True).split("/berkas")[0].split(f"{address}/")[-1]
    answer = client.get(f"{address}/{link}/berkas")
    assert answer.status_code == 200
    assert answer.data == pdf
    assert "X-Evil" not in answer.headers
    assert answer.headers["Content-Disposition"].count("\n") == 0
    assert ".pdf" in answer.headers["Content-Disposition"]
