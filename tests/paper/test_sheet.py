"""What stands on a sheet: read, compared, settled."""

from __future__ import annotations

import pytest

from app.ikm import Unsur
from app.paper import sheet
from app.paper.keys import PROFILE, asked
from app.paper.sheet import SheetRejected
from tests.paper.stacks import posted, values

CODES = tuple(Unsur)


def read(said: dict[str, str], *, internal: bool = False) -> tuple[int, dict]:
    return sheet.read(said, CODES, internal=internal)


def test_nine_digits_are_nine_scores_and_0_dash_and_space_are_no_answer() -> None:
    number, found = read(posted(101, "4321-0 32"))
    assert number == 101
    assert [found[f"jawaban-{code}"] for code in CODES] == [4, 3, 2, 1, None, None, None, 3, 2]
    assert sheet.answered(found) == 6


@pytest.mark.parametrize("digit", ["5", "9", "44", "x", "²", "−1"])
def test_a_value_outside_1_to_4_is_refused_at_its_cell(digit: str) -> None:
    with pytest.raises(SheetRejected) as refused:
        read(posted(1) | {"jawaban-WAKTU": digit})
    assert list(refused.value.errors) == ["jawaban-WAKTU"]


@pytest.mark.parametrize("number", ["", "0", "seratus", "100000", "1.5", "١٢"])
def test_a_sheet_needs_a_number(number: str) -> None:
    with pytest.raises(SheetRejected) as refused:
        read(posted(1) | {"nomor": number})
    assert list(refused.value.errors) == ["nomor"]


@pytest.mark.parametrize(("age", "word"), [("7", "17 tahun ke atas"), ("111", "paling tinggi"), ("tua", "angka")])
def test_an_age_that_cannot_be_is_refused_beside_its_cell(age: str, word: str) -> None:
    with pytest.raises(SheetRejected) as refused:
        read(posted(1, usia=age))
    assert word in refused.value.errors["usia"]


def test_an_empty_sheet_is_not_typed() -> None:
    with pytest.raises(SheetRejected, match="kosong"):
        read(posted(1, "000000000"))


def test_personal_data_in_the_saran_are_masked_and_lines_become_one() -> None:
    _, found = read(posted(1, saran="Hubungi 0812 3456 7890\nterima  kasih"))
    assert found["saran"] == "Hubungi [disamarkan] terima kasih"


def test_internal_customers_are_asked_for_office_and_position_only() -> None:
    _, found = read(posted(1, jenis_kantor="DINAS", jabatan="PELAKSANA", usia="30"), internal=True)
    assert (found["jenis_kantor"], found["jabatan"]) == ("DINAS", "PELAKSANA")
    assert "usia" not in found


def test_every_answer_about_the_respondent_has_a_key_of_its_own() -> None:
    for field, options in PROFILE.items():
        assert len({option.key for option in options}) == len(options), field
    assert asked(internal=False) == ("jenis_kelamin", "usia", "pendidikan", "pekerjaan")


def test_two_typings_differ_only_where_they_say_something_else() -> None:
    first = values(usia=30, saran="loket ditambah")
    second = values((4, 3, 3, 4, 3, 3, 4, 4, 1), usia=31, saran="loket di tambah")
    assert sheet.differing(first, second) == ["jawaban-PENGADUAN", "usia"]
    held = sheet.settle(first, second, frozenset({"usia"}))
    assert (held["jawaban-PENGADUAN"], held["usia"], held["saran"]) == (4, 31, "loket ditambah")


def test_an_occupation_brings_its_own_words_along() -> None:
    first, second = values(pekerjaan="PNS"), values(pekerjaan="LAINNYA", pekerjaan_lain="nelayan")
    held = sheet.settle(first, second, frozenset({"pekerjaan"}))
    assert (held["pekerjaan"], held["pekerjaan_lain"]) == ("LAINNYA", "nelayan")
