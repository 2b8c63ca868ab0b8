"""Which unsur goes with the whole: beyond the regulation, from sums over complete responses only.

An unsur's bond is Pearson's r between its score and the sum of the respondent's *other* scores. With its own score left in
the sum it would be correlated with itself, the more so the fewer unsur there are (Nunnally, Psychometric Theory, 1978, ch. 8).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 30  # below so many complete responses r is mostly chance


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over `n` complete responses to k questions: Σ s_i (k), and Σ s_i·s_j for i ≤ j, row by row (k·(k+1)/2)."""

    n: int
    sums: Sequence[int]
    products: Sequence[int]

    def __post_init__(self) -> None:
        if len(self.products) != len(self.sums) * (len(self.sums) + 1) // 2:
            raise ValueError(f"{len(self.sums)} questions have another number of products")

    def covariance(self, i: int, j: int) -> int:
        """Return n² times the covariance of two questions, exact."""
        return self.n * self.products[self._place(min(i, j), max(i, j))] - self.sums[i] * self.sums[j]

    def _place(self, i: int, j: int) -> int:
        return i * len(self.sums) - i * (i - 1) // 2 + j - i


def bonds(moments: Moments) -> list[float | None]:
    """Return r of each question with the sum of the others, -1 to 1; None where one of the two never varies."""
    k = range(len(moments.sums))
    table = [[moments.covariance(i, j) for j in k] for i in k]
    rows = [sum(row) for row in table]
    whole = sum(rows)
    found: list[float | None] = []
    for i in k:
        own, with_others = table[i][i], rows[i] - table[i][i]
        others = whole - 2 * rows[i] + own
        found.append(with_others / math.sqrt(own * others) if own > 0 and others > 0 else None)
    return found
