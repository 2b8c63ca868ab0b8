"""A code of an invitation: ten signs that stand on a slip of paper and nowhere else."""

from __future__ import annotations

from hashlib import sha256
from hmac import new

from flask import current_app

from app.links.codes import new_code, normalise

LENGTH = 10  # 32^10: as good as never found by trying


def new_ticket_code() -> str:
    return new_code(LENGTH)


def code_hash(code: str) -> str:
    """Return what is kept of a code, as it was typed; worth nothing without the installation's secret."""
    return new(current_app.config["SECRET_KEY"].encode(), f"ticket:{normalise(code)}".encode(), sha256).hexdigest()


def ticket_url(code: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}/u/{code}"
