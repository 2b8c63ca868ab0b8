"""Bagian Organisasi looks at a submitted result: figures and notes side by side, point by point, and decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_login import current_user

from app.access.gate import actor, requires
from app.access.permissions import P
from app.access.roles import CITY_ROLES
from app.audit.operations import present_actor
from app.audit.queries import list_entries
from app.db import transaction
from app.errors import NotFound, Rejected
from app.quality.page import QualityPage
from app.reports.materials import list_files
from app.reports.models import FilePurpose
from app.reports.pages import list_documents
from app.results.freezing import is_reproduced
from app.results.reading import result_of
from app.results.surveys import SurveyResult
from app.surveys import examination, judging, operations, overview, queries, verifiers
from app.surveys.checklist import VERIFYING, checks
from app.surveys.forms import VerificationForm
from app.surveys.judging import Item
from app.surveys.models import Survey
from app.surveys.review import gather
from app.surveys.routes.blueprint import SURVEY, bp, here, quality_of, shown, survey_here
from app.surveys.states import SurveyState


@bp.get("/organisasi/verifikasi")
@requires(P.VERIFICATION_READ)
def verification() -> Any:
    waiting = overview.list_waiting()
    verified = overview.list_waiting((SurveyState.DIVERIFIKASI,))
    returned = overview.list_waiting((SurveyState.DIKEMBALIKAN,))
    return render("surveys/verification.html", waiting=waiting, verified=verified, returned=returned)


@bp.get(f"{SURVEY}/verifikasi")
@requires(P.SURVEY_VERIFY)
def examine(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = survey_here(survey_id)
    if survey.state is not SurveyState.DIAJUKAN:
        return redirect(url_for(".show", **here(survey)))
    result, quality, items, notes = _asked(survey)
    return _page(survey, result, quality, VerificationForm(), items, notes)


@bp.post(f"{SURVEY}/verifikasi")
@requires(P.SURVEY_VERIFY)
def verify(kode: str, upp: str, survey_id: UUID) -> Any:
    return _decide(survey_id, accepted=True)


@bp.post(f"{SURVEY}/pengembalian")
@requires(P.SURVEY_VERIFY)
def give_back(kode: str, upp: str, survey_id: UUID) -> Any:
    return _decide(survey_id, accepted=False)


def _decide(survey_id: UUID, *, accepted: bool) -> Any:
    survey, form = survey_here(survey_id), VerificationForm()
    if survey.state is not SurveyState.DIAJUKAN:  # the other of two people was first
        _act(survey, form, (), accepted=accepted)
    result, quality, items, notes = _asked(survey)
    items, notes = (judging.read(each, request.form) for each in (items, notes))
    items, notes = (judging.complain(each, all_judged=accepted) for each in (items, notes))
    if form.validate() and not any(each.error for each in (*items, *notes)):
        try:
            _act(survey, form, (*notes, *items), accepted=accepted)
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            flash("Hasil dinyatakan terverifikasi." if accepted else "Hasil dikembalikan dengan catatan.", "success")
            return redirect(
                url_for(".verification") if actor().role in CITY_ROLES else url_for(".show", **here(survey))
            )
    return _page(survey, result, quality, form, items, notes), 422


def _act(survey: Survey, form: VerificationForm, items: Sequence[Item], *, accepted: bool) -> None:
    remarks, version = judging.remarks(items), form.read_version
    with transaction():
        if accepted:
            operations.verify(survey.id, by=present_actor(), remarks=remarks, version=version)
        else:
            operations.give_back(
                survey.id, by=present_actor(), note=form.note.data or "", remarks=remarks, version=version
            )


def _asked(survey: Survey) -> tuple[SurveyResult, QualityPage, list[Item], list[Item]]:
    """Return what there is to judge: the points of the checklist, and each quality note."""
    result = result_of(survey)
    quality = quality_of(survey, result)
    facts = gather(survey, result, notes=len(quality.asking), explained=quality.explained)
    items = judging.of_checks(checks(facts, VERIFYING))
    notes = [Item(f"catatan:{each.mark}", each.title, each.evidence) for each in quality.asking]
    return result, quality, items, notes


def _page(
    survey: Survey,
    result: SurveyResult,
    quality: QualityPage,
    form: VerificationForm,
    items: Sequence[Item],
    notes: Sequence[Item],
) -> str:
    frozen = queries.find_frozen(survey.id)
    if frozen is None:
        raise NotFound("Survei ini belum ditutup.")
    if not form.is_submitted():
        form.version.data = str(frozen.version)
    return shown(
        "surveys/examination.html",
        survey,
        result,
        form=form,
        items=items,
        judged_notes=dict(zip((each.mark for each in quality.asking), notes, strict=True)),
        quality=quality,
        measure=examination.facts(survey, result),
        evidence=examination.evidence(quality),
        frozen=frozen,
        reproduced=is_reproduced(survey.id, frozen),
        hindrance=verifiers.hindrance(g.opd_id, current_user.user_id),
        documents=list_documents(survey, actor().role),
        earlier=queries.list_notes(survey.id),
        entries=list_entries("surveys", survey.id),
        third_party=list_files(survey.id, FilePurpose.LAPORAN_PIHAK_KETIGA),
    )
