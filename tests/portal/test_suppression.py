"""An attacker who subtracts: whatever is shown, no small cell can be worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.portal.suppression import FEWEST, hidden_cells

CELLS = st.dictionaries(st.integers(), st.integers(min_value=0, max_value=60), max_size=12)


@given(CELLS)
def test_what_is_left_after_subtracting_is_never_one_cell_nor_few_answers(counts: dict[int, int]) -> None:
    hidden = hidden_cells(counts)
    left = sum(counts.values()) - sum(n for cell, n in counts.items() if cell not in hidden)
    filled = [cell for cell in counts if counts[cell]]
    assert all(counts[cell] >= FEWEST for cell in filled if cell not in hidden)
    if hidden and len(hidden) < len(filled):
        assert left >= FEWEST
        assert len(hidden) > 1


@given(CELLS)
def test_nothing_is_hidden_where_every_cell_is_large(counts: dict[int, int]) -> None:
    large = {cell: n + FEWEST for cell, n in counts.items()}
    assert hidden_cells(large) == frozenset()


def test_a_small_cell_takes_the_next_smallest_with_it() -> None:
    assert hidden_cells({"ktp": 300, "akta": 3, "pindah": 9}) == {"akta", "pindah"}


def test_two_very_small_cells_need_a_third() -> None:
    assert hidden_cells({"a": 1, "b": 2, "c": 40, "d": 50}) == {"a", "b", "c"}


def test_empty_cells_neither_hide_nor_protect() -> None:
    assert hidden_cells({"a": 0, "b": 4, "c": 30}) == {"b", "c"}
