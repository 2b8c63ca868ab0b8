"""Passwords: argon2id, at least 12 characters, none that is easily guessed."""

from __future__ import annotations

import re

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.guessable import is_guessable
from app.errors import Rejected

# OWASP's first choice for argon2id; about 26 ms here. The library's default takes eight times as long and
# 64 MiB each.
_hasher = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
# Verified against when the address is unknown, so that an answer takes as long either way.
_NOBODY = _hasher.hash("nobody has this password")
MIN_LENGTH = 12
MAX_LENGTH = 200


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password that passed check()."""
    return _hasher.hash(password)


def verify(password: str, password_hash: str | None) -> bool:
    """Return whether the password is the right one, in about the same time when there is none to compare with."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def check(password: str, *, email: str = "", name: str = "") -> None:
    """Raise Rejected for a password that could be guessed. Every sign counts, and none is prescribed (NIST 800-63B)."""
    if len(password) < MIN_LENGTH:
        raise Rejected(f"Kata sandi paling sedikit {MIN_LENGTH} huruf. Kalimat pendek mudah diingat.", field="password")
    if len(password) > MAX_LENGTH:
        raise Rejected(f"Kata sandi paling panjang {MAX_LENGTH} huruf.", field="password")
    if password.isdigit():
        raise Rejected("Nomor telepon, NIP, atau tanggal mudah ditebak. Tambahkan kata-kata.", field="password")
    if is_guessable(password, own_words=_own_words(email, name)):
        raise Rejected("Kata sandi ini terlalu mudah ditebak. Pakai tiga kata atau lebih.", field="password")


def _own_words(email: str, name: str) -> set[str]:
    local, _, domain = email.casefold().partition("@")
    joined = name.casefold().replace(" ", "")
    return {
        local,
        joined,
        email.casefold().replace(".", ""),
        *re.split(r"[^a-z0-9]+", f"{local} {domain} {name.casefold()}"),
    }
