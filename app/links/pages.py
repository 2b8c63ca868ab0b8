"""How public pages leave the server: whole in one answer, small enough for 2G.

The sheet stands in the page itself, allowed by the hash of its text (never 'unsafe-inline'), so the first screen is three
requests: the page, one script, the font. The page is compressed here, since not every installation has a proxy that does.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from gzip import compress
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Response, current_app, make_response, render_template, request
from markupsafe import Markup

from app.links.printed import Printed
from app.links.words import words
from app.web.assets import asset
from app.web.headers import CSP

SHEET = "css/public.css"


def public_page(template: str, status: int = 200, **context: Any) -> Response:
    """Return a public page in the language that was asked for."""
    body = render_public(template, asked_language(), **context).encode()
    packed = _takes_gzip()
    return _page(compress(body, 6) if packed else body, status, packed=packed)


def printed_page(printed: Printed, *values: str) -> Response:
    """Return a page that was printed before, with these values in its gaps."""
    packed = _takes_gzip()
    return _page(printed.packed(values) if packed else printed.plain(values), packed=packed)


def render_public(template: str, language: str, **context: Any) -> str:
    """Return the text of a public page."""
    look = Markup(f"<style>{_sheet(asset(SHEET))}</style>")  # noqa: S704 — our own
    return render_template(template, t=words(language), look=look, **context)


def asked_language() -> str:
    """Return `id` or `en`."""
    return words(request.values.get("bahasa"))["lang"]


def _takes_gzip() -> bool:
    return "gzip" in request.accept_encodings


def _page(body: bytes, status: int = 200, *, packed: bool) -> Response:
    page = make_response(body, status)
    page.headers["Content-Security-Policy"] = f"{CSP}; style-src 'self' {_source(_sheet(asset(SHEET)))}"
    page.vary.add("Accept-Encoding")
    if packed:
        page.content_encoding = "gzip"
    return page


@cache
def _sheet(address: str) -> str:
    """Return the built sheet, with addresses that hold wherever the page stands."""
    static = Path(current_app.static_folder or "static")
    text = (static / address.removeprefix(f"{current_app.static_url_path}/")).read_text(encoding="utf-8")
    return text.strip().replace("../", f"{current_app.static_url_path}/")


@cache
def _source(look: str) -> str:
    return f"'sha256-{b64encode(sha256(look.encode()).digest()).decode()}'"
