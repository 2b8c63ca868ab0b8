"""One cell at a time: what people write into scores, dates and profiles, and what it means."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.imports.reading import profiles
from app.imports.reading.moments import MomentColumn
from app.imports.reading.problems import Unreadable
from app.imports.reading.scores import ScoreColumn
from tests.imports.steps import QUESTIONS

OPTIONS = {question["code"]: tuple(question["options"]) for question in QUESTIONS}
ZONE = ZoneInfo("Asia/Jakarta")


def score(code: str, cell, *others):
    return ScoreColumn.of_unsur(code, OPTIONS[code], (cell, *others)).read(cell)


def wrong(code: str, cell, *others) -> str:
    with pytest.raises(Unreadable) as refused:
        score(code, cell, *others)
    return refused.value.message


@pytest.mark.parametrize("code", list(OPTIONS))
def test_official_words_letters_and_numbers_are_one_to_four(code: str) -> None:
    for value, option in enumerate(OPTIONS[code], start=1):
        letter = "abcd"[value - 1]
        for cell in (
            value, float(value), str(value), f"{value},0", f"{value}.0", f" {value} ", f"'{value}", letter, letter.upper(), f"{letter}.",
            f"{letter})", option, option.upper(), f"  {option.lower()} ", option.replace(" ", "  "), f"{letter}. {option}",
            f"{value}. {option}", f"{value} - {option}", f"{option} ({value})",
        ):  # fmt: skip
            assert score(code, cell) == value, cell


@pytest.mark.parametrize("cell", ["", " ", "-", "–", None])
def test_blank_is_not_answered(cell) -> None:
    assert score("WAKTU", cell) is None


def test_biaya_has_its_official_order_whatever_its_letters() -> None:
    assert [score("BIAYA", word) for word in ("Sangat mahal", "Cukup mahal", "Murah", "Gratis")] == [1, 2, 3, 4]
    assert score("BIAYA", "a. Gratis") == 4  # a list printed the other way round: the words count
    assert score("BIAYA", "tidak dipungut biaya") == 4
    assert wrong("BIAYA", "Sangat murah") == "Bukan salah satu pilihan unsur Biaya."


def test_pengaduan_in_the_words_that_people_type() -> None:
    assert score("PENGADUAN", "Ada tapi tidak berfungsi") == 2
    assert score("PENGADUAN", "berfungsi, kurang maksimal") == 3
    assert wrong("PENGADUAN", "Ada") == "Bukan salah satu pilihan unsur Pengaduan."
    assert score("PERILAKU", "Sangat sopan & ramah") == 4


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (5, "Nilai unsur Prosedur di luar 1 sampai 4."), (0, "Nilai unsur Prosedur di luar 1 sampai 4."), ("-1", "Nilai unsur Prosedur di luar 1 sampai 4."),
        (3.5, "Nilai unsur Prosedur harus angka bulat."), ("3,5", "Nilai unsur Prosedur harus angka bulat."),
        ("e", "Bukan salah satu pilihan unsur Prosedur."), ("bagus", "Bukan salah satu pilihan unsur Prosedur."),
        ("=1+1", "Bukan salah satu pilihan unsur Prosedur."), (datetime.fromisoformat("2026-01-04T00:00:00"), "Bukan salah satu pilihan unsur Prosedur."),
        ("1. Sangat mudah", "Angka dan kata di sel ini tidak sama artinya."),
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(cell, message: str) -> None:
    assert wrong("PROSEDUR", cell) == message


def test_other_scales_are_read_where_the_column_leaves_no_doubt() -> None:
    four = ("Tidak puas", "Kurang puas", "Puas", "Sangat puas")
    assert [score("WAKTU", word, *four) for word in four] == [1, 2, 3, 4]
    double = ("Sangat tidak setuju", "Tidak setuju", "Setuju", "Sangat setuju")
    assert [score("WAKTU", word, *double) for word in double] == [1, 2, 3, 4]


def test_a_step_that_could_mean_two_scores_is_refused() -> None:
    assert score("WAKTU", "Puas", "Tidak puas") == 3
    assert wrong("WAKTU", "Tidak puas", "Puas", "Sangat puas")  # 1 in one scale, 2 in the other
    assert wrong("WAKTU", "Kurang baik", "Cukup baik", "Baik")  # the scale that begins with "kurang"


def column(*values, earliest=date(2026, 7, 1), latest=date(2026, 11, 24)) -> MomentColumn:
    return MomentColumn.of(values, zone=ZONE, earliest=earliest, latest=latest)


@pytest.mark.parametrize(
    "cell",
    [
        "20/11/2026 10:15:03", "20-11-2026 10.15.03", "2026-11-20 10:15:03", "2026/11/20 10:15:03 AM GMT+7", "20 November 2026 10.15.03",
        "Jumat, 20 November 2026 10.15.03", "20 Nov 2026, 10:15:03", "2026-11-20T10:15:03", datetime.fromisoformat("2026-11-20T10:15:03"),
        46346.427118055556, "20/11/26 10:15:03 WIB",
    ],
)  # fmt: skip
def test_a_moment_however_it_is_written(cell) -> None:
    found = column(cell).read(cell)
    assert found is not None
    assert found.at == datetime(2026, 11, 20, 10, 15, 3, tzinfo=ZONE)
    assert found.timed


def test_a_day_alone_is_noon_and_not_timed() -> None:
    for cell in ("20/11/2026", date(2026, 11, 20), datetime.fromisoformat("2026-11-20T00:00:00"), 46346):
        found = column(cell).read(cell)
        assert found is not None
        assert (found.at.hour, found.timed) == (12, False)


def test_american_dates_are_told_by_the_whole_column() -> None:
    values = ("11/02/2026 09:00:00", "11/23/2026 09:00:00", "10/31/2026 2:05:00 PM")
    american = column(*values)
    assert [american.read(value).at.date() for value in values] == [
        date(2026, 11, 2),
        date(2026, 11, 23),
        date(2026, 10, 31),
    ]
    assert american.read(values[2]).at.hour == 14
    assert column("11/02/2026", earliest=date(2026, 1, 1)).read("11/02/2026").at.date() == date(2026, 2, 11)


def test_a_day_outside_the_periode_says_what_was_perhaps_meant() -> None:
    with pytest.raises(Unreadable) as refused:
        column("20/11/2026").read("12/10/2025")
    assert refused.value.message == "Di luar 1 Juli – 24 November 2026."
    assert refused.value.fix == "Periksa tanggal di lembar aslinya"
    with pytest.raises(Unreadable) as refused:
        column("20/11/2026").read("10/12/2026")
    assert refused.value.fix == "Mungkin maksudnya 12/10/2026"


@pytest.mark.parametrize("cell", ["31/02/2026", "kemarin", "20/13/2026", 12, "25:00", "0/0/0000"])
def test_what_is_no_day_is_refused(cell) -> None:
    with pytest.raises(Unreadable, match="Tanggal ini tidak ada"):
        column("20/11/2026").read(cell)


@pytest.mark.parametrize(
    ("cell", "band"),
    [
        (17, "17-19"), ("35", "30-39"), (35.0, "30-39"), ("35 tahun", "30-39"), ("17 th", "17-19"), ("60+", "60+"), ("> 60 tahun", "60+"),
        ("60 tahun ke atas", "60+"), ("40–49", "40-49"), ("20 - 29 tahun", "20-29"), ("20 s/d 29", "20-29"), ("", None), ("tidak ingin menjawab", None),
    ],
)  # fmt: skip
def test_ages_become_bands(cell, band) -> None:
    assert profiles.read_age(cell) == (band, False)


@pytest.mark.parametrize("cell", ["17-25", "di bawah 30", "< 20 tahun"])
def test_a_group_that_lies_in_no_band_is_left_out_and_told(cell) -> None:
    assert profiles.read_age(cell) == (None, True)


@pytest.mark.parametrize("cell", ["tua", "12", 150, "1990", "3,5", "tujuh belas"])
def test_impossible_ages_are_refused(cell) -> None:
    with pytest.raises(Unreadable):
        profiles.read_age(cell)


def test_profiles_in_the_words_of_forms() -> None:
    assert [profiles.read_sex(cell) for cell in ("L", "laki-laki", "Pria", "P", "WANITA", "-")] == [
        "L",
        "L",
        "L",
        "P",
        "P",
        None,
    ]
    assert [profiles.read_education(cell) for cell in ("SMA/SMK", "SLTA", "D-III", "D3", "S-1", "Sarjana", "SD/sederajat", "MTs", "Tidak sekolah", "")] == [
        "SMA", "SMA", "DIII", "DIII", "S1", "S1", "SD", "SMP", "TIDAK_SEKOLAH", None,
    ]  # fmt: skip
    assert profiles.read_occupation("ASN") == ("PNS", None)
    assert profiles.read_occupation("Karyawan Swasta") == ("SWASTA", None)
    assert profiles.read_occupation("Ibu rumah tangga") == ("IBU_RUMAH_TANGGA", None)
    assert profiles.read_occupation("TNI/POLRI") == ("LAINNYA", "TNI/POLRI")
    assert profiles.read_occupation("Lainnya") == ("LAINNYA", None)
    assert profiles.read_occupation("kurir 081234567890") == ("LAINNYA", "kurir [disamarkan]")
    for reader, cell in ((profiles.read_sex, "X"), (profiles.read_education, "Sarjana muda")):
        with pytest.raises(Unreadable):
            reader(cell)
