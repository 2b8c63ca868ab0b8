"""Lists of the registry and of people: a file or a pasted table, checked, shown, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.errors import NotFound, Refusal
from app.imports import downloads
from app.imports.reading.problems import FileRejected, Problem
from app.setup.forms import LONGEST_TABLE, ListForm
from app.setup.lists import running
from app.setup.lists.applying import Outcome
from app.setup.lists.directory import Directory
from app.setup.lists.kinds import SPECS, ListKind, columns_of
from app.setup.lists.running import Checked
from app.setup.lists.templates import lines_of
from app.setup.queries import city_directory, own_directory
from app.setup.routes.blueprint import bp
from app.web.formats import angka

CITY = "/organisasi/mulai/daftar/<jenis>"
OPD = "/opd/<kode>/mulai/daftar"
SAVE = "simpan"


@bp.route(CITY, methods=["GET", "POST"])
@requires(P.OPD_MANAGE)
def city_list(jenis: str) -> Any:
    return _page(_kind(jenis), city_directory, url_for(".city"))


@bp.get(f"{CITY}/contoh.xlsx")
@requires(P.OPD_MANAGE)
def city_list_template(jenis: str) -> Response:
    return _template(_kind(jenis), city_directory())


@bp.route(f"{OPD}/upp", methods=["GET", "POST"])
@requires(P.UPP_MANAGE)
def upp_list(kode: str) -> Any:
    return _own(ListKind.UPP)


@bp.get(f"{OPD}/upp/contoh.xlsx")
@requires(P.UPP_MANAGE)
def upp_list_template(kode: str) -> Response:
    return _template(ListKind.UPP, own_directory(g.opd))


@bp.route(f"{OPD}/layanan", methods=["GET", "POST"])
@requires(P.LAYANAN_MANAGE)
def layanan_list(kode: str) -> Any:
    return _own(ListKind.LAYANAN)


@bp.get(f"{OPD}/layanan/contoh.xlsx")
@requires(P.LAYANAN_MANAGE)
def layanan_list_template(kode: str) -> Response:
    return _template(ListKind.LAYANAN, own_directory(g.opd))


@bp.route(f"{OPD}/titik", methods=["GET", "POST"])
@requires(P.LAYANAN_MANAGE)
def titik_list(kode: str) -> Any:
    return _own(ListKind.TITIK)


@bp.get(f"{OPD}/titik/contoh.xlsx")
@requires(P.LAYANAN_MANAGE)
def titik_list_template(kode: str) -> Response:
    return _template(ListKind.TITIK, own_directory(g.opd))


@bp.route(f"{OPD}/orang", methods=["GET", "POST"])
@requires(P.MEMBER_MANAGE)
def people_list(kode: str) -> Any:
    return _own(ListKind.PEOPLE)


@bp.get(f"{OPD}/orang/contoh.xlsx")
@requires(P.MEMBER_MANAGE)
def people_list_template(kode: str) -> Response:
    return _template(ListKind.PEOPLE, own_directory(g.opd))


def _own(kind: ListKind) -> Any:
    return _page(kind, lambda: own_directory(g.opd), url_for(".opd", kode=g.opd.kode))


def _page(kind: ListKind, directory: Callable[[], Directory], back: str) -> Any:
    """Show the form; the table that was handed in, checked; or, once it was saved, the way back."""
    request.max_form_memory_size = 2 * LONGEST_TABLE
    form = ListForm()
    if not form.validate_on_submit():
        return _form_page(kind, form, back, (), 422 if form.is_submitted() else 200)
    known, sheet = directory(), None
    try:
        sheet = form.sheet()
        if SAVE not in request.form:
            return _checked_page(kind, running.check(kind, sheet, known, by=present_actor()), back)
        counts = running.save(kind, sheet, known, by=present_actor())
    except Refusal as refusal:
        if refusal.field == "file" and not form.file.data and form.table.data:
            refusal.field = "table"
        form.refuse(refusal)
        problems = refusal.problems if isinstance(refusal, FileRejected) else ()
        if sheet is not None and problems:
            form.table.data = running.as_text(sheet)  # so that a file's wrong cells can be put right on the page
        return _form_page(kind, form, back, problems, refusal.status)
    flash(_said(kind, counts), "success")
    return redirect(back)


def _form_page(kind: ListKind, form: ListForm, back: str, problems: tuple[Problem, ...], status: int) -> Any:
    page = render_template(
        "setup/list.html", form=form, spec=SPECS[kind], kind=kind, problems=problems, back=back, columns=columns_of(kind, city="kode" not in (request.view_args or {})),
        template_url=_template_url(kind),
    )  # fmt: skip
    return page, status


def _checked_page(kind: ListKind, checked: Checked, back: str) -> str:
    return render_template(
        "setup/list_check.html",
        checked=checked,
        spec=SPECS[kind],
        kind=kind,
        back=back,
        counts=checked.counts,
        O=Outcome,
    )


def _template(kind: ListKind, directory: Directory) -> Response:
    heads, lines = lines_of(kind, directory)
    return downloads.send(
        downloads.template(SPECS[kind].title[:31], heads, lines), f"daftar-{kind.value}.xlsx", downloads.XLSX
    )


def _template_url(kind: ListKind) -> str:
    return url_for(f"{request.endpoint}_template", **(request.view_args or {}))


def _kind(word: str) -> ListKind:
    if word not in set(ListKind):
        raise NotFound("Daftar ini tidak ada.")
    return ListKind(word)


def _said(kind: ListKind, counts: Any) -> str:
    """Return what was done: "12 layanan ditambahkan, 3 diubah, 25 sudah ada."."""
    noun = SPECS[kind].noun
    said = [f"{angka(counts[Outcome.NEW])} {noun} {'diundang' if kind is ListKind.PEOPLE else 'ditambahkan'}"]
    said += [f"{angka(counts[Outcome.CHANGED])} diubah"] if counts[Outcome.CHANGED] else []
    said += [f"{angka(counts[Outcome.SAME])} sudah ada"] if counts[Outcome.SAME] else []
    return f"{', '.join(said)}."
