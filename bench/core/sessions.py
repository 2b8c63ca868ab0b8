"""Signing in through the real form, for requests that pass the gate."""

from __future__ import annotations

import re

from bench.core.client import Caller
from bench.data.city import PASSWORD

CSRF = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


def sign_in(port: int, who: str) -> str:
    """Return the header line by which requests of this person are known."""
    with Caller(port) as caller:
        page = caller.get("/masuk")
        found = CSRF.search(page.body)
        assert found, "the sign-in page has a CSRF token"
        values = {"email": f"{who}@contoh.test", "password": PASSWORD, "csrf_token": found[1].decode()}
        answer = caller.post("/masuk", values, f"Cookie: {page.cookies()}\r\n")
        if answer.status != 302:
            raise RuntimeError(f"{who} could not sign in: {answer.status}")
        return f"Cookie: {answer.cookies()}\r\n"


def asking(path: str, cookie: str):
    """Return the act of opening a page, signed in."""

    def act(caller: Caller) -> None:
        answer = caller.get(path, cookie)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")

    return act
