"""Flask-Login reads who is signed in from our own sessions table."""

from __future__ import annotations

from flask import Flask, Request
from flask_login import AnonymousUserMixin

from app.access.identity import Identity
from app.accounts.sessions import find_identity
from app.extensions import login


class Nobody(AnonymousUserMixin):
    def grant_for(self, *_: object) -> None:
        return None


def init_app(_app: Flask) -> None:
    login.anonymous_user = Nobody
    login.session_protection = None  # no remember cookie, no fingerprint: the row decides

    @login.request_loader
    def load(request: Request) -> Identity | None:
        return None if request.endpoint == "static" else find_identity(request)
