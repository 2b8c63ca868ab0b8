from decimal import Decimal
from fractions import Fraction

import pytest

from app.ikm import EMPTY, Unsur, UnsurTally, figures_of


def test_everything_about_the_published_survey_of_perpusnas(perpusnas):
    result = figures_of(perpusnas, n=187)

    assert (result.n, str(result.ikm), result.mutu, result.kinerja) == (187, "87.64", "B", "Baik")
    assert str(result.index) == "3.506"
    assert [row.code for row in result.unsur] == list(Unsur)
    assert result.lowest == (Unsur.PRODUK, Unsur.PERSYARATAN, Unsur.SARPRAS)
    assert result.missing == ()
    assert [row.label for row in result.weights] == ["persis", "0.111", "0.11"]


def test_one_unsur_as_printed(perpusnas):
    sarpras = figures_of(perpusnas, n=187).unsur[7]

    assert (sarpras.code, sarpras.count, sarpras.total) == (Unsur.SARPRAS, 187, 630)
    assert sarpras.exact == Fraction(630, 187)
    assert (str(sarpras.nrr), str(sarpras.tertimbang)) == ("3.369", "0.374")
    assert (str(sarpras.konversi), sarpras.mutu) == ("84.22", "B")


def test_equal_lows_stand_in_questionnaire_order():
    tallies = {unsur: UnsurTally(10, 35) for unsur in reversed(Unsur)}
    tallies[Unsur.PENGADUAN] = UnsurTally(10, 30)

    assert figures_of(tallies, n=10).lowest == (Unsur.PENGADUAN, Unsur.PERSYARATAN, Unsur.PROSEDUR)


def test_equal_nrr_from_different_numbers_of_answers_is_a_tie():
    tallies = {"U1": UnsurTally(3, 9), "U2": UnsurTally(1, 3), "U3": UnsurTally(2, 5)}
    assert figures_of(tallies, n=3).lowest == ("U3", "U1", "U2")


def test_lowest_goes_by_the_exact_nrr_not_the_shown_one():
    tallies = {"U1": UnsurTally(20000, 60001), "U2": UnsurTally(20000, 60000)}
    result = figures_of(tallies, n=20000)

    assert [str(row.nrr) for row in result.unsur] == ["3.000", "3.000"]
    assert result.lowest == ("U2", "U1")


def test_an_unsur_without_a_score_takes_the_ikm_away_and_is_named():
    tallies = {unsur: UnsurTally(10, 30) for unsur in Unsur} | {Unsur.WAKTU: EMPTY, Unsur.PENGADUAN: EMPTY}
    result = figures_of(tallies, n=10)

    assert result.missing == (Unsur.WAKTU, Unsur.PENGADUAN)
    assert (result.ikm, result.exact, result.index, result.mutu, result.kinerja) == (None,) * 5
    assert result.unsur[2].nrr is None
    assert result.unsur[0].nrr == Decimal("3.000")
    assert Unsur.WAKTU not in result.lowest


def test_sub_questions_may_have_one_answer_a_respondent_each():
    unsur = UnsurTally.from_sub_questions([UnsurTally(10, 40), UnsurTally(10, 30)])
    result = figures_of({"U1": unsur}, n=10)

    assert (result.unsur[0].count, str(result.unsur[0].nrr)) == (20, "3.500")
    with pytest.raises(ValueError, match="9 respondents"):
        figures_of({"U1": unsur}, n=9)


def test_no_unsur_at_all_is_refused():
    with pytest.raises(ValueError, match="at least one unsur"):
        figures_of({}, n=0)
