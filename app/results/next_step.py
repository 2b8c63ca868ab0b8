"""The one thing to do next with a survey, for the person who looks at its result. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.access.permissions import P
from app.surveys.states import SurveyState
from app.web.formats import tanggal

S = SurveyState
LOOK = "Lihat pengumpulan"


@dataclass(frozen=True)
class Step:
    """`endpoint` is where the act is done; None where one waits for others. `checked`: with the list of what is ready."""

    title: str
    text: str
    label: str | None = None
    endpoint: str | None = None
    accent: bool = False
    checked: bool = False


def next_step(
    state: SurveyState, may: Callable[[P], bool], *, target_met: bool, deadline: date, today: date
) -> Step | None:
    """Return the next step in the person's own words of right; None where there is nothing to say."""
    until = deadline_words(deadline, today)
    if state is S.BELUM_MULAI:
        return _before(may, until)
    if state is S.BERJALAN:
        return _running(may, until, target_met=target_met)
    if state in (S.DITUTUP, S.DIKEMBALIKAN):
        return _closed(may, f"Dikembalikan dengan catatan. {until}" if state is S.DIKEMBALIKAN else until)
    return _submitted(may) if state is S.DIAJUKAN else _verified(may)


def _before(may: Callable[[P], bool], until: str) -> Step:
    if may(P.SURVEY_PLAN):
        return Step("Mulai survei", until, "Buka rencana dan mulai", "surveys.show", accent=True)
    return Step("Survei belum mulai", until, LOOK, "surveys.show")


def _running(may: Callable[[P], bool], until: str, *, target_met: bool) -> Step:
    if may(P.SURVEY_CLOSE) and target_met:
        return Step("Tutup survei", f"Target tercapai. {until}", "Tutup survei", "surveys.close", accent=True)
    return Step("Pengumpulan berjalan", until, LOOK, "surveys.show")


def _closed(may: Callable[[P], bool], text: str) -> Step:
    if may(P.SURVEY_SUBMIT):
        return Step("Sahkan & kirim", text, "Sahkan & kirim", "surveys.submit", accent=True, checked=True)
    return Step("Menunggu kepala mengesahkan", text, LOOK, "surveys.show", checked=may(P.SURVEY_CLOSE))


def _submitted(may: Callable[[P], bool]) -> Step:
    if may(P.SURVEY_VERIFY):
        return Step("Verifikasi", "Hasil ini sudah diajukan.", "Periksa dan verifikasi", "surveys.examine", accent=True)
    return Step("Menunggu verifikasi", "Hasil ini sedang diperiksa Bagian Organisasi.", LOOK, "surveys.show")


def _verified(may: Callable[[P], bool]) -> Step | None:
    if not may(P.FOLLOWUP_EDIT):
        return None
    text = "Hasil ini sudah terverifikasi. Isi kemajuan rencananya, mulai dari unsur terendah."
    return Step("Tindak lanjuti", text, "Buka tindak lanjut", "followups.index", accent=True)


def deadline_words(deadline: date, today: date) -> str:
    """Return "Tenggat 30 November 2026, 6 hari lagi."."""
    days = (deadline - today).days
    distance = "hari ini" if not days else f"{days} hari lagi" if days > 0 else f"lewat {-days} hari"
    return f"Tenggat {tanggal(deadline)}, {distance}."
