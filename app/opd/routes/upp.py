"""The UPP of an OPD. While it is its own only UPP, nobody has to know the word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.opd import queries
from app.opd.filters import matches
from app.opd.forms import NewUppForm, UppForm
from app.opd.models import Kewajiban
from app.opd.operations import upp as operations
from app.opd.overview import list_upp_lines
from app.opd.routes.blueprint import bp
from app.opd.routes.layanan import show_layanan
from app.opd.words import KEWAJIBAN
from app.periods.participation import list_targets


@bp.get("/opd/<kode>/layanan")
@requires(P.LAYANAN_READ)
def index(kode: str) -> Any:
    lines = list_upp_lines()
    if len(lines) == 1:
        return show_layanan(queries.get_upp_by_id(lines[0].id), alone=True)
    search = request.args.get("cari", "")
    return render_template(
        "opd/upp_index.html",
        lines=lines,
        shown=[line for line in lines if matches(search, line.name, line.kode)],
        active=[line for line in lines if line.active],
        targets=list_targets(),
        kewajiban=KEWAJIBAN,
        search=search,
    )


@bp.route("/opd/<kode>/upp/baru", methods=["GET", "POST"])
@requires(P.UPP_MANAGE)
def upp_add(kode: str) -> Any:
    form = NewUppForm()
    if not form.validate_on_submit():
        return _form_page(form, None)
    try:
        with transaction():
            operations.add_upp(
                kode=form.wanted_kode, name=form.name.data, kewajiban=Kewajiban(form.kewajiban.data), by=present_actor()
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, None, refusal.status)
    flash(f"{form.name.data} ditambahkan. Berikutnya: isi layanannya.", "success")
    return redirect(url_for(".index", kode=kode))


@bp.route("/opd/<kode>/upp/<uuid:upp_id>/ubah", methods=["GET", "POST"])
@requires(P.UPP_MANAGE)
def upp_edit(kode: str, upp_id: UUID) -> Any:
    upp = queries.get_upp_by_id(upp_id)
    form = UppForm(data={"name": upp.name, "kewajiban": upp.kewajiban.value})
    if not form.validate_on_submit():
        return _form_page(form, upp.name)
    try:
        with transaction():
            operations.change_upp(
                upp, name=form.name.data, kewajiban=Kewajiban(form.kewajiban.data), by=present_actor()
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, upp.name, refusal.status)
    flash(f"Data {form.name.data} tersimpan.", "success")
    return redirect(url_for(".index", kode=kode))


@bp.post("/opd/<kode>/upp/<uuid:upp_id>/penonaktifan")
@requires(P.UPP_MANAGE)
def upp_deactivate(kode: str, upp_id: UUID) -> Any:
    upp = queries.get_upp_by_id(upp_id)
    try:
        with transaction():
            operations.deactivate_upp(upp, by=present_actor())
        flash(f"{upp.name} dinonaktifkan. Jawaban dan hasilnya tetap tersimpan.", "success")
    except Refusal as refusal:
        flash(refusal.message, "error")
    return redirect(url_for(".index", kode=kode))


@bp.post("/opd/<kode>/upp/<uuid:upp_id>/pengaktifan")
@requires(P.UPP_MANAGE)
def upp_activate(kode: str, upp_id: UUID) -> Any:
    upp = queries.get_upp_by_id(upp_id)
    with transaction():
        operations.activate_upp(upp, by=present_actor())
    flash(f"{upp.name} aktif lagi.", "success")
    return redirect(url_for(".index", kode=kode))


def _form_page(form: UppForm, name: str | None, status: int = 422) -> Any:
    page = render_template(
        "opd/upp_form.html", form=form, name=name, several=len(queries.list_upp(active_only=False)) > 1
    )
    return page, status if form.is_submitted() else 200
