"""The city's list of OPD, and their registration by Bagian Organisasi."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import flash, g, redirect, render_template, request, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.opd import queries
from app.opd.filters import KEWAJIBAN_CHOICES, LACKS_CHOICES, OpdFilter
from app.opd.forms import OpdForm, RegistrationForm
from app.opd.models import Kewajiban, Opd
from app.opd.operations import opd as operations
from app.opd.overview import list_opd_lines
from app.opd.routes.blueprint import bp
from app.opd.words import KEWAJIBAN, kind_name
from app.periods.queries import list_running
from app.tenancy.scope import opd_scope
from app.web.formats import daftar


@bp.get("/organisasi/opd")
@requires(P.OPD_READ)
def city_index() -> str:
    lines = list_opd_lines()
    chosen = OpdFilter.from_args(request.args)
    kinds = sorted({line.kind for line in lines})
    return render_template(
        "opd/city_index.html",
        lines=lines,
        shown=chosen.apply(lines),
        chosen=chosen,
        surveyed=[line for line in lines if line.surveyed],
        kewajiban=KEWAJIBAN,
        kewajiban_choices=KEWAJIBAN_CHOICES,
        kind_choices=[("", "Semua jenis"), *((kind, kind_name(kind)) for kind in kinds)],
        lacks_choices=LACKS_CHOICES,
        kind_name=kind_name,
        succeeded=queries.list_succeeded(),
    )


@bp.route("/organisasi/opd/baru", methods=["GET", "POST"])
@requires(P.OPD_MANAGE)
def city_register() -> Any:
    form = RegistrationForm()
    form.offer_kinds(queries.list_kinds())
    if not form.validate_on_submit():
        return _form_page(form, None)
    opd_id = uuid4()
    try:
        with opd_scope(opd_id), transaction():
            operations.register_opd(opd_id, kode=form.wanted_kode, by=present_actor(), **form.facts)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, None, refusal.status)
    flash(f"{form.name.data} terdaftar{_joined(form.facts['kewajiban'])}. Berikutnya: undang adminnya.", "success")
    return redirect(url_for(".city_index", cari=form.short_name.data))


@bp.route("/organisasi/opd/<kode>/ubah", methods=["GET", "POST"])
@requires(P.OPD_MANAGE)
def city_edit(kode: str) -> Any:
    opd = queries.get_opd(g.opd_id)
    form = OpdForm(obj=_shown(opd))
    form.offer_kinds(queries.list_kinds())
    if not form.validate_on_submit():
        return _form_page(form, g.opd)
    try:
        with transaction():
            operations.change_opd(g.opd_id, by=present_actor(), **form.facts)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, g.opd, refusal.status)
    flash(f"Data {form.name.data} tersimpan.", "success")
    return redirect(url_for(".city_index"))


def _form_page(form: OpdForm, opd: queries.OpdRef | None, status: int = 422) -> Any:
    page = render_template("opd/city_form.html", form=form, opd=opd)
    return page, status if form.is_submitted() else 200


def _shown(opd: Opd) -> Any:
    """Return what the form shows of an OPD: the words of its vocabularies, not the members."""
    facts = ("name", "short_name", "kind", "kewajiban", "exemption_reason", "address")
    return type("Shown", (), {fact: str(getattr(opd, fact)) for fact in facts})


def _joined(kewajiban: Kewajiban) -> str:
    names = [] if kewajiban is Kewajiban.DIKECUALIKAN else [periode.name for periode in list_running()]
    return f" dan ikut {daftar(names)}" if names else ""
