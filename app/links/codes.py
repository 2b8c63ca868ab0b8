"""The codes that stand under a QR: eight signs of Crockford's base 32, which has no look-alikes (I, L, O, U)."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": "", ".": "", "\u2013": ""})


def new_code(length: int = LENGTH) -> str:
    """Return a random code; 8 signs are one of 10^12, so a code cannot be found by trying."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalise(typed: str) -> str:
    """Return what a person meant who typed a code from a poster: any case, any grouping, O for 0, l for 1."""
    return typed[:64].upper().translate(MISREAD)


def grouped(code: str) -> str:
    """Return the code as people read and type it, in groups of four or five: `K7M2 94QX`."""
    size = 4 if len(code) % 4 == 0 else 5
    return " ".join(code[start : start + size] for start in range(0, len(code), size))
