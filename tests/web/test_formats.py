"""Numbers, dates and lists as an Indonesian civil servant writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask, render_template_string

from app.web import formats
from app.web.formats import (
    angka,
    bertanda,
    daftar,
    hari_tanggal,
    jam,
    persen,
    rentang_tanggal,
    tanggal,
    tanggal_jam,
    tanggal_pendek,
    waktu,
)

MORNING = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)  # 10.15 in Jakarta
LATE_EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # already the next day in Jakarta


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0, None, "0"),
        (1234, None, "1.234"),
        (1_000_000, None, "1.000.000"),
        (-1234, None, "−1.234"),
        (Decimal("87.64"), None, "87,64"),
        (Decimal("87.60"), None, "87,60"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("76.605"), 2, "76,61"),
        (Decimal("-0.0005"), 3, "−0,001"),
        (Fraction(2, 3), 2, "0,67"),
        (Fraction(1, 8), 2, "0,13"),
        (Fraction(4), None, "4"),
        (0.285, 2, "0,29"),
        (Decimal("-0.001"), 2, "0,00"),
        (None, 2, "–"),
    ],
)
def test_a_number_is_grouped_and_rounded_half_up(value, places, text):
    assert angka(value, places) == text


def test_a_fraction_without_places_is_refused_rather_than_cut():
    with pytest.raises(ValueError, match="how many places"):
        angka(Fraction(1, 3))


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.108", "+0,108"), ("-0.054", "−0,054"), ("0", "0,000"), ("0.0004", "0,000"), ("-0.0004", "0,000")],
)
def test_a_difference_shows_its_sign_only_where_it_is_one(value, text):
    assert bertanda(Decimal(value), 3) == text


def test_a_share_becomes_a_percentage_without_a_space():
    assert persen(Fraction(1, 5)) == "20,00%"
    assert persen(Fraction(1, 3), 1) == "33,3%"
    assert persen(1, 0) == "100%"
    assert persen(None) == "–"


def test_dates_are_written_in_words():
    day = date(2026, 11, 24)
    assert tanggal(day) == "24 November 2026"
    assert tanggal(day, year=False) == "24 November"
    assert tanggal_pendek(day) == "24 Nov"
    assert hari_tanggal(day) == "Selasa, 24 November 2026"


def test_the_short_months_are_the_indonesian_ones():
    shown = [tanggal_pendek(date(2026, month, 1)) for month in range(1, 13)]
    assert shown[4] == "1 Mei"
    assert shown[7] == "1 Agu"
    assert shown[9] == "1 Okt"
    assert shown[11] == "1 Des"


def test_moments_are_shown_in_the_time_of_the_city():
    assert waktu(MORNING) == "Selasa, 24 November 2026, 10.15"
    assert tanggal_jam(MORNING) == "24 November 2026, 10.15"
    assert jam(MORNING) == "10.15"
    assert tanggal(LATE_EVENING) == "24 November 2026"
    assert jam(time(8, 0)) == "08.00"


def test_a_city_in_the_east_sees_its_own_hour():
    app = Flask(__name__)
    app.config["TIMEZONE"] = "Asia/Jayapura"
    with app.app_context():
        assert jam(MORNING) == "12.15"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        waktu(datetime(2026, 11, 24, 10, 15))  # noqa: DTZ001  (exactly what must not be shown)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 2), date(2026, 11, 27), "2–27 November 2026"),
        (date(2026, 10, 12), date(2026, 11, 21), "12 Oktober – 21 November 2026"),
        (date(2026, 12, 28), date(2027, 1, 8), "28 Desember 2026 – 8 Januari 2027"),
        (date(2026, 11, 24), date(2026, 11, 24), "24 November 2026"),
    ],
)
def test_a_span_of_days_repeats_nothing(first, last, text):
    assert rentang_tanggal(first, last) == text


def test_a_span_may_leave_out_the_year_that_everybody_knows():
    assert rentang_tanggal(date(2026, 11, 2), date(2026, 11, 27), year=False) == "2–27 November"
    assert rentang_tanggal(date(2026, 10, 12), date(2026, 11, 21), year=False) == "12 Oktober – 21 November"
    assert rentang_tanggal(date(2026, 12, 28), date(2027, 1, 8), year=False).endswith("8 Januari 2027")


def test_a_list_ends_with_dan():
    assert daftar([]) == ""
    assert daftar(["Waktu"]) == "Waktu"
    assert daftar(["Waktu", "Biaya"]) == "Waktu dan Biaya"
    assert daftar(["Waktu", "Biaya", "Produk"]) == "Waktu, Biaya, dan Produk"
    assert daftar(["SMA", "S1"], "atau") == "SMA atau S1"


def test_templates_have_every_format_as_a_filter():
    app = Flask(__name__)
    formats.init_app(app)
    with app.app_context():
        page = render_template_string("{{ n|angka(2) }} {{ at|jam }}", n=Decimal("87.644"), at=MORNING)
    assert page == "87,64 10.15"
