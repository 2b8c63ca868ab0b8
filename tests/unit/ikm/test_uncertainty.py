import math
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from statistics import mean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from app.ikm import (
    CompleteResponses,
    TooFewResponses,
    change,
    ikm_exact,
    interval,
    interval_of_means,
    tally_rows,
    variance_of_mean,
)
from app.ikm.uncertainty import Z95

from .surveys import K, complete_rows


def indexes(rows):
    """Each respondent's own index, as floats for scipy."""
    return [25 * sum(row) / K for row in rows]


def test_incomplete_responses_are_left_out():
    responses = CompleteResponses.from_rows([[4] * K, [1] * K, [4] * 8 + [None]])
    assert responses == CompleteResponses(n=2, total=45, squares=36**2 + 9**2)


@given(complete_rows)
def test_the_mean_is_the_ikm_of_the_same_responses(rows):
    assert CompleteResponses.from_rows(rows).mean == ikm_exact(tally_rows(rows, K))


@given(complete_rows)
def test_variance_and_margin_agree_with_scipy(rows):
    assume(len(rows) > 1)
    responses = CompleteResponses.from_rows(rows)
    error = stats.sem(indexes(rows))

    assert math.sqrt(variance_of_mean(responses)) == pytest.approx(error, abs=1e-9)
    assert interval(responses).margin == pytest.approx(stats.norm.ppf(0.975) * error, abs=1e-9)


def test_sekadau_has_the_interval_that_scipy_gives(sekadau):
    result = interval(CompleteResponses.from_rows(sekadau.rows))
    values = indexes(sekadau.rows)
    lower, upper = stats.norm.interval(0.95, loc=mean(values), scale=stats.sem(values))

    assert (result.n, str(result.ikm)) == (49, "78.74")
    assert float(result.mean) - result.margin == pytest.approx(lower, abs=1e-9)
    assert float(result.mean) + result.margin == pytest.approx(upper, abs=1e-9)
    assert (float(result.lower), float(result.upper)) == (round(lower, 2), round(upper, 2))


def test_the_variance_is_right_on_average_over_every_sample_of_a_small_population():
    """Over all samples of 3 out of 6, the estimate averages exactly to the variance of the sample mean."""
    population = [[score] * K for score in (1, 2, 2, 3, 4, 4)]
    samples = [CompleteResponses.from_rows(rows, population=6) for rows in combinations(population, 3)]
    centre = Fraction(sum(sample.mean for sample in samples), len(samples))
    true_variance = sum((sample.mean - centre) ** 2 for sample in samples) / len(samples)

    assert sum(map(variance_of_mean, samples)) / len(samples) == true_variance


def test_a_census_leaves_no_uncertainty():
    result = interval(CompleteResponses.from_rows([[4] * K, [2] * K], population=2))
    assert (result.margin, result.lower, result.upper) == (0.0, Decimal("75.00"), Decimal("75.00"))


def test_a_population_below_the_responses_cannot_be_true_and_is_not_used():
    rows = [[4] * K, [2] * K]
    assert variance_of_mean(CompleteResponses.from_rows(rows, population=1)) == variance_of_mean(
        CompleteResponses.from_rows(rows)
    )


def test_the_interval_is_cut_off_where_an_index_cannot_be():
    high = interval(CompleteResponses.from_rows([[4] * K, [4] * K, [3] * K]))
    low = interval(CompleteResponses.from_rows([[1] * K, [1] * K, [2] * K]))

    assert (high.upper, low.lower) == (Decimal("100.00"), Decimal("25.00"))


@pytest.mark.parametrize("rows", [[], [[4] * K]])
def test_below_two_responses_there_is_no_interval(rows):
    responses = CompleteResponses.from_rows(rows)
    with pytest.raises(TooFewResponses):
        interval(responses)
    with pytest.raises(TooFewResponses):
        change(responses, CompleteResponses.from_rows([[4] * K, [3] * K]))


def test_sums_that_no_responses_can_have_are_refused():
    with pytest.raises(ValueError, match="not sums"):
        CompleteResponses(n=2, total=72, squares=36**2)


@given(complete_rows, complete_rows)
def test_a_change_agrees_with_scipy(before_rows, after_rows):
    before, after = list(map(sum, before_rows)), list(map(sum, after_rows))  # z does not depend on the scale
    assume(len({*before}) > 1 and len({*after}) > 1)
    result = change(CompleteResponses.from_rows(before_rows), CompleteResponses.from_rows(after_rows))
    z = stats.ttest_ind(after, before, equal_var=False).statistic

    assert result.z == pytest.approx(z, abs=1e-9)
    assert float(result.difference) == pytest.approx(25 * (mean(after) - mean(before)) / K, abs=1e-9)
    assert (result.variation == "melebihi variasi sampel") == (2 * stats.norm.sf(abs(z)) < 0.05)


def test_the_quantile_is_that_of_scipy():
    assert pytest.approx(stats.norm.ppf(0.975), abs=1e-9) == Z95


def test_the_same_responses_twice_are_no_change(sekadau):
    responses = CompleteResponses.from_rows(sekadau.rows)
    result = change(responses, responses)

    assert (result.difference, result.z, result.variation) == (0, 0.0, "setara")


def test_without_any_variance_every_difference_counts_and_no_difference_does_not():
    threes = CompleteResponses.from_rows([[3] * K] * 5)
    fours = CompleteResponses.from_rows([[4] * K] * 5)

    assert change(threes, fours).variation == "melebihi variasi sampel"
    assert change(fours, threes).z == -math.inf
    assert change(fours, fours).variation == "setara"


@given(st.integers(1, 12))
def test_other_numbers_of_unsur_keep_the_scale(k):
    responses = CompleteResponses.from_rows([[4] * k, [1] * k], unsur=k)
    assert (responses.mean, variance_of_mean(responses)) == (Fraction("62.5"), Fraction("37.5") ** 2)


@given(complete_rows, complete_rows, st.integers(0, 400))
def test_the_interval_of_a_mean_of_units_agrees_with_scipy(first, second, more_users):
    assume(len(first) > 1 and len(second) > 1)
    users = len(second) + more_users
    units = [CompleteResponses.from_rows(first), CompleteResponses.from_rows(second, population=users)]
    result = interval_of_means([(Fraction(1, 4), units[0]), (Fraction(3, 4), units[1])])
    squares = (
        (stats.sem(indexes(first)) / 4) ** 2,
        (1 - len(second) / users) * (3 * stats.sem(indexes(second)) / 4) ** 2,
    )

    assert result.n == len(first) + len(second)
    assert float(result.mean) == pytest.approx(mean(indexes(first)) / 4 + 3 * mean(indexes(second)) / 4, abs=1e-9)
    assert result.margin == pytest.approx(stats.norm.ppf(0.975) * math.sqrt(sum(squares)), abs=1e-9)


def test_weights_that_do_not_add_up_are_refused(sekadau):
    with pytest.raises(ValueError, match="add up to 1"):
        interval_of_means([(Fraction(1, 2), CompleteResponses.from_rows(sekadau.rows))])
