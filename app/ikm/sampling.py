"""How many respondents a survey needs (PermenPANRB 14/2017, Lampiran; Krejcie & Morgan 1970)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from app.ikm.rounding import round_half_up

Layanan = TypeVar("Layanan")

CENSUS_BELOW = 10
CHI_SQUARE = Fraction("3.841")  # λ² with one degree of freedom at 5 %, to the three decimals of the regulation
P_TIMES_Q = Fraction(1, 4)  # P = Q = 0.5
ERROR_SQUARED = Fraction("0.05") ** 2


def sample_size(population: int) -> int:
    """Return the respondents needed of `population` users of the previous period; below 10, all of them.

    S = λ²·N·P·Q / (d²·(N−1) + λ²·P·Q), rounded half up, which equals every row of the printed table.
    """
    if population < 0:
        raise ValueError("a population cannot be negative")
    if population < CENSUS_BELOW:
        return population
    spread = CHI_SQUARE * P_TIMES_Q
    return int(round_half_up(spread * population / (ERROR_SQUARED * (population - 1) + spread), 0))


def sample_size_each(populations: Mapping[Layanan, int]) -> dict[Layanan, int]:
    """Return the formula applied to each layanan by itself: the stricter policy."""
    return {layanan: sample_size(population) for layanan, population in populations.items()}


def allocate(target: int, populations: Mapping[Layanan, int]) -> dict[Layanan, int]:
    """Spread `target` over the layanan in proportion to their users, by largest remainder.

    The parts add up to the target and none exceeds its layanan's users; a target above all users is a census.
    Equal remainders go to the layanan with more users, then to the one that stands first.
    """
    if target < 0 or any(population < 0 for population in populations.values()):
        raise ValueError("a target or population cannot be negative")
    total = sum(populations.values())
    if target >= total:
        return dict(populations)
    parts = {layanan: target * population // total for layanan, population in populations.items()}
    by_remainder = sorted(
        populations,
        key=lambda layanan: (target * populations[layanan] % total, populations[layanan]),
        reverse=True,  # sorted keeps the given order among equals, also in reverse
    )
    for layanan in by_remainder[: target - sum(parts.values())]:
        parts[layanan] += 1
    return parts


def shortfall(target: int, achieved: int) -> int:
    """Return how many respondents are still missing; never negative."""
    return max(0, target - achieved)
