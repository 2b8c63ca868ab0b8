"""Columns are guessed from their labels and values, rows are read with every wrong cell named. No database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from app.imports.reading import guessing
from app.imports.reading.guessing import Guess, guess
from app.imports.reading.meanings import UNSUR, Meaning
from app.imports.reading.plan import Plan, UnsurOrder, missing_unsur
from app.imports.reading.rows import Place, Reading, Rules, read_rows
from app.imports.reading.sheets import Sheet, open_sheets
from tests.imports.steps import QUESTIONS, SEKADAU, U, as_csv, as_xlsx, converted, google_form, numbered, scores, words

OPTIONS = {question["code"]: tuple(question["options"]) for question in QUESTIONS}
LAYANAN, TITIK = Place(uuid4(), "KTP-el"), Place(uuid4(), "Loket 1")
RULES = Rules(OPTIONS, (LAYANAN,), (TITIK,), ZoneInfo("Asia/Jakarta"), date(2026, 7, 1), date(2026, 11, 24), 5)
IN_ORDER = [meaning.value for meaning in UNSUR]


def sheet_of(rows: list, name: str = "a.csv") -> Sheet:
    return guessing.best_sheet(open_sheets(name, as_csv(rows) if name.endswith("csv") else as_xlsx(rows)))


def read(sheet: Sheet, found: Guess, order: UnsurOrder = UnsurOrder.KUESIONER) -> Reading:
    plan = Plan(sheet.name, found.heading.row, found.meanings(order), LAYANAN.id, TITIK.id, date(2026, 11, 1))
    assert not missing_unsur(plan.columns)
    return read_rows(sheet, plan, RULES)


def read_all(rows: list, name: str = "a.csv") -> Reading:
    sheet = sheet_of(rows, name)
    return read(sheet, guess(sheet, OPTIONS))


def guessed(rows: list) -> dict[str, str]:
    """Return the guess by the column's label."""
    return {column.label: column.meaning.value for column in guess(sheet_of(rows), OPTIONS).columns}


def test_the_rows_of_sekadau_need_no_manual_fix() -> None:
    sheet = open_sheets(SEKADAU.name, SEKADAU.read_bytes())[0]
    reading = read(sheet, guess(sheet, OPTIONS))
    assert (len(reading.rows), reading.problems, reading.notes) == (49, (), ())
    assert [sum(row.scores[place] or 0 for row in reading.rows) for place in range(9)] == [
        138, 139, 150, 177, 159, 163, 161, 143, 159,
    ]  # fmt: skip


def test_a_google_form_is_understood_by_its_questions() -> None:
    at = datetime.fromisoformat("2026-11-20T10:15:03")
    answers = [[at + timedelta(minutes=n), "x@y.id", "Perempuan", 35, "SMA/SMK", "Karyawan swasta", *words(row), "Cepat sekali"] for n, row in enumerate(scores(30))]  # fmt: skip
    rows = google_form(answers)
    sheet = sheet_of(rows, "form.xlsx")
    found = guess(sheet, OPTIONS)
    assert [column.meaning.value for column in found.columns] == [
        "waktu_isi", "abaikan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan", *IN_ORDER, "saran",
    ]  # fmt: skip
    assert found.columns[1].note.startswith("Data pribadi")
    reading = read(sheet, found)
    assert [list(row.scores) for row in reading.rows] == scores(30)
    first = reading.rows[0]
    assert (first.sex, first.age_band, first.education, first.occupation) == ("P", "30-39", "SMA", "SWASTA")
    assert first.finished_at == at.replace(tzinfo=RULES.zone)
    assert first.timed
    assert first.saran == "Cepat sekali"


@pytest.mark.parametrize("order", list(UnsurOrder))
def test_u8_and_u9_are_read_in_the_order_that_was_said(order: UnsurOrder) -> None:
    sheet = sheet_of([U, [1, 1, 1, 1, 1, 1, 1, 2, 4]])
    found = guess(sheet, OPTIONS)
    assert found.asks_order
    assert [column.number for column in found.columns if column.number] == [8, 9]
    sarpras, pengaduan = read(sheet, found, order).rows[0].scores[7:]
    assert (sarpras, pengaduan) == ((2, 4) if order is UnsurOrder.KUESIONER else (4, 2))


@pytest.mark.parametrize("swapped", [False, True])
def test_words_in_u8_and_u9_settle_their_order(swapped: bool) -> None:
    rows = [words([3] * 7 + [2, 4]), words([4] * 7 + [1, 1])]
    if swapped:
        rows = [[*row[:7], row[8], row[7]] for row in rows]
    sheet = sheet_of([U, *rows])
    found = guess(sheet, OPTIONS)
    assert not found.asks_order
    assert [row.scores[7:] for row in read(sheet, found).rows] == [(2, 4), (1, 1)]


def test_labels_in_either_order_name_their_unsur() -> None:
    rows = [["U8 Penanganan Pengaduan", "U9 Sarana dan Prasarana", *U[:7]], [4, 2, *[3] * 7]]
    reading = read_all(rows)
    assert reading.rows[0].scores == (3, 3, 3, 3, 3, 3, 3, 2, 4)


def test_the_usual_recap_with_titles_column_numbers_and_sums() -> None:
    body = [[f"R{n}", n, *row] for n, row in enumerate(scores(25), start=1)]
    sums = [sum(row[place + 2] for row in body) for place in range(9)]
    rows = [
        ["REKAPITULASI KUESIONER SURVEI KEPUASAN MASYARAKAT"], ["DINAS CONTOH, SEMESTER I"], [],
        ["KODE", "NO", "NILAI UNSUR PELAYANAN"], ["", "", *U], [f"({n})" for n in range(1, 12)],
        *body,
        ["Jumlah", "", *sums], ["NRR per unsur", "", *(round(value / 25, 3) for value in sums)],
        ["NRR tertimbang", "", *(round(value / 25 * 0.111, 3) for value in sums)], [], ["IKM Unit Pelayanan", "", 78.4],
        [], ["", "", "", "Mengetahui, Kepala Dinas"],
    ]  # fmt: skip
    reading = read_all(rows, "rekap.xlsx")
    assert [list(row.scores) for row in reading.rows] == scores(25)
    assert reading.problems == ()
    assert reading.rows[0].number == 7
    assert reading.notes == ("Baris 32 sampai 38 (jumlah, rata-rata, atau catatan di bawah jawaban) tidak dibaca.",)


def test_a_respondent_whose_name_begins_like_a_sum_is_not_cut_off() -> None:
    rows = [["Nama", *U], ["Nilai Sari", *[3] * 9], ["Total Persada", *[4] * 9], ["Jumlah", *[7] * 9]]
    assert len(read_all(rows).rows) == 2


def test_rows_that_are_numbered_in_advance_and_empty_are_no_answers() -> None:
    rows = [["no", *U], [1, *[3] * 9], [2, *[""] * 9], [3, *["-"] * 9]]
    reading = read_all(rows)
    assert (reading.count, len(reading.rows), reading.problems) == (1, 1, ())


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("Timestamp", "waktu_isi"), ("Cap waktu", "waktu_isi"), ("Tanggal Pengisian", "waktu_isi"), ("L/P", "jenis_kelamin"),
        ("JENIS KELAMIN", "jenis_kelamin"), ("Umur (tahun)", "usia"), ("Kelompok Usia", "usia"), ("Pendidikan Terakhir", "pendidikan"),
        ("Pekerjaan Utama", "pekerjaan"), ("Kritik dan saran", "saran"), ("Layanan yang diterima", "layanan"), ("Loket", "titik"),
        ("Nama Lengkap", "abaikan"), ("NIK", "abaikan"), ("No. HP/WA", "abaikan"), ("Keterangan", "abaikan"), ("No.", "nomor"),
        ("persyaratan", "PERSYARATAN"), ("Sistem, Mekanisme, dan Prosedur", "PROSEDUR"), ("Kecepatan waktu pelayanan", "WAKTU"),
        ("Kewajaran biaya/tarif", "BIAYA"), ("Kesesuaian hasil pelayanan", "PRODUK"), ("Kemampuan petugas", "KOMPETENSI"),
        ("Kesopanan dan keramahan petugas", "PERILAKU"), ("Fasilitas ruang tunggu", "SARPRAS"),
        ("Penanganan Pengaduan, Saran dan Masukan", "PENGADUAN"), ("SARPRAS", "SARPRAS"), ("U4", "BIAYA"), ("Unsur 5", "PRODUK"),
    ],
)  # fmt: skip
def test_a_label_says_what_the_column_holds(label: str, meaning: str) -> None:
    assert guessed([[label, "x1", "x2"], ["", "", ""], [3, "a", "b"]])[label] == meaning


def test_values_settle_what_the_label_leaves_open() -> None:
    at = datetime.fromisoformat("2026-11-02T09:30:00")
    sheet = sheet_of(
        [
            ["Waktu", "Pengaduan", "Pertanyaan lain"],
            [at, "Saya menunggu dua jam dan tidak ada yang memanggil", "Gratis"],
        ],
        "a.xlsx",
    )
    assert [column.meaning for column in guess(sheet, OPTIONS).columns] == [
        Meaning.WAKTU_ISI,
        Meaning.SARAN,
        Meaning.BIAYA,
    ]


def test_a_meaning_is_guessed_for_one_column_only() -> None:
    found = guess(sheet_of([["Saran", "Saran lain", *U], ["a", "b", *[3] * 9]]), OPTIONS)
    assert [column.meaning.value for column in found.columns[:2]] == ["saran", "abaikan"]
    assert found.columns[1].note == "Saran sudah dibaca dari kolom lain"


def test_the_sheet_with_the_answers_is_found_among_others() -> None:
    import io

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Petunjuk pengisian"])
    answers = book.create_sheet("Jawaban")
    for row in numbered(4):
        answers.append(row)
    file = io.BytesIO()
    book.save(file)
    assert guessing.best_sheet(open_sheets("a.xlsx", file.getvalue())).name == "Jawaban"


def test_wrong_cells_are_named_by_the_address_that_the_spreadsheet_shows() -> None:
    rows = [["judul"], [], ["no", "Tanggal", "Usia", *U]]
    rows += [[n, "20/11/2026", 30, *[3] * 9] for n in range(1, 31)]
    rows[12][1], rows[12][2], rows[12][5] = "31/02/2026", "tua", 5
    rows[20][11] = "bagus"
    rows[25][3] = "2,5"
    found = [(problem.address, problem.value) for problem in read_all(rows, "a.xlsx").problems]
    assert found == [("F13", "5"), ("B13", "31/02/2026"), ("C13", "tua"), ("L21", "bagus"), ("D26", "2,5")]


def test_columns_behind_z_have_two_letters() -> None:
    rows = [[*(f"x{n}" for n in range(26)), *U], [*[""] * 26, *[3] * 8, 9]]
    assert [problem.address for problem in read_all(rows).problems] == ["AI2"]


def test_a_row_without_any_answer_is_an_error_and_one_with_few_is_told() -> None:
    rows = [["Usia", *U], [30, *[""] * 9], [31, 3, 3, 3, 3, *[""] * 5], [32, *[3] * 9]]
    reading = read_all(rows)
    assert [str(problem) for problem in reading.problems] == [
        "B2: Tidak ada unsur yang dijawab di baris ini. Isi: kosong. Isi nilainya, atau hapus barisnya."
    ]
    assert reading.notes == ("1 baris menjawab kurang dari 5 unsur: disimpan, tetapi tidak dihitung dalam IKM.",)


def test_what_cannot_be_kept_whole_is_told() -> None:
    rows = [
        ["Kelompok usia", "Saran", *U],
        ["17-25", "a" * 600, *[3] * 9],
        ["20–29 tahun", "hubungi 081234567890", *[3] * 9],
    ]
    reading = read_all(rows)
    assert [row.age_band for row in reading.rows] == [None, "20-29"]
    assert len(reading.rows[0].saran) == 500
    assert reading.rows[1].saran == "hubungi [disamarkan]"
    assert reading.notes == (
        "Kelompok usia “17-25” tidak masuk satu kelompok standar: 1 baris disimpan tanpa usia.",
        "1 saran lebih dari 500 huruf dan dipotong.",
    )


def test_layanan_and_titik_may_stand_in_columns() -> None:
    rows = [["Jenis layanan", "Loket", *U], ["ktp-EL ", "loket 1", *[3] * 9], ["Paspor", "", *[3] * 9]]
    reading = read_all(rows)
    assert [(row.layanan_id, row.titik_id) for row in reading.rows] == [(LAYANAN.id, TITIK.id)]
    assert [(problem.address, problem.message) for problem in reading.problems] == [
        ("A3", "Layanan tidak ada di UPP ini."), ("B3", "Titik layanan belum diisi."),
    ]  # fmt: skip
    assert reading.problems[0].fix == "Salah satu dari: KTP-el"


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_other_spreadsheets_say_the_same_as_xlsx(tmp_path, ending: str) -> None:
    at = datetime.fromisoformat("2026-11-20T10:15:03")
    answers = [
        [at + timedelta(minutes=n), "x@y.id", "L", 41, "S1", "PNS", *row, "Baik"] for n, row in enumerate(scores(12))
    ]
    xlsx = as_xlsx(google_form(answers))
    results = []
    for name, content in (("a.xlsx", xlsx), (f"a.{ending}", converted(xlsx, ending, tmp_path))):
        sheet = guessing.best_sheet(open_sheets(name, content))
        results.append(read(sheet, guess(sheet, OPTIONS)))
    assert results[0].rows == results[1].rows
    assert len(results[0].rows) == 12
