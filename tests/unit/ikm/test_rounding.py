from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ikm import percentage, round_half_up


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("88.305", "88.31"), ("76.605", "76.61"), ("64.995", "65.00"), ("2.675", "2.68"), ("-0.125", "-0.13")],
)
def test_a_tie_goes_away_from_zero(exact, rounded):
    assert str(round_half_up(Fraction(exact))) == rounded
    assert str(round_half_up(Decimal(exact))) == rounded


def test_a_third_just_below_a_tie_stays_below():
    assert round_half_up(Fraction("88.305") - Fraction(1, 10**30)) == Decimal("88.30")


def test_the_number_of_places_is_always_printed():
    assert str(round_half_up(3, 3)) == "3.000"
    assert str(round_half_up(Fraction(-1, 1000))) == "0.00"
    assert str(round_half_up(Fraction(5, 2), 0)) == "3"


def test_a_float_is_refused_because_it_cannot_hold_a_tie():
    with pytest.raises(TypeError, match="exact number"):
        round_half_up(88.305)


@given(st.fractions(), st.integers(0, 6))
def test_rounding_moves_a_number_by_half_a_unit_at_most(exact, places):
    assert abs(Fraction(round_half_up(exact, places)) - exact) <= Fraction(1, 2 * 10**places)


def test_a_percentage_has_two_decimals_and_needs_a_whole():
    assert str(percentage(1, 5)) == "20.00"
    assert str(percentage(2, 3)) == "66.67"
    assert percentage(0, 0) is None


def test_shown_percentages_need_not_add_up_to_a_hundred():
    assert sum(percentage(1, 3) for _ in range(3)) == Decimal("99.99")
