"""The questionnaire of a UPP: what is asked, other words for some of it, and Bagian Organisasi's approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.opd.models import Layanan, Upp
from app.opd.queries import get_upp, list_layanan, list_upp
from app.questionnaires import operations, queries
from app.questionnaires.extras import OWN, written_of
from app.questionnaires.forms import APPROVE, MOST_SLOTS, DecisionForm, wording_form
from app.questionnaires.models import OPEN, Adaptation, AdaptationState
from app.questionnaires.wording import REWORDABLE, Rewordable
from app.surveys.questionnaire import (
    Question,
    QuestionnaireVersion,
    Situation,
    ensure_standard,
    extras_of,
    get_questionnaire,
    situations_of,
)

bp = Blueprint("questionnaires", __name__)
BLUEPRINTS = (bp,)
UPP = "/opd/<kode>/upp/<upp>/kuesioner"
ADAPTATION = f"{UPP}/penyesuaian"


@dataclass(frozen=True)
class Shown:
    """A question in the phone frame; `mark`: that it is asked in other words for the chosen layanan, or beside the nine."""

    question: Question
    mark: str


@bp.get(UPP)
@requires(P.SURVEY_READ)
def show(kode: str, upp: str) -> str:
    unit = get_upp(upp)
    adaptation = queries.find_open(unit.id)
    layanan = list_layanan(unit.id, active_only=True)
    chosen = next((each for each in layanan if str(each.id) == request.args.get("layanan")), None) or next(
        iter(layanan), None
    )
    drafted = adaptation is not None and request.args.get("tampilan") != "berlaku"
    version = _version(unit)
    return render_template(
        "questionnaires/show.html",
        unit=unit,
        several=len(list_upp()) > 1,
        version=version,
        adaptation=adaptation,
        approved=queries.list_approved(unit.id),
        layanan=layanan,
        chosen=chosen,
        drafted=drafted,
        questions=_asked(version, chosen, adaptation if drafted else None),
        offered=_offered(layanan),
        rewordable=REWORDABLE,
        open_states=OPEN,
        S=AdaptationState,
        decision=DecisionForm(),
    )


@bp.route(ADAPTATION, methods=["GET", "POST"])
@requires(P.QUESTIONNAIRE_EDIT)
def edit(kode: str, upp: str) -> Any:
    unit = get_upp(upp)
    approved = queries.list_approved(unit.id)
    kept = queries.find_open(unit.id) or next(iter(approved), None)
    offered = _offered(list_layanan(unit.id, active_only=True), kept)
    adding = "tambah" in request.form
    form = wording_form(
        offered, kept.wordings if kept else {}, written_of(kept.extras) if kept else (), slots=_slots(adding),
        may_be_empty=bool(approved),
    )  # fmt: skip
    status = 422 if form.is_submitted() and not adding else 200
    if not adding and form.validate_on_submit():
        try:
            with transaction():
                operations.write(unit, form.wordings, form.extras, by=present_actor())
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash("Draf tersimpan. Lihat di ponsel, lalu ajukan.", "success")
            return redirect(url_for(".show", kode=kode, upp=upp))
    standard = {question.code: question for question in _version(unit).questions}
    page = render_template(
        "questionnaires/edit.html", unit=unit, form=form, offered=offered, standard=standard,
        most=MOST_SLOTS,
    )  # fmt: skip
    return page, status


def _slots(adding: bool) -> int:
    """Return how many pertanyaan tambahan the posted page has room for."""
    told = request.form.get("extra_count", "")
    return (int(told[:3]) if told.isascii() and told.isdecimal() else 0) + adding


@bp.post(f"{ADAPTATION}/pengajuan")
@requires(P.QUESTIONNAIRE_EDIT)
def propose(kode: str, upp: str) -> Any:
    with transaction():
        operations.propose(get_upp(upp), by=present_actor())
    flash("Penyesuaian diajukan ke Bagian Organisasi.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp))


@bp.post(f"{ADAPTATION}/penarikan")
@requires(P.QUESTIONNAIRE_EDIT)
def withdraw(kode: str, upp: str) -> Any:
    with transaction():
        operations.withdraw(get_upp(upp), by=present_actor())
    flash("Pengajuan ditarik; drafnya dapat diubah lagi.", "success")
    return redirect(url_for(".show", kode=kode, upp=upp))


@bp.get("/organisasi/kuesioner")
@requires(P.VERIFICATION_READ)
def waiting() -> str:
    return render_template("questionnaires/waiting.html", proposed=queries.list_proposed(), rewordable=REWORDABLE)


@bp.post(f"{ADAPTATION}/keputusan")
@requires(P.QUESTIONNAIRE_APPROVE)
def decide(kode: str, upp: str) -> Any:
    unit, form = get_upp(upp), DecisionForm()
    if not form.validate_on_submit():
        flash("Pilih keputusannya.", "error")
        return redirect(url_for(".show", kode=kode, upp=upp))
    try:
        with transaction():
            if form.decision.data == APPROVE:
                surveys = operations.approve(unit, by=present_actor())
                words = (
                    f"Penyesuaian disetujui dan dipakai {surveys} survei yang belum mulai."
                    if surveys
                    else "Penyesuaian disetujui; dipakai mulai survei berikutnya."
                )
            else:
                operations.give_back(unit, note=form.note.data or "", by=present_actor())
                words = "Penyesuaian dikembalikan dengan catatan."
    except Refusal as refusal:
        flash(refusal.message, "error")
        return redirect(url_for(".show", kode=kode, upp=upp))
    flash(words, "success")
    return redirect(url_for(".waiting"))


def _version(unit: Upp) -> QuestionnaireVersion:
    """Return what the UPP's next survey asks."""
    return get_questionnaire(queries.find_approved_version(unit.id) or ensure_standard())


def _asked(version: QuestionnaireVersion, layanan: Layanan | None, draft: Adaptation | None) -> list[Shown]:
    """Return the questions as they read for a layanan, by a draft where there is one."""
    where = situations_of(layanan) if layanan else frozenset[Situation]()
    official = {question.code: (question.text, question.options) for question in version.questions}
    if draft is None:
        read = version.read_in(where)
    else:
        words = tuple(_drafted(question, draft, where) for question in version.questions)
        read = replace(version, questions=words, extras=extras_of(draft.extras))
    return [Shown(each, _mark(each, official)) for each in read.asked]


def _mark(question: Question, official: Mapping[str, tuple[str, tuple[str, ...]]]) -> str:
    if question.code not in official:
        return "Unsur tambahan" if question.code.startswith(f"{OWN}.") else "Subpertanyaan"
    return "" if official[question.code] == (question.text, question.options) else "Kata lain"


def _drafted(question: Question, draft: Adaptation, where: frozenset[Situation]) -> Question:
    words = draft.wordings.get(question.code)
    if words is None or REWORDABLE[question.code].situation not in where:
        return question
    return replace(question, text=words["text"], options=tuple(words["options"]))


def _offered(layanan: list[Layanan], kept: Adaptation | None = None) -> list[Rewordable]:
    """Return the questions that the UPP's layanan allow to reword, and those that were written already."""
    there = frozenset().union(*(situations_of(each) for each in layanan))
    written = kept.wordings if kept else {}
    return [each for each in REWORDABLE.values() if each.situation in there or each.code in written]
