"""The surveyor app as a browser fetches it: shell, service worker, version. Public: no data of anybody."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app.access.gate import public
from app.recording import shell as shells

bp = Blueprint("recording_app", __name__)
# The browser keeps what it was given, but asks each time whether it is still right.
ASK_AGAIN = "no-cache"


@bp.get("/isi/aplikasi")
@public
def shell() -> Response:
    return Response(shells.build().html, mimetype="text/html", headers={"Cache-Control": ASK_AGAIN})


@bp.get("/isi/pekerja.js")
@public
def worker() -> Response:
    # A worker may only serve what lies beside or below its own address; /isi itself does not, unless we allow it.
    headers = {"Cache-Control": ASK_AGAIN, "Service-Worker-Allowed": "/isi"}
    return Response(shells.worker(shells.build()), mimetype="text/javascript", headers=headers)


@bp.get("/isi/versi.json")
@public
def version() -> Response:
    return jsonify(version=shells.build().version)
