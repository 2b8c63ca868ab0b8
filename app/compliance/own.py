"""The board of one OPD with several UPP: where each stands, what it waits for, and reminding them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.compliance import details, words
from app.compliance.queries import find_own
from app.compliance.standing import OpdStanding, Term, UppStanding
from app.compliance.status import WORST_FIRST
from app.db import transaction
from app.errors import NotFound
from app.opd.operations.opd import choose_submission
from app.opd.queries import get_opd
from app.periods.models import Periode
from app.periods.queries import find_current_periode, list_running
from app.reminders import operations
from app.reminders.forms import UppReminderForm
from app.surveys.states import SurveyState
from app.web.formats import angka, daftar

bp = Blueprint("own_board", __name__)
PAGE = "/opd/<kode>/papan-upp"
ORDER = {status: place for place, status in enumerate(WORST_FIRST)}
# What a UPP waits for, and who must act.
NEXT = {
    SurveyState.BELUM_MULAI: "UPP mencatat rencana dan mulai",
    SurveyState.BERJALAN: "UPP mengumpulkan jawaban",
    SurveyState.DITUTUP: "menunggu pengesahan",
    SurveyState.DIKEMBALIKAN: "dikembalikan, menunggu perbaikan",
    SurveyState.DIAJUKAN: "menunggu Bagian Organisasi",
    SurveyState.DIVERIFIKASI: "terverifikasi",
    SurveyState.DIPUBLIKASIKAN: "dipublikasikan",
}
TO_CERTIFY = (SurveyState.DITUTUP, SurveyState.DIKEMBALIKAN)


@dataclass(frozen=True)
class OwnBoard:
    """The UPP of an OPD, the most at risk first."""

    opd: OpdStanding
    term: Term
    upp: tuple[UppStanding, ...]

    @property
    def finished(self) -> int:
        return sum(each.finished for each in self.upp)

    @property
    def late(self) -> int:
        return sum(each.expected_late or (not each.finished and self.term.days_left < 0) for each in self.upp)

    @property
    def to_certify(self) -> tuple[UppStanding, ...]:
        return tuple(each for each in self.upp if each.state in TO_CERTIFY)

    @property
    def headline(self) -> str:
        if self.finished == len(self.upp):
            return f"Semua {angka(len(self.upp))} UPP sudah menyampaikan laporan SKM"
        said = f"{angka(self.finished)} dari {angka(len(self.upp))} UPP sudah menyampaikan laporan SKM"
        word = "lewat tenggat" if self.term.days_left < 0 else "diperkirakan terlambat"
        return f"{said}; {angka(self.late)} {word}" if self.late else said


@bp.get(PAGE)
@requires(P.OWN_BOARD_READ)
def show(kode: str) -> Any:
    return _page(UppReminderForm(formdata=None))


@bp.post(f"{PAGE}/pengingat")
@requires(P.OWN_REMIND)
def remind(kode: str) -> Any:
    periode, form = running_periode(), UppReminderForm()
    chosen = _chosen(periode)
    if not chosen:
        form.form_errors.append("Pilih UPP yang akan diingatkan.")
    if not form.validate() or not chosen:
        return _page(form), 422
    with transaction():
        letters, left_out = operations.remind_upp(
            form.key(), periode_id=periode.id, upp_ids=tuple(each.id for each in chosen), text=form.text.data or "",
            by=present_actor(),
        )  # fmt: skip
    if letters:
        flash(f"{angka(letters)} e-mail masuk antrean kirim.", "success")
    names = [each.name for each in chosen if each.id in left_out]
    if names:
        flash(f"{daftar(names)} sudah Anda ingatkan kurang dari 20 jam yang lalu, jadi dilewati.", "warning")
    elif not letters:
        flash(
            "Tidak ada yang dikirimi: UPP itu belum punya admin, adminnya menjeda pengingat, atau pengingat ini sudah terkirim.",
            "warning",
        )
    return redirect(url_for(".show", kode=kode))


@bp.post(f"{PAGE}/pengiriman-hasil")
@requires(P.UPP_MANAGE)
def submission(kode: str) -> Any:
    by_opd = request.form.get("lewat_opd") == "ya"
    with transaction():
        choose_submission(g.opd_id, by_opd=by_opd, by=present_actor())
    flash(
        "Mulai sekarang hasil UPP disahkan dan dikirim kepala OPD."
        if by_opd
        else "Mulai sekarang setiap UPP boleh mengesahkan dan mengirim hasilnya sendiri.",
        "success",
    )
    return redirect(url_for(".show", kode=kode))


def _page(form: UppReminderForm) -> str:
    periode = running_periode()
    board = _board(periode)
    return render_template(
        "compliance/own.html",
        board=board,
        periode=periode,
        form=form,
        chosen=set(request.form.getlist("upp")),
        people=details.read_people([g.opd_id]),
        by_opd=get_opd(g.opd_id).submits_for_upp,
        surveys={each.id: each.parts[each.part - 1].id for each in board.upp if each.parts},
        today=clock.today(),
        words=words,
        NEXT=NEXT,
        TO_CERTIFY=TO_CERTIFY,
    )


def running_periode() -> Periode:
    """Return the periode that runs, or the next that will."""
    periode = find_current_periode() or next(iter(list_running()), None)
    if periode is None:
        raise NotFound("Belum ada periode yang berjalan.")
    return periode


def _board(periode: Periode) -> OwnBoard:
    term = Term(periode.opens_on, periode.deadline, clock.today())
    standing = find_own(periode.id, term)
    if standing is None:
        raise NotFound("OPD ini tidak ikut SKM pada periode ini.")
    return OwnBoard(standing, term, tuple(sorted(standing.upps, key=lambda upp: (ORDER[upp.status], upp.name))))


def _chosen(periode: Periode) -> list[UppStanding]:
    kodes = set(request.form.getlist("upp"))
    return [each for each in _board(periode).upp if each.kode in kodes and not each.finished]
