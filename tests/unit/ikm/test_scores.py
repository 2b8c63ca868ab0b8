from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ikm import EMPTY, NoScore, Unsur, UnsurTally, pool, tally_rows

from .surveys import K, rows_with_blanks, tallies


def test_an_answer_left_out_counts_neither_for_the_sum_nor_for_the_number():
    assert UnsurTally.from_scores([4, None, 1, None]) == UnsurTally(count=2, total=5)


def test_frequencies_are_those_of_the_values_one_to_four():
    assert UnsurTally.from_frequencies([1, 19, 77, 90]) == UnsurTally(count=187, total=630)


@pytest.mark.parametrize("score", [0, 5, -1, 3.5])
def test_a_score_outside_one_to_four_is_refused(score):
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        UnsurTally.from_scores([3, score])


@pytest.mark.parametrize("frequencies", [[1, 2, 3], [1, 2, 3, 4, 5], [-1, 2, 3, 4]])
def test_frequencies_of_another_scale_are_refused(frequencies):
    with pytest.raises(ValueError, match="values 1 to 4"):
        UnsurTally.from_frequencies(frequencies)


@pytest.mark.parametrize(("count", "total"), [(3, 2), (3, 13), (0, 1), (-1, -1)])
def test_impossible_sums_are_refused(count, total):
    with pytest.raises(ValueError, match="cannot add up"):
        UnsurTally(count, total)


def test_the_nrr_is_exact():
    assert UnsurTally(3, 10).nrr == Fraction(10, 3)


def test_without_a_score_there_is_no_nrr():
    assert not EMPTY.scored
    with pytest.raises(NoScore):
        _ = EMPTY.nrr


def test_sub_questions_count_the_same_however_many_answered_each():
    unsur = UnsurTally.from_sub_questions([UnsurTally(10, 40), UnsurTally(2, 4)])

    assert unsur.nrr == 3  # (4 + 2) / 2, not 44 / 12
    assert (unsur.count, unsur.total) == (12, 44)


def test_an_unsur_with_an_unanswered_sub_question_has_no_nrr():
    unsur = UnsurTally.from_sub_questions([UnsurTally(10, 40), EMPTY])

    assert not unsur.scored
    with pytest.raises(NoScore):
        _ = unsur.nrr


def test_sub_questions_are_pooled_one_by_one():
    first = UnsurTally.from_sub_questions([UnsurTally(1, 4), UnsurTally(1, 2)])
    second = UnsurTally.from_sub_questions([UnsurTally(3, 6), UnsurTally(1, 3)])

    assert (first + second).parts == (UnsurTally(4, 10), UnsurTally(2, 5))
    assert first + EMPTY == EMPTY + first == first


def test_different_sub_questions_cannot_be_pooled():
    with pytest.raises(ValueError, match="cannot be pooled"):
        UnsurTally.from_sub_questions([UnsurTally(1, 4), UnsurTally(1, 2)]) + UnsurTally(1, 3)


def test_sums_that_contradict_the_sub_questions_are_refused():
    with pytest.raises(ValueError, match="sub-questions"):
        UnsurTally(5, 10, (UnsurTally(1, 4),))


@given(tallies, tallies, tallies)
def test_addition_commutes_and_does_not_care_about_grouping(a, b, c):
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + EMPTY == a


@given(rows_with_blanks, rows_with_blanks)
def test_the_tally_of_two_files_is_that_of_one_with_both(first, second):
    separate = map(UnsurTally.__add__, tally_rows(first, K), tally_rows(second, K))
    assert list(separate) == tally_rows(first + second, K)


@given(rows_with_blanks, st.randoms())
def test_the_order_of_respondents_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert tally_rows(shuffled, K) == tally_rows(rows, K)


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="2 answers"):
        tally_rows([(1, 2), (1, 2, 3)], 2)


def test_no_rows_give_an_empty_tally_for_each_column():
    assert tally_rows([], 2) == [EMPTY, EMPTY]


def test_pooling_goes_by_code_whatever_the_order():
    first = {Unsur.SARPRAS: UnsurTally(1, 1), Unsur.PENGADUAN: UnsurTally(1, 4)}
    second = {
        Unsur.PENGADUAN: UnsurTally(1, 4),
        Unsur.SARPRAS: UnsurTally(1, 1),
        Unsur.BIAYA: UnsurTally(1, 3),
    }

    assert pool([first, second]) == {
        Unsur.SARPRAS: UnsurTally(2, 2),
        Unsur.PENGADUAN: UnsurTally(2, 8),
        Unsur.BIAYA: UnsurTally(1, 3),
    }
