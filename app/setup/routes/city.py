"""The hour in which Bagian Organisasi sets the city up, and opening it for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.setup import operations
from app.setup.city import guide, read_facts
from app.setup.forms import ActForm, TrialForm
from app.setup.routes.blueprint import bp


@bp.get("/organisasi/mulai")
@requires(P.OPD_MANAGE)
def city() -> str:
    facts = read_facts()
    return render_template("setup/city.html", guide=guide(facts), facts=facts, trial_token=str(uuid4()))


@bp.post("/organisasi/mulai/percobaan")
@requires(P.REMINDER_SEND)
def trial() -> Any:
    form = TrialForm()
    if not form.validate_on_submit():
        flash("Halaman ini sudah lama terbuka. Tekan sekali lagi.", "error")
        return redirect(url_for(".city"))
    with transaction():
        letters = operations.send_trial(UUID(form.token.data))
    words = (
        f"E-mail percobaan untuk {letters} orang di tim Anda sedang dikirim."
        if letters
        else "Percobaan ini sudah dikirim."
    )
    flash(words, "success" if letters else "info")
    return redirect(url_for(".city"))


@bp.route("/organisasi/mulai/pembukaan", methods=["GET", "POST"])
@requires(P.PERIODE_MANAGE)
def opening() -> Any:
    """Ask before test mode is left, naming what will happen; leave it when the answer is sent."""
    facts, form, status = read_facts(), ActForm(), 200
    if form.validate_on_submit():
        try:
            with transaction():
                operations.open_for_all(ready=facts.ready, by=present_actor())
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash("Potret dibuka untuk semua. Pengingat mulai terkirim ke OPD menurut kalendernya.", "success")
            return redirect(url_for("reminders.index"))
    return render_template("setup/opening.html", facts=facts, guide=guide(facts), form=form), status
