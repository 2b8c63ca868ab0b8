"""Small questions about a request."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def wants_json() -> bool:
    """Return whether the asker is a program rather than a page: it says so, or itself speaks JSON or shows a token."""
    if request.is_json or "Authorization" in request.headers or request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def safe_path(target: str | None) -> str | None:
    """Return the target if it is a path of this site, else None: no open redirect (`//evil`, `https:evil`, `/\\evil`)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or any(ord(sign) < 32 for sign in target) else target
