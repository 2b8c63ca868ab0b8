"""Numbers and dates are written as an Indonesian reader expects, rounded half up from the exact value."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.reports.rendering import formats as f


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1324, 412), 3, "3,214"),
        (Fraction(15322, 200), 2, "76,61"),
        (Fraction(88305, 1000), 2, "88,31"),
        (Fraction(5, 1000), 2, "0,01"),
        (Decimal("100"), 2, "100,00"),
        (Fraction(1234567, 1), 1, "1.234.567,0"),
        (0, 3, "0,000"),
        (None, 2, "–"),
    ],
)
def test_decimals(value, places, text):
    assert f.decimal(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(71, 100), "+0,710"),
        (Fraction(-138, 100), "−1,380"),
        (Fraction(-1, 10_000), "0,000"),
        (Fraction(0), "0,000"),
        (None, "–"),
    ],
)
def test_a_change_has_a_sign_unless_it_rounds_to_nothing(value, text):
    assert f.signed(value, 3) == text


def test_whole_numbers_and_shares():
    assert f.whole(268_412) == "268.412"
    assert f.whole(None) == "–"
    assert f.percent(1, 5) == "20,00%"
    assert f.percent(2, 3) == "66,67%"
    assert f.percent(0, 0) == "–"
    assert [f.in_words(count) for count in (1, 10, 11)] == ["satu", "sepuluh", "11"]


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 10, 12), date(2026, 11, 21), "12 Oktober – 21 November 2026"),
        (date(2026, 11, 2), date(2026, 11, 21), "2 – 21 November 2026"),
        (date(2025, 12, 29), date(2026, 1, 9), "29 Desember 2025 – 9 Januari 2026"),
        (date(2026, 8, 3), date(2026, 8, 3), "3 Agustus 2026"),
    ],
)
def test_date_ranges(start, end, text):
    assert f.day_range(start, end) == text


def test_listings():
    assert f.listing(["a"]) == "a"
    assert f.listing(["a", "b"]) == "a dan b"
    assert f.listing(["a", "b dan c", "d"], "serta") == "a, b dan c, serta d"
