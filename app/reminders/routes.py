"""The pages of reminding: what was sent and what comes, one letter, and Ingatkan sekarang."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app import clock
from app.access.gate import may, requires
from app.access.permissions import P
from app.access.roles import Role
from app.audit.operations import present_actor
from app.compliance.queries import read_city
from app.db import transaction
from app.errors import Conflict, NotFound, Rejected
from app.letters.models import LetterState
from app.opd.queries import list_opd
from app.reminders import log, manual, memo, operations, pause_routes, queries, whatsapp, writing
from app.reminders.calendar_file import calendar_file
from app.reminders.composing import OwnWords
from app.reminders.forms import LONGEST_TEXT, HandReminderForm
from app.reminders.letters import Letter, render
from app.reminders.manual import Preview
from app.reminders.operations import HandReminder
from app.reminders.overview import look_ahead
from app.reminders.plan import Plan
from app.reports.documents import DOCX
from app.setup.state import in_test_mode
from app.tenancy.scope import opd_scope
from app.web.formats import daftar

bp = Blueprint("reminders", __name__)
BLUEPRINTS = (bp, pause_routes.bp)
SILENT = timedelta(minutes=10)  # beat looks every minute; one that is silent for ten has stopped
# A letter is shown in a frame of its own: its styles stand inline, and nothing else may come in or go out.
LETTER_CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@bp.get("/organisasi/pengingat")
@requires(P.REMINDER_READ)
def index() -> Any:
    summary = queries.summary(queries.find_plan())
    if summary.plan is None:
        return render_template("reminders/none.html")
    chosen = _filter()
    letters, more = log.list_letters(summary.plan, chosen)
    return render_template(
        "reminders/index.html",
        summary=summary,
        plan=summary.plan,
        ahead=look_ahead(summary.plan, clock.local_now()),
        letters=letters,
        older=_older(letters[-1]) if more else None,
        chosen=chosen,
        opd=list_opd(),
        city_letters=log.list_city_letters(),
        bad_addresses=queries.list_bad_addresses(),
        silent=summary.last_run_at is None or clock.now() - summary.last_run_at > SILENT,
        LetterState=LetterState,
    )


@bp.get("/organisasi/pengingat/kalender.ics")
@requires(P.REMINDER_READ)
def calendar() -> Response:
    """The steps and the deadline, to be taken into one's own calendar."""
    page = f"{current_app.config['PUBLIC_URL']}{url_for('.index')}"
    host = urlsplit(page).hostname or "potret"
    content = calendar_file(_plan(), host=host, url=page, now=clock.now(), zone=clock.zone())
    return Response(
        content,
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="pengingat-skm.ics"'},
    )


@bp.get("/organisasi/pengingat/nota-dinas.docx")
@requires(P.REMINDER_READ)
def official_note() -> Response:
    """The nota dinas about the OPDs that have not finished, to be completed in a word processor."""
    plan, today = _plan(), clock.today()
    content = memo.render(plan, read_city(plan.periode_id, plan.term(today)).opd, today)
    _, mimetype = DOCX
    name = f"nota-dinas-skm-{today.isoformat()}.docx"
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@bp.get("/organisasi/pengingat/<kode>/<uuid:letter_id>")
@requires(P.REMINDER_READ)
def letter(kode: str, letter_id: UUID) -> Any:
    line = _visible(letter_id)
    decided = log.get_letter(letter_id)
    return render_template(
        "reminders/letter.html", line=line, letter=decided, kode=kode, needed=writing.write(decided) is not None
    )


@bp.get("/organisasi/pengingat/<kode>/<uuid:letter_id>/tampilan")
@requires(P.REMINDER_READ)
def letter_html(kode: str, letter_id: UUID) -> Response:
    """The letter as e-mail programs show it, written from the figures of now; for the frame in its page."""
    _visible(letter_id)
    return _letter_page(writing.write(log.get_letter(letter_id)))


@bp.post("/organisasi/pengingat/<kode>/<uuid:letter_id>/pengiriman-ulang")
@requires(P.REMINDER_SEND)
def send_again(kode: str, letter_id: UUID) -> Any:
    return _do(operations.send_again, kode, letter_id, said="E-mail akan dikirim ulang.")


@bp.post("/organisasi/pengingat/<kode>/<uuid:letter_id>/pengembalian")
@requires(P.REMINDER_SEND)
def note_return(kode: str, letter_id: UUID) -> Any:
    """Somebody found the letter in the sender's mailbox, returned by a mail server after all."""
    return _do(operations.note_return, kode, letter_id, said="Dicatat kembali. Perbarui alamatnya, lalu kirim ulang.")


def _do(act: Callable[..., None], kode: str, letter_id: UUID, *, said: str) -> Any:
    """Let one thing happen to a letter, say what came of it, and go back to its page."""
    try:
        with transaction():
            act(letter_id, by=present_actor())
    except Conflict as refusal:
        flash(refusal.message, "error")
    else:
        flash(said, "success")
    return redirect(url_for(".letter", kode=kode, letter_id=letter_id))


@bp.route("/organisasi/pengingat/manual", methods=["GET", "POST"])
@requires(P.REMINDER_SEND)
def preview() -> Any:
    """Show what would be sent, to whom. Nothing is sent yet, whatever the method."""
    if "token" not in request.form:  # the first look, from the compliance board or from a link
        form = HandReminderForm(formdata=None)
        return _preview_page(form, _look(_plan(), form))
    form = HandReminderForm()
    return _preview_page(form, _look(_plan(), form), status=200 if form.validate() else 422)


@bp.get("/organisasi/pengingat/manual/tampilan")
@requires(P.REMINDER_SEND)
def preview_html() -> Response:
    """Ingatkan sekarang as the first reader in a role will see it; for the frame in the preview."""
    role = Role.KEPALA if request.args.get("peran") == Role.KEPALA else Role.ADMIN_OPD
    found = manual.look(_plan(), request.args.getlist("opd"), with_kepala=True, besides="")
    own = OwnWords(request.args.get("teks", "")[:LONGEST_TEXT], current_user.name)
    draft = manual.draft_for(found, role, own)
    return _letter_page(render(draft) if draft else None)


@bp.post("/organisasi/pengingat/manual/pengiriman")
@requires(P.REMINDER_SEND)
def send() -> Any:
    if in_test_mode():
        flash("Mode uji menyala, jadi tidak ada yang dikirimi. Buka dulu Potret untuk semua OPD.", "warning")
        return redirect(url_for("setup.city"))
    form, plan = HandReminderForm(), _plan()
    found = _look(plan, form)
    if not form.validate() or not found.people:
        return _preview_page(form, found, status=422)
    if found.recent and not form.reason.data:
        form.refuse(Rejected(operations.REASON_WANTED, field="reason"))
        return _preview_page(form, found, status=422)
    letters, refused = _send(form, found, plan)
    if letters:
        flash(f"{letters} e-mail masuk antrean kirim.", "success")
    elif not refused:
        flash("Pengingat ini sudah dikirim sebelumnya; tidak ada yang dikirimi dua kali.", "info")
    if refused:
        flash(f"{daftar(refused)} tidak dikirimi: baru saja diingatkan orang lain.", "warning")
    return redirect(url_for(".index"))


def _send(form: HandReminderForm, found: Preview, plan: Plan) -> tuple[int, list[str]]:
    """Decide the letters, one OPD a transaction; return how many, and the OPDs at which somebody else was first."""
    reminder = HandReminder(
        token=form.key(),
        periode_id=plan.periode_id,
        text=form.text.data or "",
        with_kepala=form.with_kepala.data,
        reason=form.reason.data or "",
    )
    letters, refused = 0, []
    for target in found.targets:
        try:
            with opd_scope(target.opd.id), transaction():
                letters += operations.remind(reminder, by=present_actor())
        except Rejected:
            refused.append(target.opd.short_name)
    return letters, refused


def _look(plan: Plan, form: HandReminderForm) -> Preview:
    kodes = request.values.getlist("opd")
    return manual.look(plan, kodes, with_kepala=form.with_kepala.data, besides=form.step)


def _preview_page(form: HandReminderForm, found: Preview, *, status: int = 200) -> Any:
    page = render_template(
        "reminders/preview.html",
        form=form,
        found=found,
        views=_views(found, form),
        personal=[(target.opd, whatsapp.personal(target, found.plan, found.today)) for target in found.targets],
        test_mode=in_test_mode(),
        recap=whatsapp.recap(found.city, found.targets, found.plan, found.today),
        Role=Role,
    )
    return page, status


def _views(found: Preview, form: HandReminderForm) -> list[tuple[Role, str, str]]:
    """Return role, OPD and address of the letters to look at: one for each tone, to admins and to kepala."""
    views = []
    for role in (Role.ADMIN_OPD, Role.KEPALA):
        opd = next((target.opd for target in found.targets if target.first(role)), None)
        text = "" if form.text.errors else form.text.data or ""
        if opd is not None:
            views.append((role, opd.short_name, url_for(".preview_html", opd=opd.kode, peran=role.value, teks=text)))
    return views


def _plan() -> Plan:
    plan = queries.find_plan()
    if plan is None:
        raise NotFound("Belum ada periode yang berjalan.")
    return plan


def _visible(letter_id: UUID) -> log.LetterLine:
    """Return a letter of the OPD; one to a petugas does not exist for those who know petugas by code only."""
    line = log.get_line(letter_id)
    if line.code and not may(P.REMINDER_SEND):
        raise NotFound("E-mail ini tidak ada.")
    return line


def _letter_page(letter: Letter | None) -> Response:
    if letter is None:
        raise NotFound("E-mail ini tidak lagi diperlukan.")
    return Response(letter.html, headers={"Content-Security-Policy": LETTER_CSP})


def _filter() -> log.LogFilter:
    state = request.args.get("status", "")
    return log.LogFilter(
        kode=request.args.get("opd", ""),
        state=LetterState(state) if state in set(LetterState) else None,
        step=request.args.get("langkah", ""),
        before=_cursor(request.args.get("sebelum", "")),
    )


def _cursor(text: str) -> tuple[datetime, UUID] | None:
    moment, _, letter_id = text.partition(",")
    with suppress(ValueError):
        at = datetime.fromisoformat(moment)
        return (at, UUID(letter_id)) if at.tzinfo else None
    return None


def _older(last: log.LetterLine) -> str:
    """Return the address of the letters before this one, under the same filter."""
    kept: dict[str, Any] = {name: request.args[name] for name in ("opd", "status", "langkah") if request.args.get(name)}
    return url_for(".index", **kept, sebelum=f"{last.created_at.isoformat()},{last.id}")
