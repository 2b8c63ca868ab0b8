"""The address that a QR holds. Posters hang for years, so it is short and does not depend on who asks."""

from __future__ import annotations

from flask import current_app


def link_url(code: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}/s/{code}"


def kiosk_url(code: str) -> str:
    """Return where a tablet at the counter asks under the same code."""
    return f"{current_app.config['PUBLIC_URL']}/kios/{code}"
