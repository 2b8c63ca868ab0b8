"""The grid: a stack is typed sheet by sheet. Each sheet is saved by itself, by the grid or by a plain form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import flash, jsonify, redirect, render_template, request, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.db import transaction
from app.errors import Conflict, Rejected
from app.ikm import Unsur
from app.opd.queries import get_upp
from app.paper import keys, operations, queries, sheet
from app.paper.models import UNFINISHED
from app.paper.queries import Stack, Typing
from app.paper.routes.blueprint import STACK, bp, get_stack
from app.paper.sheet import SheetRejected
from app.recording.forms import RULES
from app.surveys.questionnaire import Question
from app.web.responses import wants_json


@bp.get(STACK)
@requires(P.PAPER_ENTER)
def show(kode: str, upp: str, batch_id: UUID) -> Any:
    stack = get_stack(batch_id)
    if stack.batch.state not in UNFINISHED:
        return render_template("paper/ended.html", stack=stack, unit=get_upp(upp), periode=stack.periode)
    typings = queries.list_typings(stack)
    wanted = request.args.get("lembar", "")
    chosen = next((each for each in typings if str(each.id) == wanted), None)
    return _grid(stack, upp, typings, values=_shown(stack, typings, chosen), editing=chosen)


@bp.post(STACK + "/lembar")
@requires(P.PAPER_ENTER)
def save(kode: str, upp: str, batch_id: UUID) -> Any:
    stack = get_stack(batch_id)
    values = _posted()
    try:
        number, found = sheet.read(values, [each.code for each in stack.questionnaire.asked], internal=stack.internal)
        with transaction():
            operations.type_sheet(batch_id, typing_id=_typing_id(values), number=number, values=found)
    except SheetRejected as refusal:
        return _refused(stack, upp, values, refusal.errors, refusal.status)
    except Conflict as refusal:
        return _refused(stack, upp, values, {"nomor": refusal.message}, refusal.status)
    if wants_json():
        return jsonify(nomor=number, dihitung=sheet.answered(found) >= stack.least)
    flash(f"Lembar {number} tersimpan.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, batch_id=batch_id))


@bp.post(STACK + "/lembar/<uuid:typing_id>/penghapusan")
@requires(P.PAPER_ENTER)
def remove(kode: str, upp: str, batch_id: UUID, typing_id: UUID) -> Any:
    get_stack(batch_id)
    with transaction():
        operations.remove_typing(batch_id, typing_id)
    if wants_json():
        return jsonify(dihapus=str(typing_id))
    flash("Lembar dihapus dari tumpukan.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp, batch_id=batch_id))


def _refused(stack: Stack, upp: str, values: Mapping[str, str], errors: dict[str, str], status: int) -> Any:
    if wants_json():
        return jsonify(pesan=next(iter(errors.values())), isian=errors), status
    return _grid(stack, upp, queries.list_typings(stack), values=values, errors=errors), status


def _grid(
    stack: Stack, upp: str, typings: list[Typing], *, values: Mapping[str, Any], errors: Mapping[str, str] | None = None,
    editing: Typing | None = None,
) -> str:  # fmt: skip
    return render_template(
        "paper/grid.html",
        stack=stack,
        unit=get_upp(upp),
        periode=stack.periode,
        typings=typings,
        values=values,
        errors=errors or {},
        editing=editing,
        expected=queries.count_first(stack.batch.id) if stack.second else stack.batch.expected,
        short={each.code: _short(each) for each in stack.questionnaire.asked},
        fields=keys.asked(internal=stack.internal),
        keys=keys,
        answered=sheet.answered,
        rules=RULES,
    )


def _shown(stack: Stack, typings: list[Typing], chosen: Typing | None) -> dict[str, Any]:
    """Return what the entry row begins with: the chosen sheet, or an empty one with the next number."""
    if chosen is not None:
        shown = {
            name: "-" if value is None and name.startswith("jawaban-") else value
            for name, value in chosen.values.items()
        }
        return shown | {"id": chosen.id, "nomor": chosen.number}
    return {"id": uuid4(), "nomor": typings[0].number + 1 if typings else stack.batch.first_number}


def _posted() -> dict[str, str]:
    """Return the fields of a sheet, posted as JSON by the grid or as a form without JavaScript."""
    if not request.is_json:
        return request.form.to_dict()
    body = request.get_json()
    if not isinstance(body, dict):
        raise Rejected("Isi lembar ini tidak dapat dibaca. Muat ulang halamannya.")
    return {str(name): "" if value is None else str(value) for name, value in body.items()}


def _typing_id(values: Mapping[str, str]) -> UUID:
    try:
        return UUID(values.get("id", ""))
    except ValueError:
        raise Rejected("Halaman ini tidak lengkap. Muat ulang, lalu ketik lagi lembarnya.") from None


def _short(question: Question) -> str:
    """Return the head of a question's column."""
    return Unsur(question.code).short_name if question.code in set(Unsur) else question.unsur_name
