"""`/kios/<code>`: a tablet that stands at the counter. No sign-in, no session; programs call the addresses beside the page."""

from __future__ import annotations

from hashlib import sha256
from json import dumps
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from app import clock
from app.access.gate import public
from app.devices import sync
from app.devices.items import Unreadable, read_envelope
from app.extensions import csrf, db
from app.kiosk import data, limits, passes
from app.kiosk import shell as shells
from app.kiosk.receiving import kiosk_of
from app.links.pages import public_page
from app.links.queries import LinkRef, find_link, get_place
from app.tenancy.scope import opd_scope
from app.web.assets import asset

bp = Blueprint("kiosks", __name__)
BLUEPRINTS = (bp,)

ASK_AGAIN = "no-cache"  # a browser keeps what it was given, but asks each time whether it is still right
MAX_BODY = 1024 * 1024
MAX_ITEMS = 25
TOO_LARGE = f"Kiriman terlalu besar. Kirim paling banyak {MAX_ITEMS} jawaban sekaligus."
UNKNOWN = "Kode kios ini tidak dikenal."
UNKNOWN_PASS = "Kios ini belum disiapkan. Buka lagi alamatnya; jawaban yang menunggu tetap tersimpan."


@bp.get("/kios/")
@public
def find() -> Any:
    """Where a code is typed on the tablet itself."""
    typed = request.args.get("kode", "").strip()
    if typed and (link := find_link(typed)) is not None:
        return redirect(url_for(".show", code=link.code))
    return _unknown(typed, 404 if typed else 200)


@bp.get("/kios/<code>")
@public
def show(code: str) -> Any:
    """The shell, whatever the survey's state: a kiosk stands there for years, and says itself when it cannot ask."""
    link = _open(code)
    if link is None:
        return _unknown(code, 404)
    if code != link.code:
        return redirect(url_for(".show", code=link.code))
    return shell()


@bp.get("/kios/aplikasi")
@public
def shell() -> Response:
    return Response(shells.build().html, mimetype="text/html", headers={"Cache-Control": ASK_AGAIN})


@bp.get("/kios/pekerja.js")
@public
def worker() -> Response:
    return Response(shells.worker(), mimetype="text/javascript", headers={"Cache-Control": ASK_AGAIN})


@bp.get("/kios/versi.json")
@public
def version() -> Response:
    return jsonify(version=shells.build().version)


@bp.get("/kios/<code>/data")
@public
def fetch(code: str) -> Any:
    link = _open(code)
    if link is None:
        return jsonify(pesan=UNKNOWN), 404
    with opd_scope(link.opd_id):
        body = {"version": shells.build().version, **data.data_of(link)}
    answer = jsonify(**body, **{"pass": passes.new_pass(link.code)})
    answer.set_etag(sha256(dumps(body, sort_keys=True).encode()).hexdigest()[:32])
    return answer.make_conditional(request)


@bp.get("/kios/<code>/aplikasi.webmanifest")
@public
def manifest(code: str) -> Any:
    """What an installed kiosk opens with: the whole screen, at its own code."""
    link = _open(code)
    if link is None:
        return jsonify(pesan=UNKNOWN), 404
    with opd_scope(link.opd_id):
        place = get_place(link)
    page = jsonify(
        name=f"Kios {place.layanan}, {place.titik}",
        short_name=f"Kios {place.layanan}",
        id=url_for(".show", code=link.code),
        start_url=url_for(".show", code=link.code),
        scope=url_for(".find"),
        display="fullscreen",
        lang="id",
        background_color="#f6f4ef",
        theme_color="#f6f4ef",
        icons=[{"src": asset(f"icons/aplikasi-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)],
    )  # fmt: skip
    page.mimetype = "application/manifest+json"
    return page


@bp.post("/kios/kirim")
@csrf.exempt  # nobody is signed in here, and a token that can expire would lose answers
@public
def send() -> Any:
    request.max_content_length = MAX_BODY
    shown = passes.find_pass(request)
    link = _open(shown.code) if shown else None
    if shown is None or link is None:
        return jsonify(pesan=UNKNOWN_PASS), 401, {"WWW-Authenticate": "Bearer"}
    try:
        envelope = read_envelope(request.get_data())
    except RequestEntityTooLarge:
        return jsonify(pesan=TOO_LARGE), 413
    except Unreadable as problem:
        return jsonify(pesan=str(problem)), 400
    if len(envelope.items) > MAX_ITEMS:
        return jsonify(pesan=TOO_LARGE), 413
    limits.count_answers(shown.kiosk_id, link.code, request.remote_addr or "", len(envelope.items))
    received_at = clock.now()
    offset = sync.clock_offset(envelope.sent_at, received_at)
    results = sync.receive(kiosk_of(link, shown), envelope.items, offset=offset)
    return jsonify(server_time=received_at.isoformat(), items=[each.said() for each in results])


def _open(code: str) -> LinkRef | None:
    link = find_link(code)
    db.session.remove()  # its connection goes back before the OPD's session takes one: a request holds one at a time
    return link


def _unknown(typed: str, status: int) -> Any:
    return public_page("public/unknown.html", status, typed=typed[:20], kind="kiosk")
