"""The browser's side of a backup, written with Python's cryptography: what app/static/js/isi does with WebCrypto."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64decode
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.devices.keys import jwk_of


def sealed(opd: dict[str, Any], contents: Any, **more: Any) -> bytes:
    """Return a backup file for an OPD as /isi/data describes it ({"kode", "public_key", …})."""
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    shared = ephemeral.exchange(ec.ECDH(), _public(opd["public_key"]))
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"potret-cadangan-1").derive(shared)
    iv = token_bytes(12)
    cover = {
        "v": 1,
        "opd": opd["kode"],
        "device_id": contents.get("device_id") if isinstance(contents, dict) else None,
        "made_at": "2026-11-24T08:00:00Z",
        "count": 1,
        "epk": jwk_of(ephemeral.public_key()),
        "iv": b64encode(iv).decode(),
        "ct": b64encode(AESGCM(key).encrypt(iv, json.dumps(contents).encode(), None)).decode(),
    }
    return json.dumps(cover | more).encode()


def _public(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    x, y = (int.from_bytes(urlsafe_b64decode(jwk[name] + "="), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
