"""How the board says what it knows. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.compliance.board import Board, OpdLine
from app.compliance.details import People, Petugas
from app.compliance.pace import Band
from app.compliance.standing import Term, UppStanding
from app.compliance.status import ComplianceStatus
from app.opd.models import Kewajiban
from app.surveys.models import Executor
from app.surveys.states import SurveyState
from app.web.formats import angka, daftar, hari_tanggal, jam, rentang_tanggal, tanggal_pendek

# The keys of components/status.html where they differ from ours.
MARKS = {ComplianceStatus.SELESAI_TEPAT_WAKTU: "selesai"}
AFTER_SUBMISSION = {
    SurveyState.DIAJUKAN: "menunggu verifikasi",
    SurveyState.DIVERIFIKASI: "terverifikasi",
    SurveyState.DIPUBLIKASIKAN: "dipublikasikan",
}
AFTER_COLLECTING = {
    SurveyState.DITUTUP: "ditutup, menunggu kepala",
    SurveyState.DIKEMBALIKAN: "dikembalikan dengan catatan",
}
EXECUTORS = {Executor.MANDIRI: "Mandiri", Executor.PIHAK_KETIGA: "Pihak ketiga"}


@dataclass(frozen=True)
class Outlook:
    """What the forecast strip of a line shows and says; without a headline the dates speak."""

    headline: str | None = None
    note: str = ""
    done_on: date | None = None
    between: Band | None = None  # drawn around the day
    over: bool = False  # collecting is over: the strip is a point at its start
    draws_plan: bool = False


def mark(status: ComplianceStatus) -> str:
    """Return the key by which components/status.html draws the status."""
    return MARKS.get(status, status.value)


def headline(board: Board) -> str:
    """Return the sentence at the head of the page."""
    total = len(board.lines)
    if board.finished == total:
        return f"Semua {angka(total)} OPD sudah menyampaikan laporan SKM"
    said = f"{angka(board.finished)} dari {angka(total)} OPD sudah menyampaikan laporan SKM"
    if not board.late:
        return said
    return f"{said}; {angka(board.late)} {'diperkirakan terlambat' if board.term.days_left >= 0 else 'lewat tenggat'}"


def lead(board: Board) -> str:
    """Return who must and who should, and how long there is."""
    obligations = [
        f"{kewajiban.value} {angka(done)} dari {angka(total)}"
        for kewajiban in (Kewajiban.WAJIB, Kewajiban.DIHARAPKAN)
        for done, total in [board.obligation(kewajiban)]
        if total
    ]
    counted = ", ".join(obligations)
    return f"{counted[:1].upper()}{counted[1:]}. Tenggat {hari_tanggal(board.term.deadline)}{_left(board)}"


def _left(board: Board) -> str:
    term = board.term
    if board.finished == len(board.lines) and term.days_left <= 0:
        return "."
    if term.days_left > 0:
        return f": {angka(term.days_left)} hari lagi, {angka(term.working_days_left)} hari kerja."
    return ": hari ini." if term.days_left == 0 else f", lewat {angka(-term.days_left)} hari."


def outlook(upp: UppStanding, term: Term) -> Outlook:
    """Return what is to be expected of a UPP: what it has handed in, when it will have its answers, or why nobody knows."""
    seen = _outlook(upp, term)
    return seen if len(upp.parts) < 2 or upp.finished else replace(seen, note=_part(upp, seen.note))


def _outlook(upp: UppStanding, term: Term) -> Outlook:
    if upp.finished:
        day = f"Disampaikan {_day(upp.submitted_on, term.today)}" if upp.submitted_on else "Sudah disampaikan"
        return Outlook(day, AFTER_SUBMISSION.get(upp.state, ""), over=True)
    if upp.collected:
        met = upp.forecast.target_met
        return Outlook("Target tercapai" if met else "Pengumpulan selesai", AFTER_COLLECTING[upp.state], over=True)
    if upp.forecast.target is None:
        return Outlook("Target belum dapat dihitung", "jumlah pengguna layanan belum diisi")
    if upp.forecast.target_met:
        return Outlook("Target tercapai", f"laporan siap {_day(upp.forecast.ready_on, term.today)}", over=True)
    if upp.forecast.done_on is None:
        return Outlook(_unknown(upp), _plan(upp), draws_plan=upp.planned)
    band = upp.forecast.done_between
    parts = [f"antara {near_day(band.first, term.today)} dan {_day(band.last, term.today)}"] if band else []
    parts.append(f"laju {angka(upp.forecast.pace, 1)} · laporan siap {_day(upp.forecast.ready_on, term.today)}")
    return Outlook(note=" · ".join(parts), done_on=upp.forecast.done_on, between=band)


def _part(upp: UppStanding, note: str) -> str:
    return f"bagian {upp.part} dari {len(upp.parts)}{' · ' if note else ''}{note}"


def _unknown(upp: UppStanding) -> str:
    if upp.forecast.pace:
        return "Lebih dari dua tahun lagi"
    return "Tidak ada jawaban baru" if upp.forecast.achieved else "Laju belum dapat dihitung"


def _plan(upp: UppStanding) -> str:
    return f"rencana {short_range(upp.window.first, upp.window.last)}" if upp.planned else "rencana belum dicatat"


def executor_words(line: OpdLine) -> str:
    return daftar(EXECUTORS[each] for each in Executor if each in line.executors) or "–"


def petugas(team: Petugas) -> str:
    """Return `petugas terlatih 2/3`."""
    return f"petugas terlatih {angka(team.trained)}/{angka(team.all)}" if team.all else "belum ada petugas"


def activity(line: OpdLine, people: People, today: date) -> str:
    """Return when the OPD was last seen: answers that came in, or an admin who signed in."""
    last = people.last_active_on(line)
    if last is not None:
        return f"aktif {near_day(last, today)}"
    contact = people.contact(line.opd.id)
    if contact is None:
        return ""
    return "belum masuk" if contact.joined else "undangan belum diterima"


def near_day(day: date, today: date) -> str:
    """Return `hari ini`, `kemarin`, `20 Nov`, or with the year of another year."""
    if day == today:
        return "hari ini"
    return "kemarin" if day == today - timedelta(days=1) else _day(day, today)


def near_moment(moment: datetime | None, today: date) -> str:
    """Return `kemarin 08.00`; the moment in the city's zone."""
    return f"{near_day(moment.date(), today)} {jam(moment)}" if moment else ""


def short_range(first: date, last: date) -> str:
    """Return `2–27 Nov` or `12 Okt – 21 Nov`."""
    if (first.year, first.month) == (last.year, last.month) and first != last:
        return f"{first.day}–{tanggal_pendek(last)}"
    if first.year != last.year:
        return rentang_tanggal(first, last)
    return f"{tanggal_pendek(first)} – {tanggal_pendek(last)}"


def _day(day: date | None, today: date) -> str:
    short = tanggal_pendek(day)
    return short if day is None or day.year == today.year else f"{short} {day.year}"
