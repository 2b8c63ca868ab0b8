"""The links of an OPD (or of the UPP that the person's membership is limited to)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound
from app.links import operations, queries
from app.links.addresses import kiosk_url, link_url
from app.links.codes import grouped
from app.links.queries import LinkLine
from app.links.routes.blueprint import LINK, bp


@bp.get("/opd/<kode>/tautan")
@requires(P.LINK_MANAGE)
def index(kode: str) -> Any:
    lines = queries.list_lines()
    return render_template(
        "links/index.html",
        lines=lines,
        made=[line for line in lines if line.id],
        missing=[line for line in lines if not line.id],
        several=len({line.upp_id for line in lines}) > 1,
        url=link_url,
        grouped=grouped,
    )


@bp.get(f"{LINK}/kios")
@requires(P.LINK_MANAGE)
def kiosk(kode: str, link_id: UUID) -> Any:
    link = queries.get_link(link_id)
    ref = queries.find_link(link.code)
    assert ref is not None  # get_link has just read it
    return render_template(
        "links/kiosk.html",
        link=link,
        place=queries.get_place(ref),
        url=kiosk_url(link.code),
        typed=kiosk_url("").partition("://")[2],
        grouped=grouped,
    )


@bp.post("/opd/<kode>/tautan/pembuatan")
@requires(P.LINK_MANAGE)
def create(kode: str) -> Any:
    lines = _chosen()
    with transaction():
        for line in lines:
            operations.make_link(line, by=present_actor())
    if len(lines) == 1:
        flash(f"Tautan untuk {lines[0].layanan}, {lines[0].titik} dibuat. Posternya dapat diunduh.", "success")
    else:
        flash(f"{len(lines)} tautan dibuat. Posternya dapat diunduh.", "success")
    return redirect(url_for(".index", kode=kode))


@bp.post(f"{LINK}/penonaktifan")
@requires(P.LINK_MANAGE)
def deactivate(kode: str, link_id: UUID) -> Any:
    link = queries.get_link(link_id)
    with transaction():
        operations.switch(link, active=False, by=present_actor())
    flash("Tautan dimatikan. Kodenya tetap, dan dapat dihidupkan lagi.", "success")
    return redirect(url_for(".index", kode=kode))


@bp.post(f"{LINK}/pengaktifan")
@requires(P.LINK_MANAGE)
def activate(kode: str, link_id: UUID) -> Any:
    link = queries.get_link(link_id)
    with transaction():
        operations.switch(link, active=True, by=present_actor())
    flash("Tautan dihidupkan lagi dengan kode yang sama.", "success")
    return redirect(url_for(".index", kode=kode))


def _chosen() -> list[LinkLine]:
    """Return the places without a link that the button stands for: one, or all; raises NotFound where there is none."""
    wanted = request.form.get("layanan_id"), request.form.get("titik_id")
    lines = [
        line
        for line in queries.list_lines()
        if line.id is None and wanted in ((None, None), (str(line.layanan_id), str(line.titik_id)))
    ]
    if not lines:
        raise NotFound("Tempat ini tidak ada, atau sudah mempunyai tautan.")
    return lines
