"""The result of an OPD: of its only UPP, or the roll-up of several."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from app.access.gate import actor, requires
from app.access.permissions import P
from app.ikm import Unsur
from app.opd.models import CustomerKind
from app.opd.queries import get_upp_by_id, list_upp
from app.results import opd_page
from app.results.periode_choice import PeriodeRef, choose_kind, choose_periode, list_surveyed
from app.results.routes.blueprint import bp
from app.results.routes.choices import filters, group_items, kind_items, periode_items, sorting
from app.results.routes.upp import reader, upp_page
from app.surveys.queries import list_surveys


@bp.get("/opd/<kode>/hasil")
@requires(P.RESULT_READ)
def opd(kode: str) -> Any:
    limited = actor().upp_id
    if limited is not None:
        return redirect(url_for(".upp", kode=kode, upp=get_upp_by_id(limited).kode, **filters()))
    units = list_upp()
    if len(units) == 1:
        return upp_page(units[0], several=False)
    surveys = list_surveys()
    periode = list_surveyed(surveys)
    chosen = choose_periode(periode, request.args.get("periode"))
    if chosen is None:
        return render_template("results/none.html", title=g.opd.name, several=False)
    results, past = opd_page.load(surveys, periode, chosen, actor().role)
    kind = choose_kind(opd_page.kinds_in(results), request.args.get("pelanggan"))
    built = opd_page.build(
        {each.id: each for each in list_upp(active_only=False)}, surveys, results, kind, chosen, past, reader(),
        group=request.args.get("kelompok", ""), upp_url=lambda each: _upp_url(each, kind, chosen),
    )  # fmt: skip
    by = "nama" if request.args.get("urut") == "nama" else "ikm"
    descending = request.args.get("arah") == "turun"
    return render_template(
        "results/opd.html",
        page=built,
        lines=opd_page.sorted_lines(built.lines, by, descending=descending),
        periode_items=periode_items(periode, chosen),
        kind_items=kind_items(built.kinds, kind),
        sorting={name: sorting(name, by, descending) for name in opd_page.SORTS},
        columns=[Unsur(code).short_name for code in built.rollup.codes] if built.rollup else [],
        names={unsur.value: unsur.short_name for unsur in Unsur},
        group_items=group_items(built.groups, built.group.key) if built.group else [],
        saran_url=url_for(".saran", kode=g.opd.kode, periode=chosen.id),
    )


def _upp_url(upp_kode: str, kind: CustomerKind, periode: PeriodeRef) -> str:
    return url_for(".upp", kode=g.opd.kode, upp=upp_kode, periode=periode.id, pelanggan=kind.value)
