"""One page for every way in which a request can end badly; words only, never a trace."""

from __future__ import annotations

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.errors import Refusal
from app.extensions import db, login
from app.web.responses import wants_json

log = structlog.get_logger()

TITLES = {
    400: "Permintaan tidak lengkap",
    401: "Silakan masuk",
    403: "Anda tidak berwenang",
    404: "Halaman ini tidak ada",
    405: "Cara membuka halaman ini keliru",
    409: "Keadaan sudah berubah",
    413: "Berkas terlalu besar",
    422: "Isian perlu diperbaiki",
    429: "Terlalu sering dicoba",
    500: "Ada yang rusak di pihak kami",
    503: "Potret sedang tidak dapat menyimpan",
}
WORDS = {
    400: "Muat ulang halaman sebelumnya, lalu coba lagi.",
    403: "Peran Anda tidak mencakup halaman atau tindakan ini. Bila seharusnya mencakup, hubungi admin OPD Anda.",
    404: "Periksa alamatnya, atau kembali ke beranda. Halaman milik OPD lain tidak dapat dibuka.",
    405: "Kembali ke halaman sebelumnya dan gunakan tombol di sana.",
    409: "Muat ulang halaman sebelumnya untuk melihat keadaan terbaru.",
    413: "Ukuran berkas paling besar 10 MB.",
    429: "Tunggu beberapa menit, lalu coba lagi.",
    500: "Kejadian ini sudah tercatat. Isian yang belum terkirim masih ada di halaman sebelumnya.",
    503: "Tunggu sebentar, lalu kirim lagi. Isian Anda masih ada di halaman sebelumnya.",
}


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _unexpected)


def _refusal(error: Refusal) -> Response:
    return _page(error.status, error.message)


def _csrf(_error: CSRFError) -> Response:
    return _page(400, "Halaman ini sudah lama terbuka. Muat ulang halamannya, lalu kirim lagi.")


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    page = _page(error.code)
    for name, value in error.get_headers():
        if name in ("Retry-After", "Allow"):
            page.headers[name] = value
    return page


def _database(error: OperationalError) -> Response:
    log.error("database.unavailable", error=str(error.orig)[:200])
    g._login_user = login.anonymous_user()  # who it is cannot be read now, and the page must not ask again
    page = _page(503)
    page.headers["Retry-After"] = "10"
    return page


def _unexpected(error: Exception) -> Response:
    log.error("error.unexpected", exc_info=error)
    db.session.rollback()  # the page's own frame may ask the database
    return _page(500)


def _page(status: int, message: str = "") -> Response:
    message = message or WORDS.get(status, WORDS[400])
    title = TITLES.get(status, TITLES[400])
    if wants_json():
        return make_response(jsonify(pesan=message), status)
    return make_response(render_template("errors/error.html", status=status, title=title, message=message), status)
