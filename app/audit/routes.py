"""The trail as a page: who did what, the latest first."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from app.access.gate import requires
from app.access.permissions import P
from app.audit import night, queries

bp = Blueprint("audit", __name__)
BLUEPRINTS = (bp,)
PAGE = 50


@bp.get("/opd/<kode>/riwayat")
@requires(P.AUDIT_READ)
def index(kode: str) -> Any:
    entries = queries.list_page(request.args.get("sebelum", type=int), PAGE)
    older = entries[-1].id if len(entries) == PAGE else None
    return render_template("audit/index.html", entries=entries, older=older)


@bp.get("/organisasi/riwayat")
@requires(P.CITY_AUDIT_READ)
def city() -> Any:
    entries = queries.list_city_page(request.args.get("sebelum", type=int), PAGE)
    older = entries[-1].id if len(entries) == PAGE else None
    return render_template("audit/city.html", entries=entries, older=older, night=night.find_last_night())
