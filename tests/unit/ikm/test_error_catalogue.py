"""What other software gets wrong, as found in sheets and public repositories: none of it must be ours."""

from decimal import Decimal
from fractions import Fraction

import pytest

from app.ikm import (
    Unsur,
    UnsurTally,
    figures_of,
    ikm,
    ikm_with_weight,
    mutu_of,
    nrr_tertimbang,
    round_half_up,
    tally_rows,
)

from .surveys import K


def weight_of_2004(tallies):
    return round_half_up(ikm_with_weight(tallies, Fraction("0.071")))


def weight_of_a_sheet(tallies):
    return round_half_up(ikm_with_weight(tallies, Fraction("0.111")))


def weight_as_printed(tallies):
    return round_half_up(ikm_with_weight(tallies, Fraction("0.11")))


def weighted_nrr_rounded_first(tallies):
    return round_half_up(25 * sum(round_half_up(tally.nrr / K, 2) for tally in tallies))


def weighted_nrr_as_shown(tallies):
    return round_half_up(25 * sum(nrr_tertimbang(tally.nrr, K) for tally in tallies))


def mean_rounded_first(tallies):
    return round_half_up(25 * round_half_up(sum(tally.nrr for tally in tallies) / K))


def five_point_scale(tallies):
    return round_half_up(20 * sum(tally.nrr for tally in tallies) / K)


def times_26(tallies):
    return round_half_up(26 * sum(tally.nrr for tally in tallies) / K)


@pytest.mark.parametrize(
    ("mistake", "figure"),
    [
        (weight_of_2004, "50.32"),
        (weight_of_a_sheet, "78.66"),
        (weight_as_printed, "77.95"),
        (weighted_nrr_rounded_first, "78.75"),
        (weighted_nrr_as_shown, "78.75"),
        (mean_rounded_first, "78.75"),
        (five_point_scale, "62.99"),
        (times_26, "81.89"),
    ],
)
def test_the_same_answers_by_a_known_mistake(sekadau, mistake, figure):
    tallies = tally_rows(sekadau.rows, K)

    assert str(mistake(tallies)) == figure
    assert str(ikm(tallies)) == "78.74"


def test_missing_answers_are_not_averaged_by_respondent_nor_over_all_answers():
    rows = [(4, None), (4, 1)]
    by_respondent = 25 * (Fraction(4) + Fraction(5, 2)) / 2
    over_all_answers = 25 * Fraction(4 + 4 + 1, 3)

    index = ikm(tally_rows(rows, 2))

    assert index == Decimal("62.50")
    assert index not in (by_respondent, over_all_answers)


def test_a_blank_is_not_a_zero():
    assert ikm(tally_rows([(4, 4), (4, None)], 2)) == Decimal("100.00")


def test_free_of_charge_raises_the_index(perpusnas):
    """BIAYA with its options in reversed order would make "Gratis" the worst answer."""
    reversed_biaya = {**perpusnas, Unsur.BIAYA: UnsurTally.from_frequencies([162, 23, 1, 1])}

    assert perpusnas[Unsur.BIAYA].nrr > max(perpusnas[unsur].nrr for unsur in (Unsur.WAKTU, Unsur.SARPRAS))
    assert str(ikm(list(perpusnas.values()))) == "87.64"
    assert str(ikm(list(reversed_biaya.values()))) == "80.14"


def test_sarpras_and_pengaduan_are_told_apart_by_code(perpusnas):
    """The report prints 8 = Pengaduan, 9 = Sarpras; the questionnaire has them the other way round."""
    by_code = {row.code: str(row.nrr) for row in figures_of(perpusnas, n=187).unsur}

    assert (by_code["SARPRAS"], by_code["PENGADUAN"]) == ("3.369", "3.781")
    assert figures_of(perpusnas, n=187).lowest[0] == "PRODUK"
    assert list(by_code)[-2:] == ["SARPRAS", "PENGADUAN"]


@pytest.mark.parametrize(
    ("index", "mutu"),
    [
        ("82.00", "B"),  # A by KEP/25/2004
        ("81.26", "B"),
        ("62.51", "D"),  # B by KEP/25/2004
        ("64.99", "D"),  # C by KEP/25/2004
        ("43.76", "D"),
        ("88.76", "A"),
        ("76.66", "B"),
        ("64.56", "D"),
        ("66.14", "C"),  # B in one repository
    ],
)
def test_bands_of_other_tables_are_not_used(index, mutu):
    assert mutu_of(Decimal(index)) == mutu


def test_the_figures_always_say_how_few_answered():
    assert figures_of({unsur: UnsurTally(1, 4) for unsur in Unsur}, n=1).n == 1


def test_more_answers_than_respondents_are_refused():
    """A published page had 295 respondents on one table and 284 on the next."""
    with pytest.raises(ValueError, match="284 respondents"):
        figures_of({Unsur.BIAYA: UnsurTally(295, 1000)}, n=284)
