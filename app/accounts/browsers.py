"""A browser is known by a random token that we signed and gave it at a sign-in. It opens nothing: it only tells the
people of an office from whoever guesses their passwords elsewhere."""

from __future__ import annotations

from secrets import token_urlsafe

from flask import Request, Response, current_app, request
from flask_limiter.util import get_remote_address
from itsdangerous import BadSignature, URLSafeSerializer

YEAR = 365 * 24 * 3600


def token_of(asker: Request) -> str:
    """Return the token of the browser, a new one where it has none of ours."""
    return _given(asker) or token_urlsafe(32)


def set_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        current_app.config["BROWSER_COOKIE"],
        _serializer().dumps(token),
        max_age=YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def rate_key() -> str:
    """Return whose tries the door counts: a known browser's own, else those of the network, which many share."""
    token = _given(request)
    return f"browser:{token}" if token else get_remote_address()


def _given(asker: Request) -> str | None:
    try:
        token = _serializer().loads(asker.cookies.get(current_app.config["BROWSER_COOKIE"], ""))
    except BadSignature:
        return None
    return token if isinstance(token, str) else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-browser")
