"""How far chance reaches: beyond the regulation, an estimate that holds if respondents were picked at random.

Only complete responses enter (every unsur answered), because each then has an index of its own,
x = 25 × total / k, whose mean is their IKM. Formulas, for n responses out of N users:

- s² = Σ(x − x̄)² / (n − 1); variance of the mean (1 − n/N) · s²/n (Cochran, Sampling Techniques, 1977, ch. 2);
- 95 % interval: x̄ ± z · √variance, with z = 1.95996… of the normal distribution;
- change between two periods: (x̄₂ − x̄₁) against z · √(variance₁ + variance₂), two independent samples;
- a mean of units, each with its weight: Σ w·x̄ with the variance Σ w² · variance (ibid., ch. 5, strata).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import NormalDist

from app.ikm.calculation import SCALE
from app.ikm.mutu import HIGHEST_IKM, LOWEST_IKM
from app.ikm.rounding import round_half_up

Z95 = NormalDist().inv_cdf(0.975)
STANDARD_UNSUR = 9


class TooFewResponses(ValueError):
    """One response says nothing about how far responses differ: at least two are needed."""


@dataclass(frozen=True, slots=True)
class CompleteResponses:
    """Sufficient statistics of `n` complete responses on `unsur` questions.

    `total` is Σ of the respondents' totals (9 to 36 each, for nine unsur) and `squares` Σ of their squares.
    `population` is N, the users of the period; with None, or an N smaller than n, which cannot be true, the
    correction for a finite population is left out. Impossible sums are a ValueError.
    """

    n: int
    total: int
    squares: int
    unsur: int = STANDARD_UNSUR
    population: int | None = None

    def __post_init__(self) -> None:
        if self.n < 0 or self.unsur < 1 or self.n * self.squares < self.total**2:
            raise ValueError(f"{self} are not sums of one set of totals")

    @classmethod
    def from_rows(
        cls, rows: Iterable[Sequence[int | None]], unsur: int = STANDARD_UNSUR, population: int | None = None
    ) -> "CompleteResponses":
        """Sum respondents' rows, leaving out every row with an answer missing."""
        totals = [sum(row) for row in map(_answers, rows) if len(row) == unsur]
        return cls(len(totals), sum(totals), sum(total**2 for total in totals), unsur, population)

    @property
    def mean(self) -> Fraction:
        """The IKM of these complete responses, exact. Raises TooFewResponses without any."""
        if self.n == 0:
            raise TooFewResponses("there is no complete response")
        return Fraction(SCALE * self.total, self.unsur * self.n)


def _answers(row: Sequence[int | None]) -> list[int]:
    return [score for score in row if score is not None]


def variance_of_mean(responses: CompleteResponses) -> Fraction:
    """Return (1 − n/N) · s²/n on the IKM scale, exact. Raises TooFewResponses below two."""
    n = responses.n
    if n < 2:
        raise TooFewResponses(f"{n} complete responses have no variance")
    spread = Fraction(n * responses.squares - responses.total**2, n * (n - 1))
    unread = Fraction(1)
    if responses.population is not None and responses.population >= n:
        unread -= Fraction(n, responses.population)
    return Fraction(SCALE, responses.unsur) ** 2 * spread / n * unread


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % interval of the IKM of `n` complete responses: `mean` ± `margin`."""

    n: int
    mean: Fraction
    margin: float

    @property
    def ikm(self) -> Decimal:
        """The mean as printed, 2 decimals."""
        return round_half_up(self.mean)

    @property
    def lower(self) -> Decimal:
        """The lower end as printed, 2 decimals; an IKM cannot be below 25."""
        return max(round_half_up(self.mean - Fraction(self.margin)), LOWEST_IKM)

    @property
    def upper(self) -> Decimal:
        """The upper end as printed, 2 decimals; an IKM cannot exceed 100."""
        return min(round_half_up(self.mean + Fraction(self.margin)), HIGHEST_IKM)


def interval(responses: CompleteResponses) -> Interval:
    """Return the 95 % interval of the IKM of complete responses. Raises TooFewResponses below two."""
    margin = Z95 * math.sqrt(variance_of_mean(responses))
    return Interval(responses.n, responses.mean, margin)


def interval_of_means(strata: "Strata") -> Interval:
    """Return the 95 % interval of a weighted mean of units; ValueError and TooFewResponses as in change_of_means."""
    _check_weights(strata)
    margin = Z95 * math.sqrt(_variance(strata))
    return Interval(sum(unit.n for _, unit in strata), _mean(strata), margin)


class Variation(StrEnum):
    """What a change is, beside what chance alone would bring, in the words of the screen."""

    BEYOND = "melebihi variasi sampel"
    WITHIN = "setara"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the IKM: `difference` is exact, `z` counts standard errors (±inf if there are none)."""

    difference: Fraction
    z: float
    variation: Variation


Strata = Sequence[tuple[Fraction, CompleteResponses]]


def change(before: CompleteResponses, after: CompleteResponses) -> Change:
    """Return the change from `before` to `after`, two-sided at 5 %. Raises TooFewResponses below two."""
    return change_of_means([(Fraction(1), before)], [(Fraction(1), after)])


def change_of_means(before: Strata, after: Strata) -> Change:
    """Return the change of a weighted mean of units, each given as (weight, its complete responses).

    The weights of a side add up to 1, or it is a ValueError. Raises TooFewResponses where a unit has fewer than two.
    """
    for side in (before, after):
        _check_weights(side)
    difference = _mean(after) - _mean(before)
    error = math.sqrt(_variance([*before, *after]))
    z = _ratio(float(difference), error)
    return Change(difference, z, Variation.BEYOND if abs(z) > Z95 else Variation.WITHIN)


def _check_weights(strata: Strata) -> None:
    if sum(weight for weight, _ in strata) != 1:
        raise ValueError("the weights of the units must add up to 1")


def _variance(strata: Strata) -> Fraction:
    return sum((weight**2 * variance_of_mean(unit) for weight, unit in strata), Fraction())


def _mean(strata: Strata) -> Fraction:
    return sum((weight * unit.mean for weight, unit in strata), Fraction())


def _ratio(difference: float, error: float) -> float:
    if difference == 0:
        return 0.0
    return difference / error if error else math.copysign(math.inf, difference)
