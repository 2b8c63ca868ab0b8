"""What every answer tells the browser, and the cookies that it sets."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.world import PASSWORD

CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
# A page, a redirect, a refusal of each kind, a file, JSON, and open data.
ADDRESSES = (
    "/masuk", "/", "/akun", "/tidak-ada", "/keluar", "/static/icons/none.svg", "/healthz", "/readyz", "/publik",
    "/s/TIDAKADA", "/api/v1/openapi.json", "/api/v1/results",
)  # fmt: skip


@pytest.fixture
def production(app: Flask) -> Flask:
    """The application with the cookies and headers of production."""
    app.config.update(
        SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-potret_form", SIGN_IN_COOKIE="__Host-potret",
        BROWSER_COOKIE="__Host-potret_kenal", WTF_CSRF_ENABLED=True, PREFERRED_URL_SCHEME="https",
    )  # fmt: skip
    return app


def test_every_answer_carries_the_headers(production: Flask) -> None:
    client = production.test_client()
    for address in ADDRESSES:
        headers = client.get(address, base_url="https://localhost").headers
        more = headers["Content-Security-Policy"].removeprefix(CSP)  # the public form names one style by its hash
        assert more == "" or re.fullmatch(r"; style-src 'self' 'sha256-[A-Za-z0-9+/=]+'", more), address
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address
        assert headers["X-Frame-Options"] == "DENY", address
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert headers["Cache-Control"].startswith(("no-store", "public", "no-cache")), address
        kind = headers["Content-Type"]
        assert not kind.startswith("text/") or "charset=utf-8" in kind, address


@pytest.mark.own_app
def test_an_error_of_ours_carries_them_too_and_tells_nothing(production: Flask) -> None:
    from app.access.gate import public

    @public
    def broken() -> str:
        raise RuntimeError("rahasia dapur")

    production.add_url_rule("/rusak", "broken", broken)
    answer = production.test_client().get("/rusak")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == CSP
    assert "rahasia" not in answer.text
    assert "Traceback" not in answer.text


def test_every_cookie_is_bound_to_this_host_and_closed_to_scripts(production: Flask) -> None:
    client = production.test_client()
    page = client.get("/masuk", base_url="https://localhost")
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"email": "kepala.a@contoh.test", "password": PASSWORD, "csrf_token": token}
    entered = client.post(
        "/masuk", data=form, base_url="https://localhost", headers={"Referer": "https://localhost/masuk"}
    )
    assert entered.status_code == 302
    seen = {}
    for answer in (page, entered):
        for line in answer.headers.getlist("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                seen[name] = morsel
    assert set(seen) == {"__Host-potret_form", "__Host-potret", "__Host-potret_kenal"}
    for name, morsel in seen.items():
        assert morsel["secure"], name
        assert morsel["httponly"], name
        assert morsel["samesite"] == "Lax", name
        assert morsel["path"] == "/", name
        assert not morsel["domain"], name


def test_a_form_without_its_token_is_refused_also_by_htmx(production: Flask) -> None:
    client = production.test_client()
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.post(
            "/masuk", data={"email": "x@contoh.test", "password": "x"}, base_url="https://localhost", headers=headers
        )
        assert answer.status_code == 400


def test_signing_out_empties_the_cache_but_not_what_waits_to_be_sent(sign_in) -> None:
    assert sign_in("petugas.a").post("/keluar").headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused(client: FlaskClient, method: str) -> None:
    assert client.open("/masuk", method=method).status_code in (400, 405)


def test_an_address_that_a_client_claims_is_believed_only_behind_our_proxy(app: Flask, world) -> None:
    from sqlalchemy import select

    from app.accounts.models import UserSession
    from app.extensions import db

    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "jahat.test", "X-Forwarded-Proto": "https"}
    form = {"email": "kepala.a@contoh.test", "password": PASSWORD}
    answer = app.test_client().post("/masuk", data=form, headers=forged)
    assert "jahat.test" not in answer.headers["Location"]
    db.session.rollback()
    assert db.session.scalars(select(UserSession.ip_prefix)).all() == ["127.0.0.0/24"]
