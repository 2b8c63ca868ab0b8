"""How a stack ends: compared where it was typed twice, then finished or given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.opd.queries import get_upp
from app.paper import comparison, operations, queries
from app.paper.comparison import SECOND, STANDS
from app.paper.forms import CancellationForm
from app.paper.keys import word_of
from app.paper.models import UNFINISHED
from app.paper.queries import Stack
from app.paper.routes.blueprint import STACK, bp, get_stack
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState


@bp.post(STACK + "/pemeriksaan")
@requires(P.PAPER_ENTER)
def check(kode: str, upp: str, batch_id: UUID) -> Any:
    get_stack(batch_id)
    with transaction():
        operations.begin_check(batch_id)
    flash("Pengetikan pertama selesai. Ketik ulang tumpukan ini dari awal, sebaiknya oleh orang lain.", "success")
    return redirect(_url("show", kode, upp, batch_id))


@bp.route(STACK + "/perbedaan", methods=["GET", "POST"])
@requires(P.PAPER_ENTER)
def differences(kode: str, upp: str, batch_id: UUID) -> Any:
    stack = get_stack(batch_id)
    if stack.batch.state not in UNFINISHED or not stack.second:
        return redirect(_url("show", kode, upp, batch_id))
    found = comparison.compare(stack, queries.list_unsettled(batch_id))
    open_fields: frozenset[str] = frozenset()
    if request.method == "POST":
        open_fields = frozenset(found.fields) - frozenset(request.form)
        if not open_fields:
            with transaction():
                operations.decide(batch_id, **_decisions(found, request.form))
            flash("Perbedaan diputuskan.", "success")
            return redirect(_url("finish", kode, upp, batch_id))
    page = render_template(
        "paper/differences.html",
        stack=stack,
        unit=get_upp(upp),
        found=found,
        chosen=request.form,
        open_fields=open_fields,
    )
    return page, 422 if open_fields else 200


@bp.route(STACK + "/penyelesaian", methods=["GET", "POST"])
@requires(P.PAPER_ENTER)
def finish(kode: str, upp: str, batch_id: UUID) -> Any:
    stack = get_stack(batch_id)
    if request.method == "POST":
        try:
            with transaction():
                batch = operations.finish(batch_id, by=present_actor())
                said = _said(batch.sheets, get_survey(batch.survey_id).state)
        except Refusal as refusal:
            flash(refusal.message, "error")
            return _summary(stack, upp), refusal.status
        flash(said, "success")
        return redirect(_url("show", kode, upp, batch_id))
    if stack.batch.state not in UNFINISHED:
        return redirect(_url("show", kode, upp, batch_id))
    return _summary(stack, upp)


@bp.route(STACK + "/pembatalan", methods=["GET", "POST"])
@requires(P.PAPER_ENTER)
def cancel(kode: str, upp: str, batch_id: UUID) -> Any:
    stack = get_stack(batch_id)
    form = CancellationForm()
    if not form.validate_on_submit():
        page = render_template(
            "paper/cancellation.html",
            stack=stack,
            unit=get_upp(upp),
            form=form,
            typed=len(queries.list_sheets(batch_id)),
        )
        return page, 422 if form.is_submitted() else 200
    with transaction():
        operations.cancel(batch_id, reason=form.reason.data, by=present_actor())
    flash("Tumpukan dibatalkan. Ketikannya dihapus; kertasnya dapat diketik lagi sebagai tumpukan baru.", "success")
    return redirect(url_for(".index", kode=kode, upp=upp))


def _decisions(found: comparison.Comparison, said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "from_second": {
            pair.number: frozenset(field.name for field in pair.fields if said[pair.input(field.name)] == SECOND)
            for pair in found.pairs
        },
        "kept": {
            lone.number: said[lone.input] == STANDS for lone in (*found.added, *found.untyped) if lone.input in said
        },
    }


def _summary(stack: Stack, upp: str) -> str:
    state = get_survey(stack.batch.survey_id).state
    return render_template(
        "paper/finish.html",
        stack=stack,
        unit=get_upp(upp),
        summary=comparison.summarise(stack, queries.list_sheets(stack.batch.id), stack.least),
        late=state is not SurveyState.BERJALAN,
        survey_state=state,
        word_of=word_of,
    )


def _said(sheets: int, state: SurveyState) -> str:
    if state is SurveyState.BERJALAN:
        return f"{sheets} lembar menjadi jawaban. Hasilnya segera dihitung ulang."
    return f"{sheets} lembar disimpan sebagai jawaban susulan, karena survei ini tidak sedang berjalan."


def _url(endpoint: str, kode: str, upp: str, batch_id: UUID) -> str:
    return url_for(f".{endpoint}", kode=kode, upp=upp, batch_id=batch_id)
