"""The states of a survey and the moves between them (product.md, "Periode, survey, states")."""

from __future__ import annotations

from enum import StrEnum

from app.errors import Conflict


class SurveyState(StrEnum):
    BELUM_MULAI = "belum_mulai"
    BERJALAN = "berjalan"
    DITUTUP = "ditutup"
    DIAJUKAN = "diajukan"
    DIKEMBALIKAN = "dikembalikan"
    DIVERIFIKASI = "diverifikasi"
    DIPUBLIKASIKAN = "dipublikasikan"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    SurveyState.BELUM_MULAI: "Belum mulai",
    SurveyState.BERJALAN: "Berjalan",
    SurveyState.DITUTUP: "Ditutup",
    SurveyState.DIAJUKAN: "Diajukan",
    SurveyState.DIKEMBALIKAN: "Dikembalikan",
    SurveyState.DIVERIFIKASI: "Diverifikasi",
    SurveyState.DIPUBLIKASIKAN: "Dipublikasikan",
}

S = SurveyState
MOVES: dict[SurveyState, frozenset[SurveyState]] = {
    S.BELUM_MULAI: frozenset({S.BERJALAN}),
    S.BERJALAN: frozenset({S.DITUTUP}),
    S.DITUTUP: frozenset({S.DIAJUKAN, S.BERJALAN}),
    S.DIAJUKAN: frozenset({S.DIVERIFIKASI, S.DIKEMBALIKAN}),
    S.DIKEMBALIKAN: frozenset({S.DIAJUKAN, S.BERJALAN}),
    S.DIVERIFIKASI: frozenset({S.DIPUBLIKASIKAN, S.BERJALAN}),
    S.DIPUBLIKASIKAN: frozenset({S.BERJALAN}),
}

# Finished for reminders and the board; "dikembalikan" is unfinished again.
FINISHED = frozenset({S.DIAJUKAN, S.DIVERIFIKASI, S.DIPUBLIKASIKAN})
# Their figures are frozen.
FROZEN = FINISHED | {S.DITUTUP, S.DIKEMBALIKAN}


def check_move(before: SurveyState, after: SurveyState) -> None:
    """Raise Conflict where the survey cannot go from one state to the other."""
    if after not in MOVES[before]:
        raise Conflict(f"Survei ini berstatus {before.label}, sehingga belum dapat menjadi {after.label}.")
