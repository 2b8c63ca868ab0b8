"""The documents beside the report: asked for, made, kept and downloaded the same way, by right only."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from app.db import transaction
from app.errors import Conflict
from app.extensions import db
from app.opd.models import Layanan
from app.reports import queries
from app.reports.documents import DOCUMENTS, Today
from app.reports.models import DocumentKind, ReportState
from app.responses.models import Response
from app.results.reading import result_of
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from app.web.formats import angka
from tests.pages import check_page
from tests.reports.office import read
from tests.reports.rendering.reading import pages
from tests.reports.rendering.test_processing_sheet import sekadau
from tests.reports.steps import MASYARAKAT, ask, close, made, record, report_of, submit, work
from tests.results import recorded
from tests.world import Place

pytestmark = pytest.mark.usefixtures("workers")
K = DocumentKind


def address(place: Place) -> str:
    return f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}/laporan"


def current(place: Place, document: DocumentKind) -> bool:
    with opd_scope(place.opd_id):
        return queries.list_document_standings(Today(get_survey(place.survey_id), MASYARAKAT))[document].current


def rows(content: bytes, sheet: str) -> list[dict[str, object]]:
    head, *body = load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


@pytest.mark.parametrize("document", list(K))
def test_each_is_made_once_and_again_when_an_answer_came(world, document: DocumentKind) -> None:
    record(world.a, 12)
    of_closed = document in (K.POSTER_A4, K.POSTER_A3, K.BUKTI_DUKUNG)
    if of_closed:
        close(world.a)
    first = ask(world.a, document=document)
    work()
    assert report_of(world.a, first)["state"] == ReportState.SIAP
    assert ask(world.a, document=document) == first
    assert current(world.a, document)
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(update(Layanan).where(Layanan.id == world.a.layanan_id).values(name="Nama Baru"))
    record(world.a, 1, seed=2)
    changed = document not in (K.POSTER_A4, K.POSTER_A3)  # closed: its figures and names stand
    assert current(world.a, document) is not changed
    assert (ask(world.a, document=document) == first) is not changed


def test_an_admin_asks_for_each_on_the_page_and_downloads_it(world, sign_in) -> None:
    record(world.a, 12)
    close(world.a)
    admin = sign_in("admin.a")
    for kind, document in DOCUMENTS.items():
        assert admin.post(f"{address(world.a)}/permintaan", data={"berkas": kind.value}).status_code == 302
        work()
        page = admin.get(address(world.a))
        check_page(page, kind.value)
        with opd_scope(world.a.opd_id):
            report_id = queries.find_latest(world.a.survey_id, MASYARAKAT, kind).id
        answer = admin.get(f"{address(world.a)}/{report_id}/berkas")
        assert answer.mimetype == document.media_type
        assert answer.headers["Content-Disposition"].endswith(f'- Dinas Contoh A.{document.extension}"')
        assert answer.data[:2] in (b"%P", b"PK", BOM_UTF8[:2])
    assert admin.post(f"{address(world.a)}/permintaan", data={"berkas": "gaji"}).status_code == 409


@pytest.mark.parametrize("document", [K.MENTAH_XLSX, K.MENTAH_CSV])
def test_raw_answers_never_leave_the_opd(world, sign_in, document: DocumentKind) -> None:
    record(world.a, 12)
    close(world.a)
    submit(world.a)
    report_id = ask(world.a, document=document)
    work()
    for who in ("organisasi", "pemantau"):
        client = sign_in(who)
        assert "Data mentah" not in client.get(address(world.a)).get_data(as_text=True)
        assert client.get(f"{address(world.a)}/{report_id}/berkas").status_code == 404
    asked = sign_in("organisasi").post(f"{address(world.a)}/permintaan", data={"berkas": document.value})
    assert asked.status_code == 404
    for who in ("admin.a", "kepala.a"):
        assert sign_in(who).get(f"{address(world.a)}/{report_id}/berkas").status_code == 200
    for who, status in (("petugas.a", 403), ("admin.b", 404), ("admin_upp.a", 404)):
        assert sign_in(who).get(f"{address(world.a)}/{report_id}/berkas").status_code == status


def test_the_processing_sheet_holds_the_counted_answers_of_sekadau(world) -> None:
    recorded.record(world.a, sekadau())
    close(world.a)
    content = made(world.a, document=K.OLAH_XLSX)
    book = read(content)
    found = [row[1:10] for row in book["Pengolahan"].iter_rows(min_row=9, max_row=57, values_only=True)]
    assert sorted(found) == sorted(sekadau())
    with opd_scope(world.a.opd_id):
        result = result_of(get_survey(world.a.survey_id))
    assert result.main.figures.ikm == Decimal("78.74")
    values = [cell for row in book["Ringkasan"].iter_rows(values_only=True) for cell in row]
    assert values.count(78.74) == 2  # counted, and as printed
    assert "sama" in values
    assert any(result.verification_code in str(value) for value in values)


def test_a_frozen_sheet_keeps_the_answers_that_were_counted_then(world) -> None:
    recorded.record(world.a, [(4,) * 9] * 9 + [(3, 3, None, None, None, None, None, 3, 3)])
    close(world.a)
    record(world.a, 3, seed=5)  # late
    with opd_scope(world.a.opd_id), transaction():
        some = db.session.query(Response.id).filter(Response.survey_id == world.a.survey_id).first()
        from app import clock

        db.session.execute(
            update(Response).where(Response.id == some.id).values(excluded_at=clock.now(), exclusion_reason="dobel")
        )
    book = read(made(world.a, document=K.OLAH_XLSX))
    numbered = [row for row in book["Pengolahan"].iter_rows(min_row=9, values_only=True) if isinstance(row[0], int)]
    assert [row[1] for row in numbered] == [4] * 9
    notes = " ".join(str(row[0]) for row in book["Keterangan"].iter_rows(values_only=True))
    assert "1 jawaban tidak dihitung karena unsur yang terisi kurang dari 5." in notes


def test_raw_data_hold_every_answer_and_no_identity(world) -> None:
    record(
        world.a, 3, sex="P", age_band="20-29", education="SMA", occupation="LAINNYA",
        occupation_other="=cmd|' /C calc'!A0", saran="Hubungi saya di 0812 3456 7890 atau =1+1",
    )  # fmt: skip
    recorded.record(world.a, [(3, None, None, None, None, None, None, None, None)])
    close(world.a)
    record(world.a, 2, seed=8)
    content = made(world.a, document=K.MENTAH_XLSX)
    data = rows(content, "Data")
    assert sorted(row["status"] for row in data) == ["dihitung"] * 3 + ["kurang_terisi"] + ["susulan"] * 2
    told = [row for row in data if row["status"] == "dihitung"]
    assert {(row["jenis_kelamin"], row["kelompok_umur"], row["pendidikan"]) for row in told} == {("P", "20-29", "SMA")}
    assert {row["pekerjaan_lain"] for row in told} == {"=cmd|' /C calc'!A0"}
    assert {row["cara"] for row in data} == {"petugas"}
    assert all(row["PERSYARATAN"] in (1, 2, 3, 4) for row in data)
    assert not {"nama", "nik", "petugas", "id", "jam"} & set(data[0])
    saran = rows(content, "Saran")
    assert len(saran) == 3
    assert all("0812" not in row["saran"] and "[disamarkan]" in row["saran"] for row in saran)
    for sheet in load_workbook(BytesIO(content)):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title
    lines = list(csv.DictReader(StringIO(made(world.a, document=K.MENTAH_CSV).decode("utf-8-sig"))))
    said = [
        {name: "" if value is None else str(value).removesuffix(" 00:00:00") for name, value in row.items()}
        for row in data
    ]
    assert [each | {"pekerjaan_lain": each["pekerjaan_lain"].lstrip("'")} for each in lines] == said
    assert not any(value.startswith("=") for each in lines for value in each.values())
    codebook = [row[0] for row in load_workbook(BytesIO(content))["Kamus data"].iter_rows(values_only=True) if row[0]]
    assert codebook[1:] == list(data[0])


def test_the_poster_says_the_figure_of_the_page(world) -> None:
    record(world.a, 40, sex="L", education="S1")
    close(world.a)
    with opd_scope(world.a.opd_id):
        figures = result_of(get_survey(world.a.survey_id)).main.figures
    text = pages(made(world.a, document=K.POSTER_A4))[0]
    assert angka(figures.ikm, 2) in text
    assert f"Mutu {figures.mutu}" in text
    assert "L 40 orang" in text
    assert "Layanan Satu" in text


def test_nothing_that_moves_or_points_to_a_person_is_hung_on_a_wall(world, sign_in) -> None:
    record(world.a, 12)
    with pytest.raises(Conflict, match="setelah survei ditutup"):
        ask(world.a, document=K.POSTER_A4)
    admin = sign_in("admin.a")
    assert "Dapat dibuat setelah survei ditutup" in admin.get(address(world.a)).get_data(as_text=True)
    assert admin.post(f"{address(world.a)}/permintaan", data={"berkas": "poster_a4"}).status_code == 409
    record(world.b, 4)
    close(world.b)
    with pytest.raises(Conflict, match="kurang dari 5"):
        ask(world.b, document=K.POSTER_A3)
