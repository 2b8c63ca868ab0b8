"""A code of an invitation: ten signs that stand on a slip of paper, or in one e-mail, and nowhere else."""

from __future__ import annotations

from hashlib import sha256
from hmac import new

from flask import current_app

from app.links.codes import ALPHABET, new_code, normalise

LENGTH = 10  # 32^10: as good as never found by trying


def new_ticket_code() -> str:
    return new_code(LENGTH)


def derived_code(seed: str) -> str:
    """Return the code that belongs to a seed: a letter tried again, or a request sent again, carries the same one."""
    number = int(_keyed(f"ticket-code:{seed}"), 16)
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LENGTH))


def code_hash(code: str) -> str:
    """Return what is kept of a code, as it was typed; worth nothing without the installation's secret."""
    return _keyed(f"ticket:{normalise(code)}")


def reference_mark(reference: str) -> str:
    """Return what stands on a letter for the reference of the program that asked for it."""
    return _keyed(f"ticket-reference:{reference}")[:32]


def ticket_url(code: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}/u/{code}"


def _keyed(text: str) -> str:
    return new(current_app.config["SECRET_KEY"].encode(), text.encode(), sha256).hexdigest()
