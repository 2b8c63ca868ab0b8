"""The layanan and titik of a UPP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.opd import queries
from app.opd.forms import LayananForm
from app.opd.models import Layanan, Upp
from app.opd.operations import layanan as operations
from app.opd.routes.blueprint import bp
from app.opd.words import CHANNELS, CUSTOMERS
from app.periods.participation import find_standing


@bp.get("/opd/<kode>/upp/<upp>/layanan")
@requires(P.LAYANAN_READ)
def upp_layanan(kode: str, upp: str) -> Any:
    return show_layanan(queries.get_upp(upp), alone=is_alone())


@bp.route("/opd/<kode>/upp/<upp>/layanan/baru", methods=["GET", "POST"])
@requires(P.LAYANAN_MANAGE)
def layanan_add(kode: str, upp: str) -> Any:
    place = queries.get_upp(upp)
    form = LayananForm()
    if not form.validate_on_submit():
        return _form_page(form, place, None)
    try:
        with transaction():
            operations.add_layanan(place, by=present_actor(), **form.facts)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, place, None, refusal.status)
    flash(f"{form.name.data} ditambahkan.", "success")
    return redirect(layanan_url(kode, place))


@bp.route("/opd/<kode>/layanan/<uuid:layanan_id>/ubah", methods=["GET", "POST"])
@requires(P.LAYANAN_MANAGE)
def layanan_edit(kode: str, layanan_id: UUID) -> Any:
    layanan = queries.get_layanan(layanan_id)
    place = queries.get_upp_by_id(layanan.upp_id)
    form = LayananForm(data=_shown(layanan))
    if not form.validate_on_submit():
        return _form_page(form, place, layanan)
    try:
        with transaction():
            operations.change_layanan(layanan, by=present_actor(), **form.facts)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, place, layanan, refusal.status)
    flash(f"{form.name.data} tersimpan.", "success")
    return redirect(layanan_url(kode, place))


@bp.post("/opd/<kode>/layanan/<uuid:layanan_id>/penonaktifan")
@requires(P.LAYANAN_MANAGE)
def layanan_deactivate(kode: str, layanan_id: UUID) -> Any:
    layanan = queries.get_layanan(layanan_id)
    with transaction():
        operations.deactivate_layanan(layanan, by=present_actor())
    flash(f"{layanan.name} tidak disurvei lagi. Jawaban yang sudah ada tetap tersimpan.", "success")
    return redirect(layanan_url(kode, queries.get_upp_by_id(layanan.upp_id)))


@bp.post("/opd/<kode>/layanan/<uuid:layanan_id>/pengaktifan")
@requires(P.LAYANAN_MANAGE)
def layanan_activate(kode: str, layanan_id: UUID) -> Any:
    layanan = queries.get_layanan(layanan_id)
    with transaction():
        operations.activate_layanan(layanan, by=present_actor())
    flash(f"{layanan.name} aktif lagi.", "success")
    return redirect(layanan_url(kode, queries.get_upp_by_id(layanan.upp_id)))


def show_layanan(upp: Upp, *, alone: bool) -> str:
    """Return the page of a UPP's layanan and titik; `alone`: it is the only one that this person can see."""
    layanan = queries.list_layanan(upp.id)
    return render_template(
        "opd/layanan.html",
        upp=upp,
        alone=alone,
        layanan=[each for each in layanan if each.active],
        idle_layanan=[each for each in layanan if not each.active],
        titik=sorted(queries.list_titik(upp.id), key=lambda each: not each.active),
        standing=find_standing(upp.id),
        customers=CUSTOMERS,
        channels=CHANNELS,
    )


def is_alone() -> bool:
    """Return whether the scope holds one UPP: then no page says the word."""
    return len(queries.list_upp(active_only=False)) == 1


def layanan_url(kode: str, upp: Upp) -> str:
    """Return where a UPP's layanan stand; a UPP that is no longer active has no page of its own."""
    if is_alone() or not upp.active:
        return url_for(".index", kode=kode)
    return url_for(".upp_layanan", kode=kode, upp=upp.kode)


def _form_page(form: LayananForm, upp: Upp, layanan: Layanan | None, status: int = 422) -> Any:
    back = layanan_url(g.opd.kode, upp)
    page = render_template("opd/layanan_form.html", form=form, upp=upp, layanan=layanan, alone=is_alone(), back=back)
    return page, status if form.is_submitted() else 200


def _shown(layanan: Layanan) -> dict[str, Any]:
    return {
        "name": layanan.name,
        "customer_kind": layanan.customer_kind.value,
        "channel": layanan.channel.value,
        "free_by_law": layanan.free_by_law,
        "users": layanan.users,
    }
