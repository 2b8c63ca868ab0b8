"""N of all layanan on one page, with one save."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.opd import queries
from app.opd.forms import users_form
from app.opd.models import Upp
from app.opd.operations.layanan import set_users
from app.opd.routes.blueprint import bp
from app.opd.routes.layanan import is_alone, layanan_url
from app.periods.participation import find_standing


@bp.route("/opd/<kode>/pengguna", methods=["GET", "POST"])
@requires(P.LAYANAN_MANAGE)
def users(kode: str) -> Any:
    """The grid of every UPP that the person may change."""
    return _grid(queries.list_upp(), url_for(".index", kode=kode))


@bp.route("/opd/<kode>/upp/<upp>/pengguna", methods=["GET", "POST"])
@requires(P.LAYANAN_MANAGE)
def upp_users(kode: str, upp: str) -> Any:
    place = queries.get_upp(upp)
    return _grid([place], layanan_url(kode, place))


def _grid(places: list[Upp], back: str) -> Any:
    layanan = [each for upp in places for each in queries.list_layanan(upp.id, active_only=True)]
    form = users_form(layanan)
    if not form.validate_on_submit():
        groups = [(upp, [each for each in layanan if each.upp_id == upp.id], find_standing(upp.id)) for upp in places]
        page = render_template("opd/users.html", form=form, groups=groups, alone=is_alone(), back=back)
        return page, 422 if form.is_submitted() else 200
    with transaction():
        changed = set_users(layanan, {UUID(key): value for key, value in form.users.items()}, by=present_actor())
    words = (
        f"Jumlah pengguna {changed} layanan tersimpan; target sudah dihitung ulang."
        if changed
        else "Tidak ada angka yang berubah."
    )
    flash(words, "success" if changed else "info")
    return redirect(back)
