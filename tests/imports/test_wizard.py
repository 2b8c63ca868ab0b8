"""A person with a file: upload, match columns, check rows, import; and everything that may go wrong on the way."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.imports.models import Import
from app.imports.states import ImportState
from app.opd.models import Layanan
from app.responses.models import Collection
from app.results import fold
from app.surveys import operations as surveys
from app.surveys.questionnaire import get_questionnaire
from app.tenancy.scope import opd_scope
from app.web.formats import angka
from tests.imports.steps import (
    SEKADAU,
    U,
    as_csv,
    as_xlsx,
    count,
    google_form,
    imported,
    mapped,
    numbered,
    prepared,
    scores,
    started,
    state_of,
    stored,
    uploaded,
    words,
    work,
)
from tests.pages import check_page
from tests.reports.rendering.reading import pages
from tests.reports.steps import made
from tests.results.pages import text_of
from tests.results.recorded import perpusnas
from tests.results.test_same_figures import CODES, assert_the_page_says, computed

pytestmark = pytest.mark.usefixtures("workers")


def moment(minutes: int = 0) -> datetime:
    """Return a moment of the last days, as a form notes it."""
    now = clock.local_now().replace(tzinfo=None, microsecond=0, hour=10, minute=15, second=3)
    return now - timedelta(days=3, minutes=minutes)


def form_rows(number: int, *, first: int = 0) -> list[list]:
    return [
        [moment(n), f"orang{n}@contoh.id", "L", 41, "S1", "PNS", *words(row), "Antrean lama"]
        for n, row in enumerate(scores(number, first), start=first)
    ]


def check_text(answer) -> str:
    check_page(answer, "check", tokens=True)
    return text_of(answer)


def folded(place) -> None:
    with opd_scope(place.opd_id), transaction():
        fold.fold_all()


def test_the_49_rows_of_sekadau_come_out_as_78_74_everywhere(world, sign_in, tmp_path) -> None:
    admin = sign_in("admin.b")
    assert "49 jawaban diimpor" in imported(admin, world.b, SEKADAU.name, SEKADAU.read_bytes())
    folded(world.b)
    rows = [tuple(row.scores) for row in stored(world.b)]
    page = text_of(admin.get("/opd/b/hasil"))
    assert_the_page_says(page, computed(rows, tmp_path))
    assert "78,74 IKM" in page
    assert "Mutu B" in page
    pdf = " ".join(pages(made(world.b)))
    assert "IKM Badan Contoh B adalah 78,74; mutu B" in pdf
    assert "Survei menjaring 49 responden" in pdf


def test_the_187_of_the_national_library_come_out_as_87_64_everywhere(world, sign_in, tmp_path) -> None:
    with opd_scope(world.b.opd_id):
        codes = get_questionnaire(world.b.questionnaire_id).codes
    rows = perpusnas(codes)
    admin = sign_in("admin.b")
    page = imported(admin, world.b, "perpusnas.xlsx", as_xlsx([list(codes), *map(list, rows)]))
    assert "187 jawaban diimpor" in page
    folded(world.b)
    found = text_of(admin.get("/opd/b/hasil"))
    assert_the_page_says(found, computed(perpusnas(CODES), tmp_path))
    assert "87,64 IKM" in found
    pdf = " ".join(pages(made(world.b)))
    assert "IKM Badan Contoh B adalah 87,64; mutu B" in pdf
    assert angka(187) in pdf


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_form_becomes_answers_whole(world, sign_in, ending: str) -> None:
    rows = google_form(form_rows(20))
    as_text = [[f"{cell:%d/%m/%Y %H:%M:%S}" if isinstance(cell, datetime) else cell for cell in row] for row in rows]
    content = as_xlsx(rows) if ending == "xlsx" else as_csv(as_text)
    assert "20 jawaban diimpor" in imported(sign_in("admin.a"), world.a, f"jawaban.{ending}", content)
    found = sorted(stored(world.a), key=lambda row: row.finished_at, reverse=True)
    assert [list(row.scores) for row in found] == scores(20)
    first = found[0]
    assert first.finished_at == moment().replace(tzinfo=clock.zone())
    assert (first.collection, first.sex, first.age_band, first.education, first.occupation, first.saran) == (
        Collection.IMPOR, "L", "40-49", "S1", "PNS", "Antrean lama",
    )  # fmt: skip
    assert first.import_id is not None
    assert "contoh.id" not in repr([vars(row) for row in found])


def test_wrong_cells_are_listed_by_address_and_nothing_is_taken(world, sign_in) -> None:
    rows = google_form(form_rows(60))
    rows[9][3], rows[17][7], rows[23][0], rows[41][14] = "tujuh belas", 5, "31/02/2026", "Ada"
    admin = sign_in("admin.a")
    answer = mapped(admin, world.a, uploaded(admin, world.a, "form.xlsx", as_xlsx(rows)))
    page = check_text(answer)
    assert "4 kesalahan di 4 baris" in page
    assert "60 baris dibaca 56 siap diimpor 4 perlu diperbaiki" in page
    assert "D10 tujuh belas Usia harus angka bulat." in page
    assert "H18 5 Nilai unsur Prosedur di luar 1 sampai 4. Isi 1, 2, 3, atau 4; kosongkan jika tidak dijawab" in page
    assert "A24 31/02/2026 Tanggal ini tidak ada." in page
    assert (
        "O42 Ada Bukan salah satu pilihan unsur Pengaduan. Salah satu dari: Tidak ada; Ada tetapi tidak berfungsi; "
        in page
    )
    assert (
        "Belum bisa diimpor. Semua baris masuk sekaligus, atau tidak sama sekali. Perbaiki 4 sel, lalu unggah lagi."
        in page
    )
    assert "Masih ada yang perlu diperbaiki" in page
    assert answer.text.count('class="row-strip__tick row-strip__tick--wrong"') == 8  # four ticks, for screen and phone
    refused = admin.post(answer.request.path.replace("/pemeriksaan", "/pelaksanaan"))
    assert refused.status_code == 409
    work()
    assert count(world.a) == 0


def test_the_list_of_wrong_cells_is_downloaded_whole_and_holds_no_formula(world, sign_in) -> None:
    rows = [U, *([3] * 8 + ['=HYPERLINK("https://jahat.test")'] for _ in range(150))]
    admin = sign_in("admin.a")
    answer = mapped(admin, world.a, uploaded(admin, world.a, "a.csv", as_csv(rows)))
    assert "Ditampilkan 100 dari 150 kesalahan." in check_text(answer)
    path = answer.request.path.replace("/pemeriksaan", "")
    xlsx = admin.get(f"{path}/kesalahan.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.data)).active
    assert [cell.value for cell in sheet[1]] == ["Sel", "Isi di berkas", "Masalah", "Cara memperbaiki"]
    assert sheet.max_row == 151
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B2"].data_type) == (
        "I2",
        '=HYPERLINK("https://jahat.test")',
        "s",
    )
    lines = list(csv.reader(io.StringIO(admin.get(f"{path}/kesalahan.csv").data.decode("utf-8-sig"))))
    assert lines[150][:2] == ["I151", '\'=HYPERLINK("https://jahat.test")']


def test_the_corrected_file_goes_straight_to_the_check_by_the_same_columns(world, sign_in) -> None:
    rows = google_form(form_rows(10))
    wrong = [list(row) for row in rows]
    wrong[3][2] = "X"
    admin = sign_in("admin.a")
    first = mapped(admin, world.a, uploaded(admin, world.a, "form.xlsx", as_xlsx(wrong)))
    old = first.request.path.split("/")[-2]
    page = text_of(admin.get(first.request.path.split(old)[0].rstrip("/"), query_string={"perbaikan": old}))
    assert "Berkas ini menggantikan form.xlsx ." in page
    answer = uploaded(admin, world.a, "form perbaikan.xlsx", as_xlsx(rows), perbaikan=old)
    check = admin.get(admin.get(answer.headers["Location"]).headers["Location"])
    assert "10 jawaban siap diimpor" in check_text(check)
    assert state_of(world.a, old).state is ImportState.DIBATALKAN
    started(admin, check)
    work()
    assert count(world.a) == 10


def test_the_mapping_page_shows_guesses_samples_and_asks_for_the_order_of_u8_and_u9(world, sign_in) -> None:
    admin = sign_in("admin.a")
    answer = uploaded(
        admin, world.a, "u.csv", as_csv([["Nama", *U], ["Budi", *[4] * 7, 1, 2], ["Ani", *[4] * 7, 1, 2]])
    )
    mapping = admin.get(admin.get(answer.headers["Location"]).headers["Location"])
    check_page(mapping, "mapping")
    page = text_of(mapping)
    assert "Data pribadi: tidak dibaca dan tidak disimpan" in page
    assert "Urutan U8 dan U9 di berkas ini" in page
    assert "U8 bertanya “Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?”" in page
    check = mapped(admin, world.a, answer, order="definisi")
    started(admin, check)
    work()
    assert {tuple(row.scores[7:]) for row in stored(world.a)} == {(2, 1)}  # stored as SARPRAS, PENGADUAN


def test_a_mapping_that_cannot_be_is_explained_beside_the_column_and_keeps_what_was_chosen(world, sign_in) -> None:
    admin = sign_in("admin.a")
    answer = uploaded(admin, world.a, "a.csv", as_csv([["no", *U, "Apa saja"], [1, *[3] * 9, "x"]]))
    twice = mapped(admin, world.a, answer, kolom_10="BIAYA")
    assert twice.status_code == 422
    assert "Sudah dibaca dari kolom E." in text_of(twice, 422)
    assert '<option selected value="BIAYA">' in twice.text.split('id="kolom_10"')[1]
    missing = text_of(mapped(admin, world.a, answer, kolom_4="abaikan", kolom_1="abaikan"), 422)
    assert "Belum ada kolom untuk Persyaratan dan Biaya/Tarif. Sembilan unsur harus ada." in missing
    nowhere = text_of(mapped(admin, world.a, answer, layanan=""), 422)
    assert "Pilih layanannya, atau kolom yang menyebutnya." in nowhere
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert "Pilih hari dalam " in text_of(mapped(admin, world.a, answer, collected_on=tomorrow), 422)
    assert "Pilih salah satu dari daftar." in text_of(
        mapped(admin, world.a, answer, layanan=str(world.b.layanan_id)), 422
    )


def test_another_sheet_or_heading_can_be_chosen(world, sign_in) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Januari"
    other = book.create_sheet("Februari")
    for row in numbered(3):
        book.active.append(row)
    for row in [["rekap"], *numbered(7)]:
        other.append(row)
    file = io.BytesIO()
    book.save(file)
    admin = sign_in("admin.a")
    address = admin.get(uploaded(admin, world.a, "dua.xlsx", file.getvalue()).headers["Location"]).headers["Location"]
    assert "lembar “Januari”, judul di baris 1" in text_of(admin.get(address))
    page = text_of(admin.get(address, query_string={"lembar": "Februari"}))
    assert "lembar “Februari”, judul di baris 2. Jawaban dibaca mulai baris 3." in page
    assert "judul di baris 1." in text_of(admin.get(address, query_string={"lembar": "Februari", "judul": "1"}))
    assert admin.get(address, query_string={"judul": "999999"}).status_code == 200


def test_the_same_file_is_refused(world, sign_in) -> None:
    admin = sign_in("admin.a")
    content = as_csv(numbered(5))
    first = uploaded(admin, world.a, "a.csv", content).headers["Location"]
    assert uploaded(admin, world.a, "nama lain.csv", content).headers["Location"] == first  # begun: goes on there
    imported(admin, world.a, "a.csv", content)
    again = uploaded(admin, world.a, "a.csv", content)
    assert again.status_code == 409
    assert "Berkas yang sama sudah diimpor ke survei ini" in text_of(again, 409)
    assert count(world.a) == 5
    assert "5 jawaban diimpor" in imported(admin, world.a2, "a.csv", content)  # another survey


def test_the_same_row_of_another_file_is_shown_and_not_taken_twice(world, sign_in) -> None:
    admin = sign_in("admin.a")
    imported(admin, world.a, "juli.xlsx", as_xlsx(google_form(form_rows(30))))
    later = google_form([*form_rows(30), *form_rows(12, first=30), form_rows(1, first=35)[0]])
    answer = mapped(admin, world.a, uploaded(admin, world.a, "agustus.xlsx", as_xlsx(later)))
    page = check_text(answer)
    assert "12 jawaban siap diimpor" in page
    assert "31 kembar" in page
    assert "Baris 2 sama dengan baris 2 berkas juli.xlsx" in page
    assert "Baris 44 sama dengan baris 37 berkas ini" in page
    address = started(admin, answer)
    work()
    assert "Baris kembar yang dilewati 31" in text_of(admin.get(address))
    assert count(world.a) == 42


def test_without_a_time_of_day_people_decide_whether_equal_rows_are_the_same(world, sign_in) -> None:
    admin = sign_in("admin.a")
    imported(admin, world.a, "a.csv", as_csv([U, *[[3] * 9] * 4]))  # four people who said the same
    assert count(world.a) == 4
    content = as_csv([U, *[[3] * 9] * 6])
    answer = mapped(admin, world.a, uploaded(admin, world.a, "b.csv", content))
    page = check_text(answer)
    assert "2 jawaban siap diimpor" in page
    assert "4 baris sama dengan baris berkas lain, tetapi tanpa jam pengisian." in page
    path = answer.request.path
    assert admin.post(path.replace("/pemeriksaan", "/kembar"), data={"again": "1"}).status_code == 302
    assert "6 jawaban siap diimpor" in check_text(admin.get(path))
    admin.post(path.replace("/pemeriksaan", "/kembar"), data={"again": ""})
    started(admin, admin.get(path))
    work()
    assert count(world.a) == 6


def test_a_file_of_which_every_row_is_there_offers_nothing(world, sign_in) -> None:
    admin = sign_in("admin.a")
    rows = google_form(form_rows(5))
    imported(admin, world.a, "a.xlsx", as_xlsx(rows))
    page = check_text(mapped(admin, world.a, uploaded(admin, world.a, "b.xlsx", as_xlsx([["Rekap"], *rows]))))
    assert "Semua baris sudah diimpor" in page
    assert "Tidak ada baris yang baru." in page


def test_what_is_no_sheet_is_refused_beside_the_field(world, sign_in) -> None:
    admin = sign_in("admin.a")
    for name, content, says in (
        ("a.pdf", b"%PDF-1.7", "Jenis berkas ini tidak dapat diimpor."), ("a.xlsx", b"MZ\x00\x01", "bukan lembar kerja"),
        ("a.csv", b"", "kosong"),
    ):  # fmt: skip
        answer = uploaded(admin, world.a, name, content)
        check_page(answer, name)
        assert says in text_of(answer, 422)
    assert "Pilih berkasnya." in text_of(admin.post(f"/opd/a/upp/a/survei/{world.a.survey_id}/impor"), 422)
    headless = uploaded(admin, world.a, "a.csv", as_csv([U]))
    assert "Belum ada baris jawaban di bawah judulnya." in text_of(mapped(admin, world.a, headless), 422)


def test_who_may_not_import_cannot_see_anything_of_it(world, sign_in) -> None:
    with opd_scope(world.a.opd_id), transaction():
        import_id = prepared(world.a)
    address = f"/opd/a/upp/a/survei/{world.a.survey_id}/impor"
    for path in (
        "",
        f"/{import_id}",
        f"/{import_id}/pemetaan",
        f"/{import_id}/pemeriksaan",
        f"/{import_id}/kesalahan.xlsx",
    ):
        assert sign_in("petugas.a").get(address + path).status_code == 403
        assert sign_in("kepala.a").get(address + path).status_code == 403
        assert sign_in("admin.b").get(address + path).status_code == 404
        assert sign_in("admin_upp.a").get(address + path).status_code == 404
    foreign = f"/opd/b/upp/b/survei/{world.b.survey_id}/impor"
    assert sign_in("admin.b").get(f"{foreign}/{import_id}/pemeriksaan").status_code == 404
    assert sign_in("admin.b").get(f"/opd/b/upp/b/survei/{world.a.survey_id}/impor").status_code == 404


def test_a_survey_that_does_not_run_takes_no_file(world, sign_in) -> None:
    admin = sign_in("admin.a")
    check = mapped(admin, world.a, uploaded(admin, world.a, "a.csv", as_csv(numbered(5))))
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    assert admin.post(check.request.path.replace("/pemeriksaan", "/pelaksanaan")).status_code == 409
    assert "tidak sedang berjalan" in text_of(uploaded(admin, world.a, "b.csv", as_csv(numbered(6))), 422)


def test_a_survey_closed_before_the_worker_came_keeps_nothing_and_the_import_can_be_tried_again(world, sign_in) -> None:
    admin = sign_in("admin.a")
    address = started(admin, mapped(admin, world.a, uploaded(admin, world.a, "a.csv", as_csv(numbered(5)))))
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    work()
    page = text_of(admin.get(address))
    assert "Survei sudah tidak berjalan. Tidak ada jawaban yang diimpor." in page
    assert count(world.a) == 0
    with opd_scope(world.a.opd_id), transaction():
        surveys.reopen(world.a.survey_id, reason="kurang", by=SYSTEM)
    assert admin.post(f"{address}/pelaksanaan").status_code == 302
    work()
    assert count(world.a) == 5


def test_a_layanan_that_went_away_meanwhile_fails_the_import_whole(world, sign_in) -> None:
    admin = sign_in("admin.a")
    rows = [["Layanan", *U], ["Layanan Satu", *[3] * 9], ["Layanan Dua", *[4] * 9]]
    address = started(admin, mapped(admin, world.a, uploaded(admin, world.a, "a.csv", as_csv(rows)), layanan=""))
    with opd_scope(world.a.opd_id), transaction():
        db.session.scalars(
            select(Layanan).where(Layanan.upp_id == world.a.upp_id, Layanan.name == "Layanan Dua")
        ).one().active = False
    work()
    assert "berubah sejak diperiksa" in text_of(admin.get(address))
    assert count(world.a) == 0


def test_progress_is_shown_and_ends_by_itself(world, sign_in) -> None:
    admin = sign_in("admin.a")
    address = started(admin, mapped(admin, world.a, uploaded(admin, world.a, "a.csv", as_csv(numbered(5)))))
    page = admin.get(address)
    check_page(page, "running")
    assert "Mengimpor 5 jawaban" in text_of(page)
    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert admin.get(f"{address}/kemajuan", query_string={"terlihat": "0/0"}).status_code == 204
    work()
    done = admin.get(f"{address}/kemajuan", query_string={"terlihat": "0/0"})
    assert done.status_code == 286
    assert "5 jawaban diimpor" in done.text
    finished = admin.get(address)
    check_page(finished, "finished")
    assert "Lihat hasil" in text_of(finished)


def test_one_import_at_a_time_and_one_press_is_enough(world, sign_in) -> None:
    admin = sign_in("admin.a")
    first = mapped(admin, world.a, uploaded(admin, world.a, "a.csv", as_csv(numbered(5))))
    second = mapped(admin, world.a, uploaded(admin, world.a, "b.csv", as_csv(numbered(5, first=9))))
    started(admin, first)
    for check in (first, second):
        assert admin.post(check.request.path.replace("/pemeriksaan", "/pelaksanaan")).status_code == 409
    work()
    started(admin, second)
    work()
    assert count(world.a) == 10


def test_the_file_is_gone_after_the_import_and_after_a_cancellation(world, sign_in) -> None:
    admin = sign_in("admin.a")
    imported(admin, world.a, "a.csv", as_csv(numbered(5)))
    cancelled = mapped(admin, world.a, uploaded(admin, world.a, "b.csv", as_csv(numbered(6))))
    answer = admin.post(cancelled.request.path.replace("/pemeriksaan", "/pembatalan"), follow_redirects=True)
    assert "Impor dibatalkan dan berkasnya dihapus." in text_of(answer)
    assert admin.get(cancelled.request.path).status_code == 404
    assert admin.post(cancelled.request.path.replace("/pemeriksaan", "/pelaksanaan")).status_code == 409
    with opd_scope(world.a.opd_id):
        rows = db.session.execute(select(Import.state, Import.content, Import.plan)).all()
        assert {(row.content, row.plan) for row in rows} == {(None, None)}
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "responses:imported")).one()
        assert (entry.actor_name, entry.actor_role, entry.details["rows"]) == ("Admin A", "admin_opd", 5)


def test_names_from_the_file_are_shown_as_text(world, sign_in) -> None:
    admin = sign_in("admin.a")
    evil = "<script>alert(1)</script>"
    answer = uploaded(admin, world.a, f"../../{evil}.csv", as_csv([[evil, *U], [evil, *[9] * 9]]))
    mapping = admin.get(admin.get(answer.headers["Location"]).headers["Location"])
    check = mapped(admin, world.a, answer)
    for page in (mapping, check):
        assert "<script>alert" not in page.text
        assert "../" not in text_of(page)
