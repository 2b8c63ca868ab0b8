"""The list of features that have pages: each gives one blueprint (or several) in its routes."""

from __future__ import annotations

import importlib

from flask import Flask

from app.accounts import loading
from app.api import v1

FEATURES = (
    "web", "accounts", "opd", "periods", "surveys", "devices", "recording", "links", "kiosk", "tickets", "paper", "imports", "responses",
    "results", "quality", "compliance", "reminders", "followups", "reports", "publication", "portal", "evaluator", "api", "audit", "setup", "privacy",
    "questionnaires", "monitoring",
)  # fmt: skip


def init_app(app: Flask) -> None:
    loading.init_app(app)
    v1.init_app(app)
    for feature in FEATURES:
        routes = importlib.import_module(f"app.{feature}.routes")
        for blueprint in routes.BLUEPRINTS:
            app.register_blueprint(blueprint)
