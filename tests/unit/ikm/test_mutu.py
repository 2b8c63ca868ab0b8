from decimal import Decimal

import pytest

from app.ikm import Mutu, mutu_of


@pytest.mark.parametrize(
    ("index", "mutu", "kinerja"),
    [
        ("100.00", "A", "Sangat baik"),
        ("88.31", "A", "Sangat baik"),
        ("88.30", "B", "Baik"),
        ("76.61", "B", "Baik"),
        ("76.60", "C", "Kurang baik"),
        ("65.00", "C", "Kurang baik"),
        ("64.99", "D", "Tidak baik"),
        ("25.00", "D", "Tidak baik"),
    ],
)
def test_each_band_begins_at_its_lower_limit(index, mutu, kinerja):
    assert mutu_of(Decimal(index)) == mutu
    assert mutu_of(Decimal(index)).kinerja == kinerja


def test_there_is_no_gap_and_no_step_back():
    bands = [mutu_of(Decimal(hundredths) / 100) for hundredths in range(2500, 10001)]

    assert bands == sorted(bands, reverse=True)
    assert {mutu: bands.count(mutu) for mutu in Mutu} == {"A": 1170, "B": 1170, "C": 1161, "D": 4000}


@pytest.mark.parametrize("index", ["24.99", "100.01", "0"])
def test_what_cannot_be_an_index_has_no_band(index):
    with pytest.raises(ValueError, match="outside"):
        mutu_of(Decimal(index))


def test_an_index_that_was_not_rounded_is_refused():
    with pytest.raises(ValueError, match="rounded to 2 decimals first"):
        mutu_of(Decimal("88.305"))


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="rounded Decimal"):
        mutu_of(88.31)
