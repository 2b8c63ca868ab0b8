"""Pages of the periode: what runs, opening a new one, changing its rules, ending it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.periods import operations, participation, queries
from app.periods.calendar import reminders
from app.periods.effects import effects
from app.periods.forms import ChangeForm, EndForm, OpeningForm, PolicyForm
from app.periods.models import Periode, PeriodeState
from app.periods.policy import Policy
from app.periods.words import explain
from app.surveys.states import FINISHED
from app.web.formats import angka
from app.workdays import NATIONAL_CALENDAR

bp = Blueprint("periods", __name__)
BLUEPRINTS = (bp,)
PREVIEW = "pratinjau"


@bp.get("/organisasi/periode")
@requires(P.PERIODE_READ)
def index() -> Any:
    periods = sorted(queries.list_periode(), key=lambda each: each.state is PeriodeState.SELESAI)
    running = queries.find_current_periode() or next(
        (each for each in periods if each.state is PeriodeState.BERJALAN), None
    )
    if running is None:
        return render_template("periods/none.html", **_others(periods))
    return _page(running, periods)


@bp.get("/organisasi/periode/<uuid:periode_id>")
@requires(P.PERIODE_READ)
def show(periode_id: UUID) -> Any:
    return _page(queries.get_periode(periode_id), queries.list_periode())


@bp.route("/organisasi/periode/baru", methods=["GET", "POST"])
@requires(P.PERIODE_MANAGE)
def open_new() -> Any:
    earlier = queries.list_periode()
    form = OpeningForm(data=_usual() | {"copy_from": str(earlier[0].id) if earlier else ""})
    form.offer_sources(earlier)
    form.fill(Policy.from_json(earlier[0].policy) if earlier else Policy())
    if not form.validate_on_submit() or PREVIEW in request.form:
        return _opening_page(form)
    try:
        with transaction():
            periode_id = operations.open_periode(
                name=form.name.data,
                opens_on=form.opens_on.data,
                deadline=form.deadline.data,
                policy=form.policy,
                by=present_actor(),
            ).id
    except Refusal as refusal:
        form.refuse(refusal)
        return _opening_page(form, refusal.status)
    enrolled = participation.enrol_everyone(periode_id)
    copied = participation.copy_plans(form.source_id, periode_id, by=present_actor()) if form.source_id else 0
    plans = f" {angka(copied)} rencana pengumpulan disalin." if copied else ""
    flash(f"{form.name.data} dibuka; {angka(enrolled)} UPP ikut.{plans}", "success")
    return redirect(url_for(".show", periode_id=periode_id))


@bp.route("/organisasi/periode/<uuid:periode_id>/ubah", methods=["GET", "POST"])
@requires(P.PERIODE_MANAGE)
def change(periode_id: UUID) -> Any:
    periode = queries.get_periode(periode_id)
    form = ChangeForm()
    form.show(periode)
    if not form.validate_on_submit() or PREVIEW in request.form:
        return _change_page(form, periode)
    if form.effects_seen.data != form.mark and effects(periode, form.deadline.data, form.policy):
        form.effects_seen.data = form.mark
        return _change_page(form, periode, 200, asked=True)
    before = Policy.from_json(periode.policy)
    try:
        with transaction():
            operations.change_periode(
                periode, deadline=form.deadline.data, policy=form.policy, reason=form.reason.data, by=present_actor()
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return _change_page(form, periode, refusal.status)
    if form.policy.sample_basis is not before.sample_basis:
        participation.enrol_everyone(periode_id)
    if form.policy.min_answered != before.min_answered:
        participation.recount(periode_id)
    flash("Aturan periode tersimpan dan berlaku mulai sekarang.", "success")
    return redirect(url_for(".show", periode_id=periode_id))


@bp.post("/organisasi/periode/<uuid:periode_id>/keikutsertaan")
@requires(P.PERIODE_MANAGE)
def enrol(periode_id: UUID) -> Any:
    """Take in whoever is missing: what an interrupted opening left undone."""
    periode = queries.get_periode(periode_id)
    operations.refuse_ended(periode)
    flash(f"{angka(participation.enrol_everyone(periode_id))} UPP ikut {periode.name}.", "success")
    return redirect(url_for(".show", periode_id=periode_id))


@bp.route("/organisasi/periode/<uuid:periode_id>/pengakhiran", methods=["GET", "POST"])
@requires(P.PERIODE_MANAGE)
def end(periode_id: UUID) -> Any:
    periode = queries.get_periode(periode_id)
    form = EndForm()
    if not form.validate_on_submit():
        operations.refuse_ended(periode)
        counts = participation.count_states([periode_id])[periode_id]
        unfinished = sum(count for state, count in counts.items() if state not in FINISHED)
        page = render_template(
            "periods/end.html", form=form, periode=periode, unfinished=unfinished, total=sum(counts.values())
        )
        return page, 422 if form.is_submitted() else 200
    with transaction():
        operations.end_periode(periode, by=present_actor())
    flash(f"{periode.name} diakhiri. Pengingatnya berhenti.", "success")
    return redirect(url_for(".index"))


def _usual() -> dict[str, Any]:
    """Return name and days of the next yearly periode: this year's, or next year's once this year has one."""
    today = clock.today()
    year = today.year + 1 if any(each.year == today.year for each in queries.list_periode()) else today.year
    opens_on = max(today, NATIONAL_CALENDAR.next_working_day(date(year, 1, 1)))
    return {"name": f"SKM Tahunan {year}", "opens_on": opens_on, "deadline": date(year, 11, 30)}


def _page(periode: Periode, periods: list[Periode]) -> str:
    policy = Policy.from_json(periode.policy)
    return render_template(
        "periods/show.html",
        periode=periode,
        running=periode.state is PeriodeState.BERJALAN,
        counts=participation.count_states([periode.id])[periode.id],
        absent=participation.count_absent(periode.id) if periode.state is PeriodeState.BERJALAN else 0,
        rules=explain(policy),
        calendar=reminders(periode.opens_on, periode.deadline, policy),
        today=clock.today(),
        **_others([each for each in periods if each.id != periode.id]),
    )


def _others(periods: list[Periode]) -> dict[str, Any]:
    counts = participation.count_states([each.id for each in periods])
    finished = {key: sum(count for state, count in each.items() if state in FINISHED) for key, each in counts.items()}
    return {
        "others": periods,
        "totals": {key: sum(each.values()) for key, each in counts.items()},
        "finished": finished,
    }


def _opening_page(form: OpeningForm, status: int = 422) -> Any:
    return _form_page(form, "periods/open.html", form.opens_on.data, status, running=queries.list_running())


def _change_page(form: ChangeForm, periode: Periode, status: int = 422, *, asked: bool = False) -> Any:
    operations.refuse_ended(periode)
    found = effects(periode, form.deadline.data, form.policy) if asked and form.deadline.data else []
    return _form_page(form, "periods/change.html", periode.opens_on, status, periode=periode, effects=found)


def _form_page(form: PolicyForm, template: str, opens_on: date | None, status: int, **more: Any) -> Any:
    """Return the form beside what its rules mean; a preview carries no messages about what is still to be filled in."""
    preview, policy, deadline = PREVIEW in request.form, form.sound_policy, form.deadline.data
    calendar = None
    if policy is not None and opens_on is not None and deadline is not None and opens_on <= deadline:
        calendar = reminders(opens_on, deadline, policy)
    page = render_template(
        template, form=form, calendar=calendar, rules=explain(policy) if policy else None, today=clock.today(), **more
    )
    return page, status if form.is_submitted() and not preview else 200
