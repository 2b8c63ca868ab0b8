"""What people wrote: to read, to search, and to mark as dealt with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from app.access.gate import actor, may, requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Rejected
from app.followups import handling
from app.followups.forms import SaranForm
from app.followups.models import Followup
from app.followups.queries import list_by_survey
from app.opd.queries import list_upp
from app.results import saran_page
from app.results.routes.blueprint import bp
from app.results.saran_page import STATES, SaranPage


@bp.get("/opd/<kode>/saran")
@requires(P.SARAN_READ)
def saran(kode: str) -> Any:
    built = saran_page.build(request.args, actor())
    return _page(kode, built, SaranForm(plans=_plans(_followups(built), several=built.several)))


@bp.post("/opd/<kode>/saran/tanda")
@requires(P.FOLLOWUP_EDIT)
def handle_saran(kode: str) -> Any:
    built = saran_page.build(request.args, actor())
    form = SaranForm(plans=_plans(_followups(built), several=built.several))
    if form.validate_on_submit():
        try:
            with transaction():
                plan = UUID(form.followup_id.data) if form.followup_id.data else None
                count = handling.handle(
                    form.saran.data, followup_id=plan, note=form.note.data or "", by=present_actor()
                )
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            flash(f"{count} saran ditandai sudah ditangani.", "success")
            return redirect(_here(kode, built))
    return _page(kode, saran_page.build(request.args, actor()), form), 422


@bp.post("/opd/<kode>/saran/<uuid:response_id>/pembatalan-tanda")
@requires(P.FOLLOWUP_EDIT)
def unhandle_saran(kode: str, response_id: UUID) -> Any:
    with transaction():
        handling.unhandle(response_id, by=present_actor())
    flash("Tanda dibatalkan; saran ini menunggu ditangani.", "success")
    return redirect(_here(kode, saran_page.build(request.args, actor())))


def _page(kode: str, built: SaranPage, form: SaranForm) -> str:
    plans = _followups(built)
    return render_template(
        "results/saran.html",
        page=built,
        form=form,
        states=STATES,
        plans={each.id: each.activity for each in plans},
        may_mark=may(P.FOLLOWUP_EDIT),
        page_url=lambda **more: _here(kode, built, **more),
        theme_url=lambda key: _here(kode, built, tema=None if key == built.chosen["tema"] else key),
        mark_url=_here(kode, built, ".handle_saran"),
        unmark_url=lambda response_id: _here(kode, built, ".unhandle_saran", response_id=response_id),
    )


def _here(kode: str, built: SaranPage, endpoint: str = ".saran", **more: Any) -> str:
    """Return an address with the filters of this one."""
    kept: dict[str, Any] = {name: value for name, value in built.chosen.items() if value}
    if built.periode and request.args.get("periode"):
        kept["periode"] = str(built.periode.id)
    return url_for(endpoint, kode=kode, **{**kept, **more})


def _followups(built: SaranPage) -> list[Followup]:
    return [each for own in list_by_survey(built.surveys).values() for each in own]


def _plans(followups: list[Followup], *, several: bool) -> list[tuple[str, str]]:
    upp = {each.id: each.name for each in list_upp(active_only=False)} if several else {}
    return [(str(each.id), f"{each.activity}, {upp[each.upp_id]}" if several else each.activity) for each in followups]
