"""What everybody may see: published results of city, OPD and UPP, and the same as open data."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for

from app.access.gate import public
from app.errors import NotFound
from app.extensions import limiter
from app.opd.models import CustomerKind
from app.portal import lines, open_data, pages
from app.portal.choice import Choice, choose, choose_kind, find_opd, kinds_of
from app.portal.published import OpdPublished
from app.web.csv_text import csv_text

bp = Blueprint("portal", __name__, url_prefix="/publik")
BLUEPRINTS = (bp,)
FILES = {
    "ikm": (open_data.IKM_HEAD, open_data.ikm_rows),
    "unsur": (open_data.UNSUR_HEAD, open_data.unsur_rows),
    "tindak-lanjut": (open_data.FOLLOWUP_HEAD, open_data.followup_rows),
}
FRESH_SECONDS = 60
SEARCH_LONGEST = 80


@bp.get("")
@public
def city() -> Any:
    choice = choose(request.args.get("tahun"))
    if choice is None:
        return render_template("portal/empty.html")
    kind = choose_kind(kinds_of(choice.opd), request.args.get("pelanggan"))
    words = request.args.get("cari", "")[:SEARCH_LONGEST]
    page = pages.city_page(choice, kind, words, everything=bool(request.args.get("semua")))
    year = choice.now.year
    return _fresh(
        render_template(
            "portal/city.html",
            page=page,
            words=words,
            opd_url=lambda line: url_for(".opd", opd_kode=line.kode, tahun=year, pelanggan=_other(kind)),
        ),
        choice,
    )


@bp.get("/perbaikan")
@public
def improvements() -> Any:
    choice = choose(request.args.get("tahun"))
    if choice is None:
        return render_template("portal/empty.html")
    kind = choose_kind(kinds_of(choice.opd), request.args.get("pelanggan"))
    found = pages.list_improvements(choice, kind)
    return _fresh(render_template("portal/improvements.html", choice=choice, improvements=found), choice)


@bp.get("/data")
@public
def data() -> Any:
    choice = choose(request.args.get("tahun"))
    if choice is None:
        return render_template("portal/empty.html")
    return _fresh(render_template("portal/data.html", choice=choice, open_data=open_data), choice)


@bp.get("/tentang")
@public
def about() -> Any:
    return render_template("portal/about.html")


@bp.get("/data/<name>.csv")
@public
@limiter.limit("120/minute")
def csv_file(name: str) -> Response:
    if name not in FILES:
        raise NotFound("Berkas data ini tidak ada.")
    choice = _chosen()
    head, rows = FILES[name]
    response = Response(csv_text(head, rows(choice)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="skm-{name}-{choice.now.year}.csv"'
    return _fresh(response, choice)


@bp.get("/data/semua.json")
@public
@limiter.limit("120/minute")
def json_file() -> Response:
    choice = _chosen()
    return _fresh(jsonify(open_data.as_json(choice, current_app.config["CITY_NAME"])), choice)


@bp.get("/opd/<opd_kode>")
@public
def opd(opd_kode: str) -> Any:
    choice, found = _of_opd(opd_kode)
    return _unit(pages.opd_page(choice, found, request.args.get("pelanggan")))


@bp.get("/opd/<opd_kode>/<upp_kode>")
@public
def upp(opd_kode: str, upp_kode: str) -> Any:
    choice, found = _of_opd(opd_kode)
    own = next((each for each in found.upp if each.kode == upp_kode), None)
    if own is None:
        raise NotFound("Hasil unit ini belum dipublikasikan.")
    return _unit(pages.upp_page(choice, found, own, request.args.get("pelanggan")))


def _unit(page: pages.UnitPage) -> Response:
    where: dict[str, Any] = {"opd_kode": page.opd.kode, "tahun": page.choice.now.year, "pelanggan": _other(page.kind)}
    text = render_template(
        "portal/unit.html",
        page=page,
        axis_start=lines.axis_start,
        upp_url=lambda line: url_for(".upp", upp_kode=line.kode, **where),
    )
    return _fresh(text, page.choice)


def _other(kind: CustomerKind) -> str | None:
    """Return what an address must say about the kind of customer: nothing for masyarakat."""
    return None if kind is CustomerKind.MASYARAKAT else kind.value


def _chosen() -> Choice:
    choice = choose(request.args.get("tahun"))
    if choice is None:
        raise NotFound("Belum ada hasil yang dipublikasikan.")
    return choice


def _of_opd(kode: str) -> tuple[Choice, OpdPublished]:
    choice = choose(request.args.get("tahun"), kode)
    found = find_opd(choice.opd, kode) if choice else None
    if choice is None or found is None:
        raise NotFound("Hasil perangkat daerah ini belum dipublikasikan.")
    return choice, found


def _fresh(answer: Any, choice: Choice) -> Response:
    """Let browsers and proxies keep the page for a minute, and ask by its version after that."""
    response: Response = current_app.make_response(answer)
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    response.set_etag(sha256(f"{choice.version}{request.full_path}".encode()).hexdigest()[:32])
    response.make_conditional(request)
    return response
