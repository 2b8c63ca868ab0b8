"""The import wizard: upload, match columns, check rows, take the answers. Plain pages; progress is watched by htmx."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound, Refusal
from app.imports import checking, downloads, operations, pages, past_routes, queries
from app.imports.forms import MappingForm, TwinsForm, UploadForm, mapping_form
from app.imports.models import Import
from app.imports.reading.guessing import Guess
from app.imports.reading.plan import Plan
from app.imports.reading.problems import FileRejected
from app.imports.reading.sheets import Sheet
from app.imports.states import PREPARED, UNFINISHED, ImportState
from app.opd.queries import get_upp, list_layanan, list_titik
from app.periods.queries import get_periode
from app.surveys.models import Survey
from app.surveys.queries import get_survey

bp = Blueprint("imports", __name__)
BLUEPRINTS = (bp, past_routes.bp)
SURVEY = "/opd/<kode>/upp/<upp>/survei/<uuid:survey_id>/impor"
IMPORT = f"{SURVEY}/<uuid:import_id>"
NOTHING_NEW = 204
STOP_ASKING = 286  # htmx: exchange the element for the last time


@bp.route(SURVEY, methods=["GET", "POST"])
@requires(P.RESPONSE_IMPORT)
def create(kode: str, upp: str, survey_id: UUID) -> Any:
    survey = _survey(survey_id)
    form = UploadForm()
    corrects = _corrected(survey)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with transaction():
                row = operations.upload(
                    survey, file_name=form.file.data.filename or "", content=form.file.data.read(), by=present_actor()
                )
                if corrects is not None:
                    operations.replace(corrects, row)
                import_id = row.id
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id, import_id=import_id))
    page = _page("imports/create.html", survey, form=form, imports=queries.list_imports(survey.id), corrects=corrects)
    return page, status


@bp.get(IMPORT)
@requires(P.RESPONSE_IMPORT)
def show(kode: str, upp: str, survey_id: UUID, import_id: UUID) -> Any:
    row = _import(survey_id, import_id)
    if row.state in PREPARED:
        step = ".mapping" if row.state is ImportState.DIUNGGAH else ".check"
        return redirect(url_for(step, kode=kode, upp=upp, survey_id=survey_id, import_id=import_id))
    return _page("imports/show.html", _survey(survey_id), entry=row)


@bp.get(f"{IMPORT}/kemajuan")
@requires(P.RESPONSE_IMPORT)
def progress(kode: str, upp: str, survey_id: UUID, import_id: UUID) -> Any:
    """The part of the page that changes, for htmx: nothing while nothing changed, for the last time when all is done."""
    row = _import(survey_id, import_id)
    running = row.state is ImportState.BERJALAN
    if running and request.args.get("terlihat") == f"{row.done}/{row.attempts}":
        return "", NOTHING_NEW
    return _page("imports/_standing.html", _survey(survey_id), entry=row), 200 if running else STOP_ASKING


@bp.route(f"{IMPORT}/pemetaan", methods=["GET", "POST"])
@requires(P.RESPONSE_IMPORT)
def mapping(kode: str, upp: str, survey_id: UUID, import_id: UUID) -> Any:
    survey = _survey(survey_id)
    row = _unfinished(survey_id, import_id)
    sheets, sheet, guess, plan = _chosen(row, survey)
    form = mapping_form(
        guess, plan, list_layanan(survey.upp_id, active_only=True), [each for each in list_titik(survey.upp_id) if each.active],
        clock.today(),
    )  # fmt: skip
    if form.validate_on_submit() and _prepare(form, row.id, sheet, guess):
        return redirect(url_for(".check", kode=kode, upp=upp, survey_id=survey_id, import_id=import_id))
    page = _page(
        "imports/mapping.html",
        survey,
        entry=row,
        form=form,
        sheets=sheets,
        sheet=sheet,
        guess=guess,
        questions=pages.wordings(survey),
    )
    return page, 422 if form.is_submitted() else 200


@bp.get(f"{IMPORT}/pemeriksaan")
@requires(P.RESPONSE_IMPORT)
def check(kode: str, upp: str, survey_id: UUID, import_id: UUID) -> Any:
    row = _checked(survey_id, import_id)
    return _page(
        "imports/check.html", _survey(survey_id), entry=row, page=pages.check_page(row),
        twins_form=TwinsForm(data={"again": "1" if Plan.from_json(row.plan or {}).again else ""}),
        shown=pages.SHOWN_PROBLEMS, preview_heads=pages.preview_heads(row),
    )  # fmt: skip


@bp.post(f"{IMPORT}/kembar")
@requires(P.RESPONSE_IMPORT)
def twins(kode: str, upp: str, survey_id: UUID, import_id: UUID) -> Any:
    _checked(survey_id, import_id)
    form = TwinsForm()
    with transaction():
        row = queries.lock_import(import_id)
        operations.prepare(row, replace(Plan.from_json(row.plan or {}), again=form.again.data == "1"))
    return redirect(url_for(".check", kode=kode, upp=upp, survey_id=survey_id, import_id=import_id))


@bp.post(f"{IMPORT}/pelaksanaan")
@requires(P.RESPONSE_IMPORT)
def start(kode: str, upp: str, survey_id: UUID, import_id: UUID) -> Any:
    _import(survey_id, import_id)
    with transaction():
        operations.start(queries.lock_import(import_id), by=present_actor())
    return redirect(url_for(".show", kode=kode, upp=upp, survey_id=survey_id, import_id=import_id))


@bp.post(f"{IMPORT}/pembatalan")
@requires(P.RESPONSE_IMPORT)
def cancel(kode: str, upp: str, survey_id: UUID, import_id: UUID) -> Any:
    _import(survey_id, import_id)
    with transaction():
        operations.cancel(queries.lock_import(import_id))
    flash("Impor dibatalkan dan berkasnya dihapus. Tidak ada jawaban yang masuk.", "success")
    return redirect(url_for(".create", kode=kode, upp=upp, survey_id=survey_id))


@bp.get(f"{IMPORT}/kesalahan.xlsx")
@requires(P.RESPONSE_IMPORT)
def problems_xlsx(kode: str, upp: str, survey_id: UUID, import_id: UUID) -> Response:
    found = checking.dry_run(_checked(survey_id, import_id)).reading.problems
    return downloads.send(downloads.problems_xlsx(found), "kesalahan-impor.xlsx", downloads.XLSX)


@bp.get(f"{IMPORT}/kesalahan.csv")
@requires(P.RESPONSE_IMPORT)
def problems_csv(kode: str, upp: str, survey_id: UUID, import_id: UUID) -> Response:
    found = checking.dry_run(_checked(survey_id, import_id)).reading.problems
    return downloads.send(downloads.problems_csv(found), "kesalahan-impor.csv", downloads.CSV)


def _prepare(form: MappingForm, import_id: UUID, sheet: Sheet, guess: Guess) -> bool:
    """Check the file by what the form says; return whether that could be done."""
    try:
        with transaction():
            operations.prepare(queries.lock_import(import_id), form.plan(sheet, guess))
    except FileRejected as refusal:
        form.form_errors.append(refusal.message)
    except Refusal as refusal:
        form.refuse(refusal)
    else:
        return True
    return False


def _chosen(row: Import, survey: Survey) -> tuple[list[Sheet], Sheet, Guess, Plan | None]:
    """Return the sheet and heading of the address, else of the plan, else the best; a plan of others does not count."""
    plan = Plan.from_json(row.plan) if row.plan else None
    sheets = checking.open_file(row)
    named, heading = request.args.get("lembar"), request.args.get("judul", type=int)
    sheet = checking.sheet_of(sheets, named if named is not None else plan.sheet if plan else None)
    if plan is not None and (plan.sheet != sheet.name or heading not in (None, plan.heading + 1)):
        plan = None
    chosen = heading - 1 if heading is not None else plan.heading if plan else None
    return sheets, sheet, checking.guess_columns(sheet, survey, chosen), plan


def _corrected(survey: Survey) -> Import | None:
    """Return the import whose file is being corrected, where the address names one."""
    named = request.args.get("perbaikan")
    found = next((each for each in queries.list_imports(survey.id) if str(each.id) == named), None)
    return queries.get_whole(found.id) if found is not None and found.state in PREPARED else None


def _survey(survey_id: UUID) -> Survey:
    """Return the survey of this UPP; another UPP's does not exist at this address."""
    survey = get_survey(survey_id)
    if survey.upp_id != g.upp_id:
        raise NotFound("Survei ini tidak ada.")
    return survey


def _import(survey_id: UUID, import_id: UUID) -> Import:
    return queries.get_import(_survey(survey_id).id, import_id)


def _unfinished(survey_id: UUID, import_id: UUID) -> Import:
    """Return an import whose file is still here; of another one there is nothing to match."""
    row = _import(survey_id, import_id)
    if row.state not in UNFINISHED - {ImportState.BERJALAN}:
        raise NotFound("Berkas ini tidak disimpan lagi.")
    return queries.get_whole(row.id)


def _checked(survey_id: UUID, import_id: UUID) -> Import:
    row = _unfinished(survey_id, import_id)
    if row.findings is None:
        raise NotFound("Berkas ini belum diperiksa.")
    return row


def _page(template: str, survey: Survey, **values: Any) -> str:
    return render_template(
        template, survey=survey, upp=get_upp((request.view_args or {})["upp"]), periode=get_periode(survey.periode_id), S=ImportState,
        **values,
    )  # fmt: skip
