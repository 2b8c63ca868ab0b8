"""The pages of pauses: one's own, under the OPD that one is reminded about, and ending one as Bagian Organisasi."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.access.roles import Role
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, NotFound, Refusal
from app.reminders import pauses, pausing, queries
from app.reminders.forms import PauseEndForm, PauseForm
from app.reminders.limits import last_day
from app.reminders.plan import Plan

bp = Blueprint("reminder_pauses", __name__)
PAGE = "/opd/<kode>/jeda-pengingat"


@bp.get(PAGE)
@requires(P.REMINDER_PAUSE)
def show(kode: str) -> Any:
    return _page(PauseForm(formdata=None))


@bp.post(PAGE)
@requires(P.REMINDER_PAUSE)
def pause(kode: str) -> Any:
    plan, form = _plan(), PauseForm()
    if not form.validate():
        return _page(form), 422
    try:
        with transaction():
            pausing.pause(
                plan, current_user.user_id, until=form.until.data, reason=form.reason.data or "", by=present_actor()
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form), refusal.status
    flash("Pengingat dijeda. Bagian Organisasi melihat sampai kapan dan alasannya.", "success")
    return redirect(url_for(".show", kode=kode))


@bp.post(f"{PAGE}/pengakhiran")
@requires(P.REMINDER_PAUSE)
def resume(kode: str) -> Any:
    plan = _plan()
    try:
        with transaction():
            pausing.resume(plan, current_user.user_id, by=present_actor())
    except Conflict as refusal:
        flash(refusal.message, "info")
    else:
        flash("Anda menerima pengingat lagi.", "success")
    return redirect(url_for(".show", kode=kode))


@bp.route("/organisasi/pengingat/<kode>/jeda/<uuid:pause_id>/pengakhiran", methods=["GET", "POST"])
@requires(P.REMINDER_SEND)
def end(kode: str, pause_id: UUID) -> Any:
    form, line = PauseEndForm(), pauses.get_line(pause_id)
    if form.validate_on_submit():
        try:
            with transaction():
                pausing.end(pause_id, note=form.note.data or "", by=present_actor())
        except Conflict as refusal:
            flash(refusal.message, "info")
        else:
            flash("Jeda diakhiri. Orangnya membaca catatan Anda di halaman jedanya.", "success")
        return redirect(url_for("reminders.index"))
    page = render_template("reminders/pause_end.html", form=form, line=line)
    return page, 422 if form.is_submitted() else 200


def _page(form: PauseForm) -> str:
    plan, user_id = queries.find_plan(), current_user.user_id
    head = pauses.get_membership(user_id).role is Role.KEPALA
    return render_template(
        "reminders/pause.html",
        form=form,
        plan=plan,
        head=head,
        last=last_day(plan, clock.today(), head=head) if plan else None,
        lasting=pauses.find_lasting(plan.periode_id, user_id) if plan else None,
        before=pauses.find_own(plan.periode_id, user_id) if plan else None,
        today=clock.today(),
        opd=g.opd,
    )


def _plan() -> Plan:
    plan = queries.find_plan()
    if plan is None:
        raise NotFound("Belum ada periode yang berjalan.")
    return plan
