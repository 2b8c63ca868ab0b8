"""The six digits of the second factor (RFC 6238), and the recovery codes that stand in for them. No database here."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest

import pyotp

STEP = 30  # seconds that a code is shown
DRIFT = 1  # steps by which a phone's clock may be off, either way
RECOVERY_CODES = 8
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no look-alikes
LENGTH = 10  # of a recovery code: 49 bits, behind argon2 and the throttle


def new_secret() -> str:
    """Return a random secret of 160 bits as people type it into an app (base 32)."""
    return pyotp.random_base32()


def address_of(secret: str, *, email: str, issuer: str) -> str:
    """Return what the QR says to an authenticator app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def grouped(secret: str) -> str:
    """Return the secret in groups of four, as people type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def fitting_step(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """Return the step of time that the code belongs to, or None; steps up to `after` are used up."""
    digits, present = re.sub(r"[^0-9]", "", code[:20]), int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    for step in range(present - DRIFT, present + DRIFT + 1):
        if step > after and compare_digest(totp.generate_otp(step), digits):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Return fresh codes as they are shown, once: `k7m2q-94xtd`."""
    raw = ("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(RECOVERY_CODES))
    return [f"{code[:5]}-{code[5:]}" for code in raw]


def normalise(typed: str) -> str:
    """Return what a person meant who typed a recovery code: any case, any grouping."""
    return re.sub(r"[^0-9a-z]", "", typed[:40].lower())


def as_file(codes: Sequence[str], *, owner: str, site: str) -> str:
    """Return the codes as the text that people keep."""
    lines = [f"Kode pemulihan Potret untuk {owner}", site, "", *codes, ""]
    return "\n".join([*lines, "Setiap kode berlaku satu kali. Simpan di tempat yang hanya Anda buka.", ""])
