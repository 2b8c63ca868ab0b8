"""What all pages share: headers, frame, error pages, forms, formats."""

from __future__ import annotations

from flask import Flask

from app.web import assets, charts, errors, fields, formats, frame, headers, logs


def init_app(app: Flask) -> None:
    logs.init_app(app)
    headers.init_app(app)
    assets.init_app(app)
    formats.init_app(app)
    fields.init_app(app)
    charts.init_app(app)
    frame.init_app(app)
    errors.init_app(app)
