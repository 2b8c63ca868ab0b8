"""The city's recap: on the page, and as documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, redirect, render_template, request, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, NotFound
from app.periods.models import Periode
from app.periods.queries import get_periode, list_periode
from app.reports.forms import RecapForm
from app.reports.models import CityDocumentKind, ReportState
from app.reports.operations.requests import request_city
from app.reports.pages import token
from app.reports.recap import queries
from app.reports.recap.assembly import assemble
from app.reports.recap.documents import CITY_DOCUMENTS
from app.reports.rendering.recap import words
from app.reports.rendering.recap.data import CityRecap
from app.reports.routes.blueprint import NOTHING_NEW, STOP_ASKING, any_waiting, bp, file_answer
from app.reports.words import city_file_name, title_period
from app.web.frame import Item

RECAP = "/organisasi/rekap/<uuid:periode_id>"


@bp.get("/organisasi/rekap")
@requires(P.RECAP_READ)
def recap() -> Any:
    found = list_periode()
    chosen = _chosen(found, request.args.get("periode"))
    if chosen is None:
        return render_template("reports/recap.html", periode=None, periode_items=[], recap=None)
    today = assemble(chosen)
    return render_template(
        "reports/recap.html",
        periode_items=[Item(each.name, url_for(".recap", periode=each.id), each == chosen) for each in found[:4][::-1]],
        words=words,
        **_standings(chosen, today),
    )


@bp.get(RECAP + "/kemajuan")
@requires(P.RECAP_READ)
def recap_progress(periode_id: UUID) -> Any:
    """The part of the page that changes, for htmx, like the one of a survey's documents."""
    periode = get_periode(periode_id)
    shown = _standings(periode, assemble(periode))
    if shown["waiting"] and request.args.get("terlihat") == shown["seen"]:
        return "", NOTHING_NEW
    return render_template("reports/_recap_documents.html", **shown), 200 if shown["waiting"] else STOP_ASKING


@bp.post(RECAP + "/permintaan")
@requires(P.RECAP_REQUEST)
def create_recap(periode_id: UUID) -> Any:
    periode, form = get_periode(periode_id), RecapForm()
    if not form.validate_on_submit():
        raise Conflict("Rekap ini tidak dapat dibuat. Buka halaman rekap, lalu coba lagi.")
    with transaction():
        request_city(periode, document=CityDocumentKind(form.berkas.data), by=present_actor())
    return redirect(url_for(".recap", periode=periode_id))


@bp.get(RECAP + "/<uuid:report_id>/berkas")
@requires(P.RECAP_READ)
def download_recap(periode_id: UUID, report_id: UUID) -> Response:
    report = queries.get_city_report(report_id)
    if report.periode_id != periode_id:
        raise NotFound("Rekap ini tidak ada.")
    periode, document = get_periode(periode_id), CITY_DOCUMENTS[report.document]
    title = title_period(periode.name, periode.year)
    name = city_file_name("Rekap", title, current_app.config["CITY_NAME"], document.extension)
    return file_answer(report.content or b"", document.media_type, name)


def _chosen(periode: list[Periode], wanted: str | None) -> Periode | None:
    """Return the periode of the address, the latest by default; None where the city has opened none."""
    if not wanted:
        return periode[0] if periode else None
    found = next((each for each in periode if str(each.id) == wanted), None)
    if found is None:
        raise NotFound("Periode ini tidak ada.")
    return found


def _standings(periode: Periode, today: CityRecap) -> dict[str, Any]:
    standings = queries.list_standings(periode.id, today)
    lines = [(document, standings.get(document.kind)) for document in CITY_DOCUMENTS.values()]
    shown = [standing for _, standing in lines]
    return {
        "periode": periode, "recap": today, "lines": lines, "waiting": any_waiting(shown), "seen": token(shown),
        "R": ReportState,
    }  # fmt: skip
