from decimal import Decimal
from fractions import Fraction

from app.ikm import (
    EMPTY,
    Unsur,
    UnsurTally,
    ikm_exact,
    mean_of_ikm,
    pooled_ikm,
    weighted_by_population,
)

SMALL = {unsur: UnsurTally(10, 40) for unsur in Unsur}  # IKM 100 from 10 respondents
LARGE = {unsur: UnsurTally(90, 180) for unsur in Unsur}  # IKM 50 from 90 respondents


def exact(unit):
    return ikm_exact(list(unit.values()))


def test_in_the_mean_every_unit_counts_the_same():
    opd = mean_of_ikm([exact(SMALL), exact(LARGE)])
    assert (opd.exact, opd.ikm, opd.mutu, opd.units) == (75, Decimal("75.00"), "C", 2)


def test_in_the_pool_every_response_counts_the_same():
    opd = pooled_ikm([SMALL, LARGE])
    assert (opd.ikm, opd.mutu, opd.units) == (Decimal("55.00"), "D", 2)


def test_weighted_by_users_a_busy_unit_counts_more():
    opd = weighted_by_population([(exact(SMALL), 3000), (exact(LARGE), 1000)])
    assert (opd.exact, opd.units) == (Fraction("87.5"), 2)


def test_the_mean_is_taken_of_exact_figures_and_rounded_once():
    """The rounded figures, 76.60 and 76.61, would have a mean of 76.605 and so mutu B."""
    opd = mean_of_ikm([Fraction("76.604"), Fraction("76.605")])
    assert (str(opd.ikm), opd.mutu) == ("76.60", "C")


def test_the_parts_of_a_year_are_pooled_by_unsur():
    first = {Unsur.SARPRAS: UnsurTally(1, 2), Unsur.PENGADUAN: UnsurTally(3, 12)}
    second = {Unsur.PENGADUAN: UnsurTally(1, 4), Unsur.SARPRAS: UnsurTally(3, 6)}

    assert pooled_ikm([first, second]).exact == 25 * Fraction(2 + 4, 2)


def test_nothing_to_aggregate_gives_nothing():
    assert mean_of_ikm([]) is None
    assert weighted_by_population([(Fraction(80), 0)]) is None
    assert pooled_ikm([]) is None
    assert pooled_ikm([{Unsur.BIAYA: EMPTY}]) is None
