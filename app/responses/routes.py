"""Answers that came after closing, and what was decided about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound, Rejected
from app.opd.queries import get_upp
from app.periods.queries import get_periode
from app.responses import late as susulan
from app.responses.forms import ALL, CHOSEN, LateForm, decision_of
from app.responses.models import LateDecision
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState
from app.web.frame import Item

bp = Blueprint("responses", __name__)
BLUEPRINTS = (bp,)
LATE = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>/susulan"
PAGE = 100
WORDS = {None: "Belum diputuskan", LateDecision.LEFT_OUT: "Tidak dihitung", LateDecision.ACCEPTED: "Dihitung"}


@bp.get(LATE)
@requires(P.SURVEY_READ)
def late(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(survey_id)
    form = LateForm(scope=CHOSEN, until=clock.now().isoformat())
    return _page(survey, upp, decision_of(request.args.get("keputusan")), form)


@bp.post(f"{LATE}/keputusan")
@requires(P.LATE_DECIDE)
def decide(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(survey_id)
    before = decision_of(request.form.get("sebelumnya"))
    decision = decision_of(request.form.get("keputusan"))
    form = LateForm()
    form.offer(susulan.count_late_by_decision(survey_id).of(before))
    chosen, until = _chosen(), _moment(form.until.data)
    if decision is None or not form.validate():
        return _page(survey, upp, before, form), 422
    if form.scope.data == CHOSEN and not chosen:
        form.refuse(Rejected("Centang dulu jawaban yang diputuskan, atau pilih semuanya.", field="scope"))
        return _page(survey, upp, before, form), 422
    with transaction():
        count = susulan.decide(
            survey_id,
            decision=decision,
            before=before,
            reason=form.reason.data,
            by=present_actor(),
            chosen=None if form.scope.data == ALL else chosen,
            until=until,
        )
    asked = len(chosen) if form.scope.data == CHOSEN else count
    flash(*_said(count, asked, decision))
    return redirect(url_for(".late", kode=kode, upp=upp, survey_id=survey_id))


def _said(count: int, asked: int, decision: LateDecision) -> tuple[str, str]:
    word = "dihitung" if decision is LateDecision.ACCEPTED else "tidak dihitung"
    if not count:
        return "Jawaban itu sudah diputuskan lebih dulu. Tidak ada yang berubah.", "warning"
    others = f" {asked - count} lainnya sudah diputuskan lebih dulu." if asked > count else ""
    return f"{count} jawaban susulan {word}.{others}", "success"


def _page(survey: Survey, upp: str, shown: LateDecision | None, form: LateForm) -> str:
    counts = susulan.count_late_by_decision(survey.id)
    form.offer(counts.of(shown))
    number = max(1, request.args.get("halaman", 1, type=int))
    address = {"kode": g.opd.kode, "upp": upp, "survey_id": survey.id}
    return render_template(
        "responses/late.html",
        survey=survey,
        unit=get_upp(upp),
        periode=get_periode(survey.periode_id),
        counts=counts,
        shown=shown,
        lines=susulan.list_late(survey.id, shown, offset=(number - 1) * PAGE, limit=PAGE),
        number=number,
        pages=max(1, -(-counts.of(shown) // PAGE)),
        page_url=lambda n: url_for(".late", keputusan=shown, halaman=n, **address),
        views=[Item(f"{word} ({counts.of(each)})", url_for(".late", keputusan=each, **address), each is shown) for each, word in WORDS.items()],
        form=form,
        ticked=_chosen(),
        running=survey.state is SurveyState.BERJALAN,
        D=LateDecision,
        S=SurveyState,
    )  # fmt: skip


def _survey(survey_id: UUID) -> Survey:
    """Return the survey of this UPP; another UPP's does not exist at this address."""
    survey = get_survey(survey_id)
    if survey.upp_id != g.upp_id:
        raise NotFound("Survei ini tidak ada.")
    return survey


def _chosen() -> set[UUID]:
    found = set()
    for text in request.form.getlist("jawaban"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue  # nobody's answer
    return found


def _moment(text: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        moment = clock.now()
    return moment if moment.tzinfo else clock.now()
