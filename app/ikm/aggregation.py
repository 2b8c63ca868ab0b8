"""From units to their roll-up: the OPD's figure from its UPPs, the city's from its OPDs.

Which rule applies is the periode's policy and is printed beside the figure. Figures for masyarakat and for
internal customers are never mixed: call once for each.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.ikm.calculation import ikm_exact
from app.ikm.mutu import Mutu, mutu_of
from app.ikm.rounding import round_half_up
from app.ikm.scores import Code, UnsurTally, pool


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A roll-up of `units` units: exact, and rounded once to 2 decimals."""

    exact: Fraction
    units: int

    @property
    def ikm(self) -> Decimal:
        """The rounded index, 25.00 to 100.00."""
        return round_half_up(self.exact)

    @property
    def mutu(self) -> Mutu:
        """The band of the rounded index."""
        return mutu_of(self.ikm)


def mean_of_ikm(ikms: Iterable[Fraction]) -> Aggregate | None:
    """Return the mean of the units' exact IKM, each counting the same; None without units.

    A reported result, known to 2 decimals only, enters as Fraction(Decimal).
    """
    return weighted_by_population((ikm, 1) for ikm in ikms)


def weighted_by_population(units: Iterable[tuple[Fraction, int]]) -> Aggregate | None:
    """Return the mean of the units' exact IKM, weighted by N, their users; None when nobody used any unit."""
    units = list(units)
    if any(population < 0 for _, population in units):
        raise ValueError("a population cannot be negative")
    total = sum(population for _, population in units)
    if not total:
        return None
    weighted = sum((ikm * population for ikm, population in units), Fraction())
    return Aggregate(weighted / total, len(units))


def pooled_ikm(units: Iterable[Mapping[Code, UnsurTally]]) -> Aggregate | None:
    """Return the IKM of all responses of the units thrown together; None while any unsur has no score."""
    units = list(units)
    exact = ikm_exact(list(pool(units).values()))
    return None if exact is None else Aggregate(exact, len(units))
