"""The bond of an unsur with the whole, against scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.ikm import Moments, bonds

scores = st.lists(st.integers(1, 4), min_size=9, max_size=9)


def moments_of(rows: list[list[int]]) -> Moments:
    k = range(len(rows[0]))
    products = [sum(row[i] * row[j] for row in rows) for i in k for j in k if i <= j]
    return Moments(len(rows), [sum(row[i] for row in rows) for i in k], products)


@given(st.lists(scores, min_size=2, max_size=60))
def test_bonds_agree_with_scipy(rows) -> None:
    for question, found in enumerate(bonds(moments_of(rows))):
        own = [row[question] for row in rows]
        others = [sum(row) - row[question] for row in rows]
        if len(set(own)) == 1 or len(set(others)) == 1:
            assert found is None
        else:
            assert found == pytest.approx(stats.pearsonr(own, others).statistic, abs=1e-9)


def test_sekadau_has_the_bonds_that_scipy_gives(sekadau) -> None:
    rows = [list(row) for row in sekadau.rows]
    expected = [
        stats.pearsonr([row[q] for row in rows], [sum(row) - row[q] for row in rows]).statistic for q in range(9)
    ]
    assert bonds(moments_of(rows)) == pytest.approx(expected, abs=1e-9)


def test_nobody_and_sums_of_another_size_are_told_apart() -> None:
    assert bonds(Moments(0, [0] * 9, [0] * 45)) == [None] * 9
    with pytest.raises(ValueError, match="another number"):
        Moments(3, [1] * 9, [1] * 44)
