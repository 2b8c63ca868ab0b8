"""What a phone shows to be let in: its token, and the code that sets it up. Of both only a hash is kept."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from flask import Request, current_app


def new_token() -> str:
    """Return a fresh device token of 256 random bits."""
    return token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Return what is kept of a token or code."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def bearer_of(request: Request) -> str:
    """Return the token of `Authorization: Bearer …`, or ""."""
    given = request.authorization
    return (given.token or "") if given is not None and given.type == "bearer" else ""


def code_of(setup_id: UUID) -> str:
    """Return the code of a set-up: only this server can make it, so its page can show it again without keeping it."""
    key = sha256(b"device-setup" + current_app.config["SECRET_KEY"].encode()).digest()
    return urlsafe_b64encode(hmac.digest(key, setup_id.bytes, "sha256")).rstrip(b"=").decode()
