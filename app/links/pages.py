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

from app.links.words import words
from app.web.assets import asset
from app.web.headers import CSP

SHEET = "css/public.css"


def public_page(template: str, status: int = 200, **context: Any) -> Response:
    """Return a public page in the language that was asked for."""
    look = _sheet(asset(SHEET))
    language = words(request.values.get("bahasa"))
    page = make_response(
        render_template(template, t=language, look=Markup(f"<style>{look}</style>"), **context),  # noqa: S704 — our own
        status,
    )
    page.headers["Content-Security-Policy"] = f"{CSP}; style-src 'self' {_source(look)}"
    page.vary.add("Accept-Encoding")
    if "gzip" in request.accept_encodings:
        page.set_data(compress(page.get_data(), 6))
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
