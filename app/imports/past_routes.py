"""Results and RTL of the years before Potret: a file to fill in, and what is known by now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import Actor, present_actor
from app.db import transaction
from app.errors import Refusal
from app.imports import downloads, past
from app.imports.downloads import send
from app.imports.forms import UploadForm
from app.imports.past import Added
from app.imports.reading.past import FOLLOWUP_HEADS, RESULT_HEADS
from app.imports.reading.problems import FileRejected, Problem
from app.opd.queries import list_upp
from app.web.formats import angka

bp = Blueprint("past", __name__)
RESULTS = "/opd/<kode>/hasil-lalu"
FOLLOWUPS = "/opd/<kode>/rtl-lalu"
EXAMPLE_NRR = ("3,245", "3,102", "2,987", "3,850", "3,210", "3,300", "3,412", "3,050", "3,505")


@bp.route(RESULTS, methods=["GET", "POST"])
@requires(P.RESPONSE_IMPORT)
def results(kode: str) -> Any:
    units = {each.id: each.name for each in list_upp()}

    def show(form: UploadForm, problems: tuple[Problem, ...]) -> str:
        return render_template(
            "imports/past_results.html", form=form, problems=problems, rows=past.list_reported(), units=units
        )

    return _page(past.import_results, show, "hasil", url_for(".results", kode=kode))


@bp.get(f"{RESULTS}/contoh.xlsx")
@requires(P.RESPONSE_IMPORT)
def results_template(kode: str) -> Response:
    year = clock.today().year - 1
    examples = [(each.kode, str(year), "masyarakat", "187", "82,35", *EXAMPLE_NRR) for each in list_upp()]
    return send(downloads.template("Hasil tahun lalu", RESULT_HEADS, examples), "hasil-tahun-lalu.xlsx", downloads.XLSX)


@bp.route(FOLLOWUPS, methods=["GET", "POST"])
@requires(P.RESPONSE_IMPORT)
def followups(kode: str) -> Any:
    def show(form: UploadForm, problems: tuple[Problem, ...]) -> str:
        return render_template("imports/past_followups.html", form=form, problems=problems)

    return _page(past.import_followups, show, "kegiatan", url_for("followups.index", kode=kode))


@bp.get(f"{FOLLOWUPS}/contoh.xlsx")
@requires(P.RESPONSE_IMPORT)
def followups_template(kode: str) -> Response:
    year = clock.today().year - 1
    examples = [
        (
            each.kode, str(year), "Waktu", "Menambah satu loket pada jam sibuk", f"Triwulan II {year + 1}", "Kepala Seksi Pelayanan",
            "Berjalan", "", "",
        )
        for each in list_upp()
    ]  # fmt: skip
    return send(downloads.template("RTL tahun lalu", FOLLOWUP_HEADS, examples), "rtl-tahun-lalu.xlsx", downloads.XLSX)


def _page(
    act: Callable[..., Added], show: Callable[[UploadForm, tuple[Problem, ...]], str], word: str, after: str
) -> Any:
    form = UploadForm()
    if not form.validate_on_submit():
        return show(form, ()), 422 if form.is_submitted() else 200
    by: Actor = present_actor()
    try:
        with transaction():
            added = act(form.file.data.filename or "", form.file.data.read(), by=by)
    except Refusal as refusal:
        form.refuse(refusal)
        return show(form, refusal.problems if isinstance(refusal, FileRejected) else ()), refusal.status
    known = f" {angka(added.known)} sudah ada." if added.known else ""
    flash(f"{angka(added.new)} {word} ditambahkan.{known}", "success")
    return redirect(after)
