"""The trail as pages: who did what, the latest first; of an OPD, and of the whole city."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for

from app.access.gate import may, requires
from app.access.permissions import P
from app.audit import export, night, queries
from app.audit.filters import ACTS, SUBJECTS, TrailFilter
from app.audit.queries import CITY, EntryLine
from app.opd.queries import list_opd

bp = Blueprint("audit", __name__)
BLUEPRINTS = (bp,)
PAGE = 50


@bp.get("/opd/<kode>/riwayat")
@requires(P.AUDIT_READ)
def index(kode: str) -> str:
    return _page(queries.list_own, kode=kode)


@bp.get("/opd/<kode>/riwayat.csv")
@requires(P.AUDIT_READ)
def csv_file(kode: str) -> Response:
    return _csv(queries.list_own, f"riwayat-{kode}.csv")


@bp.get("/organisasi/riwayat")
@requires(P.CITY_AUDIT_READ)
def city() -> str:
    offices = [
        ("", "Semua OPD dan kota"),
        (CITY, "Kota saja"),
        *((each.kode, each.short_name) for each in list_opd(active_only=False)),
    ]
    return _page(queries.list_city, offices=offices, night=night.find_last_night())


@bp.get("/organisasi/riwayat.csv")
@requires(P.CITY_AUDIT_READ)
def city_csv() -> Response:
    return _csv(queries.list_city, "riwayat-kota.csv")


def _page(read: Callable[[TrailFilter, int], list[EntryLine]], kode: str | None = None, **more: Any) -> str:
    chosen = TrailFilter.from_args(request.args)
    entries = read(chosen, PAGE + 1)
    shown = entries[:PAGE]
    return render_template(
        "audit/index.html",
        entries=shown,
        older=url_for(request.endpoint or "", kode=kode, **chosen.address, sebelum=str(shown[-1].cursor))
        if len(entries) > PAGE
        else None,
        chosen=chosen,
        acts=[("", "Semua kejadian"), *ACTS],
        subjects=[("", "Semua objek"), *SUBJECTS.items()],
        who=_naming(shown),
        here=url_for(request.endpoint or "", kode=kode),
        csv_url=url_for(".csv_file" if kode else ".city_csv", kode=kode, **chosen.address),
        **more,
    )


def _csv(read: Callable[[TrailFilter, int], list[EntryLine]], name: str) -> Response:
    lines = read(TrailFilter.from_args(request.args), export.MOST)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(export.as_csv(lines, _naming(lines)), mimetype="text/csv", headers=headers)


def _naming(lines: list[EntryLine]) -> Callable[[EntryLine], str]:
    """Return how the actor of an entry is called: a petugas by the code, except for those who look after them."""
    opd_id = g.get("opd_id")
    if opd_id is None or may(P.MEMBER_MANAGE):
        return lambda line: line.actor_name
    codes = queries.petugas_codes(opd_id, lines)
    return lambda line: (
        f"Petugas {codes.get(line.actor_id, '')}".rstrip() if line.by_petugas and line.actor_id else line.actor_name
    )
