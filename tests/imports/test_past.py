"""Years before Potret: results for the trend, plans whose progress goes on."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from sqlalchemy import select

from app.db import transaction
from app.extensions import db
from app.followups.models import Followup, FollowupState
from app.followups.queries import list_followups, list_past_followups
from app.ikm import Unsur, weight_of
from app.imports.past import list_reported
from app.imports.reading.past import FOLLOWUP_HEADS, RESULT_HEADS
from app.periods.models import Periode
from app.tenancy.scope import opd_scope
from tests.imports.steps import as_csv, as_xlsx
from tests.pages import check_page
from tests.reports.rendering.reading import pages
from tests.reports.steps import close, made, next_year, record
from tests.results.pages import text_of

pytestmark = pytest.mark.usefixtures("workers")

LAST = datetime.now(ZoneInfo("Asia/Jakarta")).year - 1
NRR = ["3,111", "3,022", "2,957", "3,844", "3,156", "3,267", "3,311", "3,089", "3,533"]  # Σ 29,290: 81,36; 81,28; 80,55


def result(upp: str = "a", year: int = LAST, n: object = 187, ikm: object = "81,36", nrr: list = NRR) -> list:
    return [upp, year, "", n, ikm, *nrr]


def send(client, path: str, rows: list, name: str = "lalu.xlsx"):
    return client.post(path, data={"file": (io.BytesIO(as_xlsx(rows)), name)})


def test_past_results_are_kept_and_stand_in_the_trend_of_page_and_report(world, sign_in) -> None:
    record(world.a, 20)
    admin = sign_in("admin.a")
    rows = [list(RESULT_HEADS), result(year=LAST - 1, ikm="80,12", nrr=[""] * 9), result(), result("a2", ikm="80,55")]
    answer = send(admin, "/opd/a/hasil-lalu", rows)
    assert answer.status_code == 302
    page = admin.get("/opd/a/hasil-lalu")
    check_page(page, "past results")
    text = text_of(page)
    assert "3 hasil ditambahkan." in text
    assert f"Dinas Contoh A {LAST} 187 81,36 Mutu B persis" in text
    assert f"Puskesmas Contoh {LAST} 187 80,55 Mutu B 0,11" in text
    assert "NRR tidak lengkap" in text
    trend = text_of(admin.get("/opd/a/upp/a/hasil"))
    assert f"{LAST} 81,36" in trend
    assert "dilaporkan" in trend
    close(world.a)
    assert "81,36" in " ".join(pages(made(world.a)))
    with opd_scope(world.b.opd_id):
        assert list_reported() == []


def test_a_year_that_is_there_is_corrected_and_not_doubled(world, sign_in) -> None:
    admin = sign_in("admin.a")
    send(admin, "/opd/a/hasil-lalu", [list(RESULT_HEADS), result()])
    send(admin, "/opd/a/hasil-lalu", [list(RESULT_HEADS), result(n=190)])
    with opd_scope(world.a.opd_id):
        assert [(row.year, row.respondents, row.ikm) for row in list_reported(world.a.upp_id)] == [
            (LAST, 190, Decimal("81.36"))
        ]
    assert "0 hasil ditambahkan. 1 sudah ada." in text_of(admin.get("/opd/a/hasil-lalu"))


def test_every_wrong_cell_of_a_past_result_is_named_and_nothing_is_kept(world, sign_in) -> None:
    rows = [
        list(RESULT_HEADS), result(), result("zz"), result(year=LAST + 1), result(n=0), result(year=LAST - 2, ikm="101"),
        result(year=LAST - 3, ikm="81,365"), result(year=LAST - 4, nrr=["5", *NRR[1:]]), result(), result(year=LAST - 5)[:2] + ["warga", 5, 80],
    ]  # fmt: skip
    answer = send(sign_in("admin.a"), "/opd/a/hasil-lalu", rows)
    check_page(answer, "wrong past results")
    text = text_of(answer, 422)
    for words in (
        "A3 zz Kode UPP tidak dikenal. Salah satu dari: a, a2", f"B4 {LAST + 1} Tahun di luar 2004 sampai {LAST}.", "D5 0 Jumlah responden di luar",
        "E6 101 IKM di luar 25 sampai 100.", "E7 81,365 IKM harus paling banyak 2 angka di belakang koma.", "F8 5 NRR di luar 1 sampai 4.",
        f"B9 {LAST} Tahun ini sudah ada di baris 2.", "C10 warga Jenis pelanggan tidak dikenal.",
    ):  # fmt: skip
        assert words in text, words
    with opd_scope(world.a.opd_id):
        assert list_reported() == []


def test_the_weight_behind_an_old_index_is_found() -> None:
    nrr = {unsur.value: Decimal(value.replace(",", ".")) for unsur, value in zip(Unsur, NRR, strict=True)}
    assert [weight_of(Decimal(ikm), nrr) for ikm in ("81.36", "81.28", "80.55", "79.00")] == [
        "persis",
        "0,111",
        "0,11",
        None,
    ]


def test_someone_of_one_upp_can_only_fill_in_that_one(world, sign_in) -> None:
    limited = sign_in("admin_upp.a")
    assert "Kode UPP tidak dikenal. Salah satu dari: a2" in text_of(
        send(limited, "/opd/a/hasil-lalu", [list(RESULT_HEADS), result()]), 422
    )
    assert send(limited, "/opd/a/hasil-lalu", [list(RESULT_HEADS), result("")]).status_code == 302
    assert sign_in("petugas.a").get("/opd/a/hasil-lalu").status_code == 403
    assert sign_in("admin.b").get("/opd/a/rtl-lalu").status_code == 404


@pytest.mark.parametrize(("path", "heads"), [("hasil-lalu", RESULT_HEADS), ("rtl-lalu", FOLLOWUP_HEADS)])
def test_the_file_to_fill_in_can_be_sent_back_as_it_is(world, sign_in, path: str, heads: tuple) -> None:
    admin = sign_in("admin.a")
    template = admin.get(f"/opd/a/{path}/contoh.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(template.data)).active
    assert tuple(cell.value for cell in sheet[1]) == heads
    sent = admin.post(f"/opd/a/{path}", data={"file": (io.BytesIO(template.data), "lalu.xlsx")})
    assert sent.status_code == 302, text_of(sent, 422)
    assert f"{LAST}" in sheet["B2"].value


def plan(**changes) -> list:
    values = dict(
        zip(
            FOLLOWUP_HEADS,
            ["a", LAST, "Waktu", "Menambah loket", f"Triwulan II {LAST + 1}", "Kepala Seksi", "", "", ""],
            strict=True,
        )
    )
    return list((values | {name.replace("_", " "): value for name, value in changes.items()}).values())


def test_last_years_rtl_goes_on_beside_this_years(world, sign_in) -> None:
    record(world.a, 20)
    admin = sign_in("admin.a")
    done_on = f"10/02/{LAST + 1}"
    rows = [
        list(FOLLOWUP_HEADS), plan(), plan(Unsur="Sarana dan Prasarana", Kegiatan="Kursi roda", Waktu="Maret", Status="Selesai", Tanggal_selesai=done_on, Hasil="2 buah"),
    ]  # fmt: skip
    answer = send(admin, "/opd/a/rtl-lalu", rows)
    assert answer.status_code == 302, text_of(answer, 422)
    with opd_scope(world.a.opd_id):
        assert list_followups(world.a.survey_id) == []
        found = list_past_followups(world.a.survey_id)
        assert [(row.unsur, row.quarter, row.due_year, row.state, row.past_year) for row in found] == [
            ("SARPRAS", 1, LAST + 1, FollowupState.SELESAI, LAST), ("WAKTU", 2, LAST + 1, FollowupState.RENCANA, LAST),
        ]  # fmt: skip
        followup_id = found[1].id
    page = text_of(admin.get("/opd/a/upp/a/tindak-lanjut"))
    assert f"Tindak lanjut tahun {LAST} 1 dari 2 kegiatan selesai" in page
    assert "2 buah" in page
    path = f"/opd/a/upp/a/survei/{world.a.survey_id}/tindak-lanjut/{followup_id}"
    assert admin.post(path, data={"state": "berjalan", "outcome": "loket dipesan"}).status_code == 302
    assert send(admin, "/opd/a/rtl-lalu", rows).status_code == 302
    with opd_scope(world.a.opd_id):
        assert len(list_past_followups(world.a.survey_id)) == 2  # the same file adds nothing
    close(world.a)
    report = " ".join(pages(made(world.a)))
    assert "Kursi roda" in report
    assert "loket dipesan" in report


def test_an_rtl_of_a_year_that_potret_has_joins_that_survey(world, sign_in) -> None:
    with transaction():
        db.session.get_one(Periode, world.periode_id).year = LAST
    next_year(world.a)
    assert send(sign_in("admin.a"), "/opd/a/rtl-lalu", [list(FOLLOWUP_HEADS), plan()]).status_code == 302
    with opd_scope(world.a.opd_id):
        assert [row.past_year for row in list_followups(world.a.survey_id)] == [None]


def test_every_wrong_cell_of_a_past_rtl_is_named_and_nothing_is_kept(world, sign_in) -> None:
    rows = [
        list(FOLLOWUP_HEADS), plan(), plan(Unsur="Kebersihan"), plan(Waktu="nanti"), plan(Status="Selesai"), plan(Status="entah"),
        plan(Kegiatan=""), plan(Status="Selesai", Tanggal_selesai="31/02/2020"),
    ]  # fmt: skip
    text = text_of(send(sign_in("admin.a"), "/opd/a/rtl-lalu", rows), 422)
    for words in (
        "C3 Kebersihan Unsur tidak dikenal.", "E4 nanti Waktu tidak dikenal.", "G5 Selesai Kegiatan selesai tanpa tanggal selesai.",
        "G6 entah Status tidak dikenal.", "D7 kosong Kegiatan belum diisi.", "H8 31/02/2020 Tanggal ini tidak ada.",
    ):  # fmt: skip
        assert words in text, words
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(Followup)).all() == []


def test_a_file_of_something_else_is_told_which_columns_are_missing(world, sign_in) -> None:
    answer = sign_in("admin.a").post(
        "/opd/a/hasil-lalu", data={"file": (io.BytesIO(as_csv([["a", "b"], [1, 2]])), "a.csv")}
    )
    assert "Kolom yang belum ada: Tahun, Jumlah responden, IKM." in text_of(answer, 422)
