"""How a UPP's documents begin, and who signs them."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, g, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound, Rejected
from app.opd.queries import get_upp, has_several_upp
from app.reports.assembly import city_place
from app.reports.forms import HeadForm
from app.reports.materials import find_head
from app.reports.operations import head as operations
from app.reports.routes.blueprint import bp, file_answer
from app.reports.uploads import read_logo
from app.reports.words import head_of

HEAD = "/opd/<kode>/upp/<upp>/kop-laporan"


@bp.route(HEAD, methods=["GET", "POST"])
@requires(P.REPORT_EDIT)
def head(kode: str, upp: str) -> Any:
    unit, form = get_upp(upp), HeadForm()
    kept = find_head(unit.id)
    form.show(kept)
    if form.validate_on_submit():
        try:
            logo = read_logo(form.logo.data.stream, field="logo") if form.logo.data else None
            with transaction():
                operations.change(
                    unit, logo=logo, keep_logo=not form.remove_logo.data, by=present_actor(), **form.words()
                )
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            flash("Kop dan tanda tangan disimpan.", "success")
            return redirect(url_for(".head", kode=kode, upp=upp))
    page = render_template(
        "reports/head.html", form=form, unit=unit, several=has_several_upp(), kept=kept, place=city_place(),
        position=head_of(unit.name if has_several_upp() else g.opd.name),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@bp.get(HEAD + "/lambang")
@requires(P.REPORT_EDIT)
def logo(kode: str, upp: str) -> Response:
    kept = find_head(get_upp(upp).id)
    if kept is None or kept.logo is None:
        raise NotFound("Lambang belum disimpan.")
    return file_answer(kept.logo, "image/png", "lambang.png", download=False)
