from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from app.ikm import allocate, sample_size, sample_size_each, shortfall
from app.ikm.sampling import CHI_SQUARE

KREJCIE_MORGAN = """
10-10 15-14 20-19 25-24 30-28 35-32 40-36 45-40 50-44 55-48 60-52 65-56 70-59 75-63 80-66 85-70 90-73
95-76 100-80 110-86 120-92 130-97 140-103 150-108 160-113 170-118 180-123 190-127 200-132 210-136 220-140
230-144 240-148 250-152 260-155 270-159 280-162 290-165 300-169 320-175 340-181 360-186 380-191 400-196
420-201 440-205 460-210 480-214 500-217 550-226 600-234 650-242 700-248 750-254 800-260 850-265 900-269
950-274 1000-278 1100-285 1200-291 1300-297 1400-302 1500-306 1600-310 1700-313 1800-317 1900-320
2000-322 2200-327 2400-331 2600-335 2800-338 3000-341 3500-346 4000-351 4500-354 5000-357 6000-361
7000-364 8000-367 9000-368 10000-370 15000-375 20000-377 30000-379 40000-380 50000-381 75000-382
1000000-384
"""
TABLE = [tuple(map(int, row.split("-"))) for row in KREJCIE_MORGAN.split()]


@pytest.mark.parametrize(("population", "sample"), TABLE)
def test_every_row_of_the_printed_table(population, sample):
    assert sample_size(population) == sample


@pytest.mark.parametrize("population", range(10))
def test_fewer_than_ten_users_are_all_asked(population):
    assert sample_size(population) == population


@pytest.mark.parametrize(("population", "sample"), [(4384, 353), (67, 57), (23_857_000, 384)])
def test_between_the_rows_the_formula_is_rounded_half_up_not_up(population, sample):
    assert sample_size(population) == sample


def test_the_constant_is_the_chi_square_quantile_to_three_decimals():
    assert round(chi2.ppf(0.95, df=1), 3) == float(CHI_SQUARE)


@given(st.integers(0, 10**9))
def test_a_sample_never_exceeds_its_population_nor_shrinks_as_it_grows(population):
    assert sample_size(population) <= min(population, 384)
    assert sample_size(population) <= sample_size(population + 1)


def test_a_negative_population_is_refused():
    with pytest.raises(ValueError, match="negative"):
        sample_size(-1)


def test_the_target_is_spread_in_proportion_by_largest_remainder():
    assert allocate(80, {"KTP": 50, "KK": 33, "Akta": 17}) == {"KTP": 40, "KK": 26, "Akta": 14}


def test_equal_remainders_go_to_more_users_and_then_to_the_first():
    assert allocate(1, {"a": 5, "b": 5}) == {"a": 1, "b": 0}
    assert allocate(2, {"a": 1, "b": 3}) == {"a": 0, "b": 2}  # quotas 0.5 and 1.5


def test_a_target_above_all_users_is_a_census():
    assert allocate(100, {"a": 5, "b": 0}) == {"a": 5, "b": 0}
    assert allocate(10, {}) == {}


def test_a_negative_target_is_refused():
    with pytest.raises(ValueError, match="negative"):
        allocate(-1, {"a": 5})


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 5000), max_size=12), st.integers(0, 20000))
def test_the_parts_add_up_stay_within_users_and_within_one_of_their_quota(populations, target):
    parts = allocate(target, populations)
    total = sum(populations.values())

    assert sum(parts.values()) == min(target, total)
    assert parts.keys() == populations.keys()
    for layanan, part in parts.items():
        assert 0 <= part <= populations[layanan]
        if 0 < target < total:
            assert abs(part - Fraction(target * populations[layanan], total)) < 1


def test_the_stricter_policy_applies_the_formula_to_each_layanan():
    assert sample_size_each({"KTP": 1000, "KK": 100, "Akta": 4}) == {"KTP": 278, "KK": 80, "Akta": 4}


def test_a_shortfall_is_never_negative():
    assert shortfall(384, 300) == 84
    assert shortfall(384, 412) == 0
