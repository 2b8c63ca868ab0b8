"""The pages of reminding: what was sent, what comes, and Ingatkan sekarang."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.access.roles import Role
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound, Rejected
from app.letters.models import LetterState
from app.reminders import log, operations, queries, writing
from app.reminders.composing import OwnWords, Reader, compose
from app.reminders.deciding import HELD_BACK
from app.reminders.forms import HandReminderForm
from app.reminders.letters import render
from app.reminders.log import LogFilter
from app.reminders.operations import HandReminder
from app.reminders.plan import Plan
from app.reminders.standing import OpdStanding, read_city
from app.reminders.whatsapp import group_text
from app.tenancy.scope import all_opds, opd_scope

bp = Blueprint("reminders", __name__)
BLUEPRINTS = (bp,)
# A letter is shown in a frame of its own: its styles stand inline, and nothing else may come in or go out.
LETTER_CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@bp.get("/organisasi/pengingat")
@requires(P.REMINDER_READ)
def index() -> Any:
    summary = queries.summary()
    if summary.plan is None:
        return render_template("reminders/none.html")
    chosen = _filter()
    letters, more = log.list_letters(summary.plan, chosen)
    return render_template(
        "reminders/index.html",
        summary=summary,
        plan=summary.plan,
        counts=queries.counts_by_step(summary.plan),
        letters=letters,
        older=f"{letters[-1].created_at.isoformat()},{letters[-1].id}" if more else None,
        chosen=chosen,
        city_letters=log.list_city_letters(),
        LetterState=LetterState,
        today=clock.today(),
    )


@bp.get("/organisasi/pengingat/<kode>/<uuid:letter_id>")
@requires(P.REMINDER_READ)
def letter(kode: str, letter_id: UUID) -> Any:
    return render_template("reminders/letter.html", line=log.get_line(letter_id), body=log.get_letter(letter_id).body,
                           subject=log.get_letter(letter_id).subject, kode=kode)  # fmt: skip


@bp.get("/organisasi/pengingat/<kode>/<uuid:letter_id>/surel")
@requires(P.REMINDER_READ)
def letter_html(kode: str, letter_id: UUID) -> Response:
    found = writing.write(log.get_letter(letter_id))
    html = found.html if found else "<p>E-mail ini tidak lagi diperlukan.</p>"
    return Response(html, headers={"Content-Security-Policy": LETTER_CSP, "X-Frame-Options": "SAMEORIGIN"})


@bp.post("/organisasi/pengingat/<kode>/<uuid:letter_id>/pengiriman-ulang")
@requires(P.REMINDER_SEND)
def send_again(kode: str, letter_id: UUID) -> Any:
    with transaction():
        operations.send_again(letter_id, by=present_actor())
    flash("E-mail akan dikirim ulang.", "success")
    return redirect(url_for(".index"))


@bp.post("/organisasi/pengingat/manual")
@requires(P.REMINDER_SEND)
def preview() -> Any:
    """Show what would be sent, to whom; nothing is sent yet."""
    plan, wanted, skipped = _chosen_opd()
    if not wanted:
        flash("Tidak ada yang perlu diingatkan: pilih OPD yang belum menyampaikan laporan.", "warning")
        return redirect(url_for("compliance.board"))
    form = HandReminderForm(token=str(uuid4()), with_kepala=True)
    form.token.data = str(uuid4())
    return _preview_page(form, plan, wanted, skipped)


@bp.post("/organisasi/pengingat/manual/pengiriman")
@requires(P.REMINDER_SEND)
def send() -> Any:
    plan, wanted, skipped = _chosen_opd()
    form = HandReminderForm()
    if not form.validate():
        return _preview_page(form, plan, wanted, skipped), 422
    reminder = HandReminder(
        token=_token(form.token.data),
        periode_id=plan.periode_id,
        text=form.text.data or "",
        with_kepala=form.with_kepala.data,
        reason=form.reason.data or "",
    )
    recent = _recently_reminded(wanted)
    if recent and not reminder.reason:
        form.refuse(Rejected(operations.REASON_WANTED, field="reason"))
        return _preview_page(form, plan, wanted, skipped), 422
    letters = 0
    for opd in wanted:
        with opd_scope(opd.id), transaction():
            letters += operations.remind(reminder, by=present_actor())
    flash(f"{letters} e-mail pengingat kepada {len(wanted)} OPD sedang dikirim.", "success")
    return redirect(url_for(".index"))


def _preview_page(form: HandReminderForm, plan: Plan, wanted: list[OpdStanding], skipped: list[OpdStanding]) -> Any:
    sample = compose(
        Reader("Admin SKM", Role.ADMIN_OPD), wanted[0], plan, clock.today(), own=OwnWords(form.text.data or "", present_actor().name)
    )
    return render_template(
        "reminders/preview.html",
        form=form,
        plan=plan,
        wanted=wanted,
        skipped=skipped,
        recent=_recently_reminded(wanted),
        sample=render(sample) if sample else None,
        whatsapp=group_text(plan, wanted, clock.today()),
        today=clock.today(),
    )


def _chosen_opd() -> tuple[Plan, list[OpdStanding], list[OpdStanding]]:
    """Return the plan, the chosen OPDs that are unfinished, and the chosen ones that have finished."""
    plan = queries.find_plan()
    if plan is None:
        raise NotFound("Belum ada periode yang berjalan.")
    kodes = set(request.form.getlist("opd"))
    chosen = [opd for opd in read_city(plan, clock.today()) if opd.kode in kodes]
    return plan, [opd for opd in chosen if not opd.finished], [opd for opd in chosen if opd.finished]


def _recently_reminded(opd: list[OpdStanding]) -> list[OpdStanding]:
    with all_opds("who was reminded within the last hours"):
        recent = queries.last_reminded([each.id for each in opd], clock.now() - HELD_BACK, besides="")
    return [each for each in opd if each.id in recent]


def _filter() -> LogFilter:
    state = request.args.get("status", "")
    moment, _, letter_id = request.args.get("sebelum", "").partition(",")
    try:
        before = (datetime.fromisoformat(moment), UUID(letter_id)) if letter_id else None
    except ValueError:
        before = None
    return LogFilter(
        kode=request.args.get("opd", ""),
        state=LetterState(state) if state in set(LetterState) else None,
        step=request.args.get("langkah", ""),
        before=before,
    )


def _token(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Rejected("Halaman ini sudah lama terbuka. Ulangi dari halaman kepatuhan.") from None
