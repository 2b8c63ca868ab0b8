from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ikm import (
    EMPTY,
    UnsurTally,
    ikm,
    ikm_exact,
    ikm_with_weight,
    mutu_of,
    nilai_konversi,
    nrr_tertimbang,
    reconcile,
    tally_rows,
)

from .surveys import K, complete_rows, nine_tallies, scores


@pytest.mark.parametrize(
    ("n", "total", "expected", "mutu"),
    [
        (19, 524, "76.61", "B"),
        (26, 717, "76.60", "C"),
        (45, 1241, "76.60", "C"),
        (19, 604, "88.30", "B"),
        (43, 1367, "88.31", "A"),
        (52, 1653, "88.30", "B"),
        (58, 1357, "64.99", "D"),
        (59, 1627, "76.60", "C"),
        (5000, 9 * 17661, "88.31", "A"),  # exactly 88.305
        (5000, 9 * 15321, "76.61", "B"),  # exactly 76.605
        (5000, 9 * 12999, "65.00", "C"),  # exactly 64.995
    ],
)
def test_hard_cases_at_the_edges_of_the_bands(n, total, expected, mutu):
    index = ikm(nine_tallies(n, total))

    assert str(index) == expected
    assert mutu_of(index) == mutu


@pytest.mark.parametrize(
    ("answer", "expected", "mutu"),
    [(1, "25.00", "D"), (2, "50.00", "D"), (3, "75.00", "C"), (4, "100.00", "A")],
)
def test_the_same_answer_everywhere(answer, expected, mutu):
    index = ikm(tally_rows([[answer] * K] * 7, K))

    assert str(index) == expected
    assert mutu_of(index) == mutu


def test_sekadau_2019_as_published(sekadau):
    tallies = tally_rows(sekadau.rows, K)

    assert [tally.total for tally in tallies] == [138, 139, 150, 177, 159, 163, 161, 143, 159]
    assert {tally.count for tally in tallies} == {49}
    assert ikm_exact(tallies) == Fraction(25 * 1389, 9 * 49)
    assert str(ikm(tallies)) == "78.74"
    assert mutu_of(ikm(tallies)) == "B"


def test_perpusnas_2023_as_published(perpusnas):
    tallies = list(perpusnas.values())

    assert round(ikm_exact(tallies), 3) == Fraction("87.641")
    assert str(ikm(tallies)) == "87.64"
    assert mutu_of(ikm(tallies)) == "B"


def test_without_a_score_on_one_unsur_there_is_no_ikm():
    tallies = [*nine_tallies(10, 270)[:8], EMPTY]

    assert ikm(tallies) is None
    assert ikm_exact(tallies) is None
    assert [row.ikm for row in reconcile(tallies)] == [None, None, None]


def test_without_any_unsur_there_is_no_ikm():
    assert ikm([]) is None
    assert ikm_exact([]) is None
    with pytest.raises(ValueError, match="at least one unsur"):
        reconcile([])


def test_an_unsur_counts_once_however_many_sub_questions_it_has():
    plain = [UnsurTally(10, 40)] * 8
    with_parts = UnsurTally.from_sub_questions([UnsurTally(10, 10), UnsurTally(10, 20), UnsurTally(10, 30)])

    assert ikm([*plain, with_parts]) == ikm([*plain, UnsurTally(10, 20)])


def test_the_three_weights_in_circulation_explain_an_old_sheet(sekadau):
    rows = reconcile(tally_rows(sekadau.rows, K))

    assert [(row.label, row.weight, str(row.ikm)) for row in rows] == [
        ("persis", Fraction(1, 9), "78.74"),
        ("0.111", Fraction("0.111"), "78.66"),
        ("0.11", Fraction("0.11"), "77.95"),
    ]


def test_the_printed_weight_caps_a_perfect_score_at_99():
    rows = reconcile(nine_tallies(10, 360))
    assert [str(row.ikm) for row in rows] == ["100.00", "99.90", "99.00"]


def test_with_eight_unsur_the_weights_are_those_of_one_eighth():
    rows = reconcile([UnsurTally(10, 40)] * 8)

    assert [(row.label, row.weight) for row in rows] == [
        ("persis", Fraction(1, 8)),
        ("0.111", Fraction("0.125")),
        ("0.11", Fraction("0.13")),
    ]
    assert [str(row.ikm) for row in rows] == ["100.00", "100.00", "104.00"]


def test_a_single_unsur_is_converted_from_its_exact_nrr():
    nrr = Fraction(17661, 5000)  # 3.5322: rounded to 3 decimals first, it would give 88.30

    assert str(nilai_konversi(nrr)) == "88.31"
    assert str(nrr_tertimbang(nrr, 9)) == "0.392"


@given(complete_rows)
def test_the_index_lies_between_25_and_100(rows):
    assert Decimal(25) <= ikm(tally_rows(rows, K)) <= Decimal(100)


@given(complete_rows, st.data())
def test_a_better_answer_never_lowers_the_index(rows, data):
    respondent = data.draw(st.integers(0, len(rows) - 1))
    question = data.draw(st.integers(0, K - 1))
    better = [list(row) for row in rows]
    better[respondent][question] = data.draw(st.integers(rows[respondent][question], 4))

    gain = ikm_exact(tally_rows(better, K)) - ikm_exact(tally_rows(rows, K))

    assert gain == Fraction(25 * (better[respondent][question] - rows[respondent][question]), K * len(rows))
    assert ikm(tally_rows(better, K)) >= ikm(tally_rows(rows, K))


@given(scores, st.integers(1, 50))
def test_identical_answers_give_25_times_the_answer(answer, n):
    assert ikm(tally_rows([[answer] * K] * n, K)) == 25 * answer


@given(complete_rows)
def test_the_exact_weight_is_the_official_index(rows):
    tallies = tally_rows(rows, K)
    assert ikm_with_weight(tallies, Fraction(1, K)) == ikm_exact(tallies)
