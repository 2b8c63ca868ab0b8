"""The result of the city."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import render_template, request, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.ikm import Unsur
from app.opd.models import CustomerKind
from app.results.city import page
from app.results.city.lines import SORTS, in_sorting
from app.results.periode_choice import PeriodeRef, choose_periode, list_every
from app.results.routes.blueprint import bp
from app.results.routes.choices import filters, here, kind_items, periode_items, sorting
from app.web.frame import Item


@bp.get("/organisasi/hasil")
@requires(P.RECAP_READ)
def city() -> Any:
    every = list_every()
    chosen = choose_periode(every, request.args.get("periode"))
    if chosen is None:
        return render_template("results/city.html", page=None)
    view = _one_of(request.args.get("lihat"), page.VIEWS, "opd")
    by = _one_of(request.args.get("urut"), SORTS, "nama")
    descending = request.args.get("arah") == "turun"
    built = page.build(
        every, chosen, request.args.get("pelanggan"), view=view, office_kind=request.args.get("jenis", ""),
        url=lambda opd, upp: _url(opd, upp, chosen, request.args.get("pelanggan")),
    )  # fmt: skip
    lines = in_sorting(built.lines, by, descending=descending)
    places = {line.id: number for number, line in enumerate(lines)}
    heat = sorted(zip(built.lines, built.heat, strict=True), key=lambda pair: places[pair[0].id])
    return render_template(
        "results/city.html",
        page=built,
        lines=lines,
        heat=[row for _, row in heat],
        view=view,
        ranked=by == "ikm",
        periode_items=periode_items(every[:4], chosen),
        kind_items=kind_items(built.kinds, built.kind),
        view_items=[
            Item(words, here(lihat=name, jenis=None) + "#daftar", name == view) for name, words in page.VIEWS.items()
        ],
        sorting={name: sorting(name, by, descending) for name in SORTS},
        kept={name: value for name, value in filters().items() if name != "jenis"},
        office_kind=request.args.get("jenis", ""),
        kind_options=[("", "Semua jenis"), *((each, each.capitalize()) for each in built.office_kinds)],
        columns=[Unsur(code).short_name for code in built.mean.codes],
        names={unsur.value: unsur.short_name for unsur in Unsur},
    )


def _one_of(wanted: str | None, known: Collection[str], default: str) -> str:
    return wanted if wanted is not None and wanted in known else default


def _url(opd: str, upp: str | None, periode: PeriodeRef, kind: str | None) -> str:
    shown = kind if kind in set(CustomerKind) else None
    if upp is None:
        return url_for(".opd", kode=opd, periode=periode.id, pelanggan=shown)
    return url_for(".upp", kode=opd, upp=upp, periode=periode.id, pelanggan=shown)
