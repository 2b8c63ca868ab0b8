"""Potret: the application factory."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config


def create_app(env: Mapping[str, str] | None = None) -> Flask:
    """Return the application for an environment (os.environ unless given)."""
    from app import cli, extensions, features, models, web
    from app.access import gate
    from app.tenancy import guard, rights
    from app.tenancy.session import TenantSession

    app = Flask(__name__)
    app.config.from_mapping(config.load(os.environ if env is None else env, serving=_serving()))
    assert models.FEATURES  # imported for its effect: every table is known from here on
    if app.config["PROXY_HOPS"]:
        hops = app.config["PROXY_HOPS"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    extensions.init_app(app)
    guard.install(TenantSession)
    if app.config["SQLALCHEMY_DATABASE_URI"] != config.NO_DATABASE:
        with app.app_context():
            for engine in extensions.db.engines.values():
                rights.refuse_overprivileged(engine)
                if app.config["ENV_NAME"] == "production" and _serving():
                    rights.ask_at_start(engine)
    web.init_app(app)
    gate.init_app(app)
    features.init_app(app)
    cli.init_app(app)
    return app


def _serving() -> bool:
    """Return whether this is a server or worker, rather than a command of `flask --app wsgi`."""
    return click.get_current_context(silent=True) is None
