"""Made-up surveys for the tests of the index: by their sums, or drawn by hypothesis."""

from hypothesis import strategies as st

from app.ikm import Unsur, UnsurTally

K = len(Unsur)


def nine_tallies(n: int, total: int) -> list[UnsurTally]:
    """`n` respondents whose answers to all nine unsur add up to `total`, spread as evenly as possible."""
    share, rest = divmod(total, K)
    return [UnsurTally(n, share + (position < rest)) for position in range(K)]


scores = st.integers(1, 4)
optional_scores = st.none() | scores
complete_rows = st.lists(st.tuples(*[scores] * K), min_size=1, max_size=30)
rows_with_blanks = st.lists(st.tuples(*[optional_scores] * K), max_size=30)
tallies = st.lists(optional_scores, max_size=40).map(UnsurTally.from_scores)
