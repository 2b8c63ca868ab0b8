"""One-time links. The address is signed, the row says whether it was used: no secret is kept anywhere."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

ENDPOINTS = {"invitation": "accounts.invitation", "reset": "accounts.reset"}


def url_of(link_id: UUID, purpose: str) -> str:
    """Return the whole address of a one-time link, also outside a request: it goes into a letter."""
    paths = current_app.url_map.bind("")
    path = paths.build(ENDPOINTS[purpose], {"token": token_of(link_id)})
    return f"{current_app.config['PUBLIC_URL']}{path}"


def token_of(link_id: UUID) -> str:
    """Return what stands in the address of a one-time link."""
    return _serializer().dumps(link_id.hex)


def link_id_of(token: str) -> UUID | None:
    """Return the link that a token names, or None if nobody here signed it."""
    try:
        return UUID(_serializer().loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="one-time-link")
