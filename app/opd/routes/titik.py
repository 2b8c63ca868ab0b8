"""Titik layanan: where a QR, a kiosk or a petugas stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.opd import queries
from app.opd.forms import HOURS, WHOLE_DAY, TitikForm
from app.opd.models import Titik, Upp
from app.opd.operations import titik as operations
from app.opd.routes.blueprint import bp
from app.opd.routes.layanan import is_alone, layanan_url


@bp.route("/opd/<kode>/upp/<upp>/titik/baru", methods=["GET", "POST"])
@requires(P.LAYANAN_MANAGE)
def titik_add(kode: str, upp: str) -> Any:
    place = queries.get_upp(upp)
    form = TitikForm()
    if not form.validate_on_submit():
        return _form_page(form, place, None)
    try:
        with transaction():
            operations.add_titik(place, by=present_actor(), **form.facts)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, place, None, refusal.status)
    flash(f"{form.name.data} ditambahkan.", "success")
    return redirect(layanan_url(kode, place))


@bp.route("/opd/<kode>/titik/<uuid:titik_id>/ubah", methods=["GET", "POST"])
@requires(P.LAYANAN_MANAGE)
def titik_edit(kode: str, titik_id: UUID) -> Any:
    titik = queries.get_titik(titik_id)
    place = queries.get_upp_by_id(titik.upp_id)
    form = TitikForm(data=_shown(titik))
    if not form.validate_on_submit():
        return _form_page(form, place, titik)
    try:
        with transaction():
            operations.change_titik(titik, by=present_actor(), **form.facts)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, place, titik, refusal.status)
    flash(f"{form.name.data} tersimpan.", "success")
    return redirect(layanan_url(kode, place))


@bp.post("/opd/<kode>/titik/<uuid:titik_id>/penonaktifan")
@requires(P.LAYANAN_MANAGE)
def titik_deactivate(kode: str, titik_id: UUID) -> Any:
    titik = queries.get_titik(titik_id)
    with transaction():
        operations.deactivate_titik(titik, by=present_actor())
    flash(f"{titik.name} dinonaktifkan. Wawancara yang dilakukan sebelum saat ini tetap diterima.", "success")
    return redirect(layanan_url(kode, queries.get_upp_by_id(titik.upp_id)))


@bp.post("/opd/<kode>/titik/<uuid:titik_id>/pengaktifan")
@requires(P.LAYANAN_MANAGE)
def titik_activate(kode: str, titik_id: UUID) -> Any:
    titik = queries.get_titik(titik_id)
    with transaction():
        operations.activate_titik(titik, by=present_actor())
    flash(f"{titik.name} aktif lagi.", "success")
    return redirect(layanan_url(kode, queries.get_upp_by_id(titik.upp_id)))


def _form_page(form: TitikForm, upp: Upp, titik: Titik | None, status: int = 422) -> Any:
    page = render_template(
        "opd/titik_form.html", form=form, upp=upp, titik=titik, alone=is_alone(), back=layanan_url(g.opd.kode, upp)
    )
    return page, status if form.is_submitted() else 200


def _shown(titik: Titik) -> dict[str, Any]:
    return {
        "name": titik.name,
        "hours": WHOLE_DAY if titik.opens_at is None else HOURS,
        "opens_at": titik.opens_at,
        "closes_at": titik.closes_at,
    }
