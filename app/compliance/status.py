"""The six status words of the compliance board. Pure: what they mean is decided here and nowhere else."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from app.compliance.pace import Forecast, Window
from app.surveys.states import FINISHED, SurveyState

COLLECTED = frozenset({SurveyState.DITUTUP, SurveyState.DIKEMBALIKAN})


class ComplianceStatus(StrEnum):
    SELESAI_TEPAT_WAKTU = "selesai_tepat_waktu"
    SELESAI_TERLAMBAT = "selesai_terlambat"
    SESUAI_JALUR = "sesuai_jalur"
    TERTINGGAL = "tertinggal"
    BELUM_MULAI = "belum_mulai"
    LEWAT_TENGGAT = "lewat_tenggat"

    @property
    def label(self) -> str:
        """The word on the screen and in e-mails."""
        return LABELS[self]

    @property
    def finished(self) -> bool:
        return self in {ComplianceStatus.SELESAI_TEPAT_WAKTU, ComplianceStatus.SELESAI_TERLAMBAT}


LABELS = {
    ComplianceStatus.SELESAI_TEPAT_WAKTU: "Selesai tepat waktu",
    ComplianceStatus.SELESAI_TERLAMBAT: "Selesai terlambat",
    ComplianceStatus.SESUAI_JALUR: "Sesuai jalur",
    ComplianceStatus.TERTINGGAL: "Tertinggal",
    ComplianceStatus.BELUM_MULAI: "Belum mulai",
    ComplianceStatus.LEWAT_TENGGAT: "Lewat tenggat",
}

# Unfinished first, the most urgent at the head. "Tertinggal" stands before "Belum mulai": the one is
# measured to be late, the other may simply have planned its weeks for later. Among the finished, one late
# UPP makes the OPD late.
WORST_FIRST = (
    ComplianceStatus.LEWAT_TENGGAT,
    ComplianceStatus.TERTINGGAL,
    ComplianceStatus.BELUM_MULAI,
    ComplianceStatus.SESUAI_JALUR,
    ComplianceStatus.SELESAI_TERLAMBAT,
    ComplianceStatus.SELESAI_TEPAT_WAKTU,
)


def is_finished(state: SurveyState, *, reported_on: date | None = None) -> bool:
    """True from `diajukan` on, or once a third party's result is in; `dikembalikan` is unfinished again."""
    return state in FINISHED or (reported_on is not None and state != SurveyState.DIKEMBALIKAN)


def survey_status(
    *,
    state: SurveyState,
    forecast: Forecast,
    window: Window,
    deadline: date,
    today: date,
    first_submitted_on: date | None = None,
    reported_on: date | None = None,
) -> ComplianceStatus:
    """Return the status of one UPP on the local day `today`; of several parts `state` is the present one's.

    `first_submitted_on` is the local day of the first submission: a later return and a second submission do
    not make a punctual UPP late. Raises ValueError when a submitted survey has no day of submission.
    """
    if is_finished(state, reported_on=reported_on):
        return _finished_status(first_submitted_on, reported_on, deadline)
    if today > deadline:
        return ComplianceStatus.LEWAT_TENGGAT
    if state == SurveyState.BELUM_MULAI:
        return ComplianceStatus.BELUM_MULAI
    if state in COLLECTED or will_reach_target(forecast, window=window, deadline=deadline):
        return ComplianceStatus.SESUAI_JALUR
    return ComplianceStatus.TERTINGGAL


def will_reach_target(forecast: Forecast, *, window: Window, deadline: date) -> bool:
    """True when the target is met or forecast by the deadline.

    While no pace can be measured yet, the plan speaks: collecting that is to end by the deadline is on
    track, so that a November plan is not late in June. A survey without a target is not on track, since
    nobody can tell.
    """
    if forecast.target is None or forecast.target_met:
        return forecast.target_met
    if forecast.pace is None:
        return window.last <= deadline
    return forecast.done_on is not None and forecast.done_on <= deadline


def opd_status(upps: Iterable[ComplianceStatus]) -> ComplianceStatus | None:
    """Return the OPD's status: the worst of its UPPs with an obligation, in the order of WORST_FIRST.

    So the OPD is finished only when all of them are, and on time only when all of them were. None without
    any.
    """
    return min(upps, key=WORST_FIRST.index, default=None)


def _finished_status(first_submitted_on: date | None, reported_on: date | None, deadline: date) -> ComplianceStatus:
    days = [day for day in (first_submitted_on, reported_on) if day is not None]
    if not days:
        raise ValueError("a submitted survey needs the day of its first submission")
    if min(days) <= deadline:
        return ComplianceStatus.SELESAI_TEPAT_WAKTU
    return ComplianceStatus.SELESAI_TERLAMBAT
