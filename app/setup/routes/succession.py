"""An office that is renamed or merged, decided by Bagian Organisasi."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Refusal
from app.opd import queries as registry
from app.opd.operations.opd import register_opd
from app.setup.forms import SuccessionForm
from app.setup.routes.blueprint import bp
from app.setup.succession import Estate, Way, read_estate, succeed
from app.tenancy.scope import opd_scope


@bp.route("/organisasi/opd/<kode>/penerus", methods=["GET", "POST"])
@requires(P.OPD_MANAGE)
def succession(kode: str) -> Any:
    form = SuccessionForm()
    form.offer((each.id, each.name) for each in registry.list_opd() if each.id != g.opd_id)
    units = registry.list_upp()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            estate = read_estate(g.opd_id)
            successor = _rename(form, estate) if form.way.data == Way.RENAMED else _merge(form, estate)
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(f"{g.opd.name} diteruskan oleh {successor}. Hasil lamanya tetap atas nama {g.opd.name}.", "success")
            return redirect(url_for("opd.city_index"))
    return render_template("setup/succession.html", form=form, units=units), status


def _rename(form: SuccessionForm, estate: Estate) -> str:
    """Register the office under its new name and let it go on as that one; return the name."""
    old = registry.get_opd(estate.opd_id)
    facts = {
        "name": form.name.data, "short_name": form.short_name.data, "kind": old.kind, "kewajiban": old.kewajiban,
        "exemption_reason": old.exemption_reason, "address": old.address,
    }  # fmt: skip
    opd_id = uuid4()
    with opd_scope(opd_id), transaction():
        register_opd(opd_id, kode=form.wanted_kode, by=present_actor(), **facts)
        succeed(estate, Way.RENAMED, into_one=True, by=present_actor())
    return str(facts["name"])


def _merge(form: SuccessionForm, estate: Estate) -> str:
    opd_id = UUID(form.successor.data)
    with opd_scope(opd_id), transaction():
        succeed(estate, Way.MERGED, into_one=bool(form.into_one.data), by=present_actor())
        return registry.get_opd(opd_id).name
