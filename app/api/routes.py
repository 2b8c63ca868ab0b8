"""Pages on which an OPD, and the city, give programs their tokens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.api import operations, queries
from app.api.forms import TokenForm
from app.api.scopes import OF_CITY, OF_OPD
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Rejected

bp = Blueprint("tokens", __name__)
BLUEPRINTS = (bp,)


@bp.route("/opd/<kode>/api", methods=["GET", "POST"])
@requires(P.TOKEN_MANAGE, proof=True)
def index(kode: str) -> Any:
    return _page(g.opd_id)


@bp.post("/opd/<kode>/api/<uuid:token_id>/pencabutan")
@requires(P.TOKEN_MANAGE)
def revoke(kode: str, token_id: UUID) -> Any:
    return _revoke(token_id, g.opd_id, url_for(".index", kode=kode))


@bp.route("/organisasi/api", methods=["GET", "POST"])
@requires(P.CITY_TOKEN_MANAGE, proof=True)
def city() -> Any:
    return _page(None)


@bp.post("/organisasi/api/<uuid:city_token_id>/pencabutan")
@requires(P.CITY_TOKEN_MANAGE)
def revoke_city(city_token_id: UUID) -> Any:
    return _revoke(city_token_id, None, url_for(".city"))


def _page(opd_id: UUID | None) -> Any:
    form = TokenForm()
    form.scopes.choices = [(scope.value, scope.label) for scope in (OF_CITY if opd_id is None else OF_OPD)]
    token = None
    if form.validate_on_submit():
        try:
            with transaction():
                token = operations.issue(
                    opd_id,
                    name=form.name.data or "",
                    scopes=form.chosen(),
                    days=int(form.days.data),
                    by=present_actor(),
                )
        except Rejected as refusal:
            form.refuse(refusal)
    status = 422 if form.is_submitted() and token is None else 200
    return render_template(
        "api/index.html", form=form, token=token, tokens=queries.list_tokens(opd_id), own=opd_id
    ), status


def _revoke(token_id: UUID, opd_id: UUID | None, back: str) -> Any:
    with transaction():
        operations.revoke(token_id, opd_id, by=present_actor())
    flash("Kunci dicabut. Program itu ditolak mulai sekarang.", "success")
    return redirect(back)
