"""Secrets at rest: sealed with a key that follows from SECRET_KEY, each purpose its own.

Whoever reads the database or a backup of it opens nothing. A change of SECRET_KEY opens nothing either.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE = 12


def seal(plain: bytes, purpose: str, owner: bytes) -> str:
    """Return the secret sealed for a purpose; only the same owner's row opens it again."""
    nonce = token_bytes(NONCE)
    return b64encode(nonce + AESGCM(_key(purpose)).encrypt(nonce, plain, owner)).decode()


def unseal(sealed: str, purpose: str, owner: bytes) -> bytes | None:
    """Return the secret, or None where it was sealed for something else or under another SECRET_KEY."""
    try:
        raw = b64decode(sealed, validate=True)
        return AESGCM(_key(purpose)).decrypt(raw[:NONCE], raw[NONCE:], owner)
    except (InvalidTag, ValueError):
        return None


def mark(purpose: str) -> str:
    """Return what tells one SECRET_KEY from another without telling anything of it."""
    return sha256(b"mark" + _key(purpose)).hexdigest()[:16]


def _key(purpose: str) -> bytes:
    secret = current_app.config["SECRET_KEY"].encode()
    return HKDF(algorithm=SHA256(), length=32, salt=b"", info=purpose.encode()).derive(secret)
