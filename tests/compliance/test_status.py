"""Which of the six words an office reads about itself."""

from datetime import date, timedelta
from itertools import product

import pytest

from app.compliance.pace import Window, forecast, recent_days
from app.compliance.status import WORST_FIRST, ComplianceStatus, is_finished, opd_status, survey_status
from app.surveys.states import SurveyState
from app.workdays import NATIONAL_CALENDAR

C, S = ComplianceStatus, SurveyState
TODAY = date(2026, 11, 24)
DEADLINE = date(2026, 11, 30)
WINDOW = Window(date(2026, 11, 2), DEADLINE)


def status(state, *, daily=0, target=100, window=WINDOW, today=TODAY, **submitted):
    """The status of a survey that gathered `daily` answers on each working day of its window so far."""
    days = NATIONAL_CALENDAR.last_working_days(99, first=window.first, last=min(today, window.last))
    recent = recent_days(window, today)
    achieved = daily * len(days)
    found = forecast(
        achieved,
        daily * sum(recent is not None and recent.first <= day <= recent.last for day in days),
        target=target,
        missing=max((target or 0) - achieved, 0),
        window=window,
        deadline=DEADLINE,
        today=today,
    )
    return survey_status(state=state, forecast=found, window=window, deadline=DEADLINE, today=today, **submitted)


def test_the_words_are_those_of_the_board():
    assert [word.label for word in C] == [
        "Selesai tepat waktu",
        "Selesai terlambat",
        "Sesuai jalur",
        "Tertinggal",
        "Belum mulai",
        "Lewat tenggat",
    ]


@pytest.mark.parametrize("state", [S.DIAJUKAN, S.DIVERIFIKASI, S.DIPUBLIKASIKAN])
def test_submitted_on_the_last_day_is_on_time_and_a_day_later_is_late(state):
    assert status(state, first_submitted_on=DEADLINE) == C.SELESAI_TEPAT_WAKTU
    assert status(state, first_submitted_on=DEADLINE + timedelta(days=1)) == C.SELESAI_TERLAMBAT


def test_a_second_submission_after_a_return_does_not_make_a_punctual_unit_late():
    january = date(2027, 1, 15)
    assert status(S.DIAJUKAN, first_submitted_on=date(2026, 11, 20), today=january) == C.SELESAI_TEPAT_WAKTU


def test_returned_is_unfinished_again():
    returned = {"first_submitted_on": date(2026, 11, 20)}
    assert not is_finished(S.DIKEMBALIKAN)
    assert status(S.DIKEMBALIKAN, **returned) == C.SESUAI_JALUR
    assert status(S.DIKEMBALIKAN, today=date(2026, 12, 1), **returned) == C.LEWAT_TENGGAT


def test_a_third_partys_reported_result_counts_as_handed_in():
    assert status(S.BELUM_MULAI, reported_on=date(2026, 10, 1)) == C.SELESAI_TEPAT_WAKTU
    assert status(S.BELUM_MULAI, reported_on=date(2026, 12, 1)) == C.SELESAI_TERLAMBAT
    assert status(S.DIKEMBALIKAN, reported_on=date(2026, 10, 1)) == C.SESUAI_JALUR


def test_belum_mulai_is_a_word_of_the_time_before_the_deadline_only():
    assert status(S.BELUM_MULAI, today=DEADLINE) == C.BELUM_MULAI
    assert status(S.BELUM_MULAI, today=DEADLINE + timedelta(days=1)) == C.LEWAT_TENGGAT


def test_a_running_survey_is_on_track_while_its_forecast_keeps_the_deadline():
    # 16 working days have passed, today included; four are left.
    assert status(S.BERJALAN, daily=10, target=200) == C.SESUAI_JALUR
    assert status(S.BERJALAN, daily=10, target=201 + 3 * 10) == C.TERTINGGAL


def test_a_met_target_is_on_track_until_the_deadline_has_passed():
    assert status(S.BERJALAN, daily=10, target=100) == C.SESUAI_JALUR
    assert status(S.BERJALAN, daily=10, target=100, today=date(2026, 12, 1)) == C.LEWAT_TENGGAT


def test_a_november_plan_is_not_late_in_june():
    assert status(S.BERJALAN, today=date(2026, 6, 10)) == C.SESUAI_JALUR


def test_a_plan_that_ends_after_the_deadline_is_behind_from_the_start():
    december = Window(date(2026, 11, 25), date(2026, 12, 11))
    assert status(S.BERJALAN, window=december) == C.TERTINGGAL


def test_without_a_target_nobody_can_call_it_on_track():
    assert status(S.BERJALAN, daily=10, target=None) == C.TERTINGGAL


def test_a_closed_survey_waits_only_for_its_signature():
    assert status(S.DITUTUP, daily=1, target=384) == C.SESUAI_JALUR


def test_a_submission_without_its_day_is_a_mistake_that_is_heard():
    with pytest.raises(ValueError, match="first submission"):
        status(S.DIAJUKAN)


def test_an_opd_is_finished_only_with_its_last_upp_and_on_time_only_with_all():
    punctual = [C.SELESAI_TEPAT_WAKTU] * 29
    assert opd_status(punctual) == C.SELESAI_TEPAT_WAKTU
    assert opd_status([*punctual, C.SELESAI_TERLAMBAT]) == C.SELESAI_TERLAMBAT
    assert opd_status([*punctual, C.SELESAI_TERLAMBAT, C.SESUAI_JALUR]) == C.SESUAI_JALUR
    assert opd_status([*punctual, C.BELUM_MULAI]) == C.BELUM_MULAI


def test_measured_lateness_weighs_more_than_not_having_begun():
    assert opd_status([C.BELUM_MULAI, C.TERTINGGAL, C.SESUAI_JALUR]) == C.TERTINGGAL
    assert opd_status([C.TERTINGGAL, C.LEWAT_TENGGAT]) == C.LEWAT_TENGGAT


def test_an_opd_without_obligations_has_no_status():
    assert opd_status([]) is None


def test_the_roll_up_is_decided_for_every_pair_and_never_calls_unfinished_finished():
    assert set(WORST_FIRST) == set(C)
    for one, other in product(C, C):
        rolled = opd_status([one, other])
        assert rolled == opd_status([other, one])
        assert rolled.finished == (one.finished and other.finished)
