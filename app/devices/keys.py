"""The OPD's key pair: phones encrypt their backups to the public half, only this server opens them.

A phone does so for the day it is lost or broken (app/static/js/isi: ECDH P-256 → HKDF-SHA256 → AES-256-GCM). The private
half is sealed with a key that follows from SECRET_KEY. After a change of SECRET_KEY a new pair is made by itself; what
was encrypted to the old one needs the old SECRET_KEY.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app import clock, sealing
from app.devices.models import OpdKey
from app.extensions import db
from app.tenancy import scope

BACKUP_INFO = b"potret-cadangan-1"
NONCE = 12  # bytes, of a backup
PURPOSE = "potret-opd-key-1"


def public_key() -> dict[str, Any] | None:
    """Return the public half of the present key of the OPD in scope as a JWK, or None while there is none."""
    return db.session.scalar(select(OpdKey.public_key).where(OpdKey.sealed_with == _mark()))


def ensure_key() -> None:
    """The OPD in scope has a key pair; two who make it at once end with one."""
    if public_key() is not None:
        return
    private = ec.generate_private_key(ec.SECP256R1())
    opd_id = scope.current_opd_id()
    values = {
        "opd_id": opd_id,
        "sealed_with": _mark(),
        "public_key": jwk_of(private.public_key()),
        "private_key": _seal(private, opd_id),
        "created_at": clock.now(),
    }
    db.session.execute(insert(OpdKey).values(values).on_conflict_do_nothing())


def open_backup(sender: ec.EllipticCurvePublicKey, iv: bytes, ciphertext: bytes) -> bytes | None:
    """Return the plain text that a phone encrypted to the OPD in scope, or None where no key of it fits."""
    key = db.session.scalar(select(OpdKey).where(OpdKey.sealed_with == _mark()))
    if key is None:
        return None
    shared = _unseal(key).exchange(ec.ECDH(), sender)
    secret = HKDF(algorithm=SHA256(), length=32, salt=b"", info=BACKUP_INFO).derive(shared)
    try:
        return AESGCM(secret).decrypt(iv, ciphertext, None)
    except InvalidTag:
        return None


def jwk_of(key: ec.EllipticCurvePublicKey) -> dict[str, Any]:
    """Return a public key as browsers import it."""
    numbers = key.public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}


def _coordinate(number: int) -> str:
    return urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def _seal(private: ec.EllipticCurvePrivateKey, opd_id: UUID) -> str:
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return sealing.seal(plain, PURPOSE, opd_id.bytes)


def _unseal(row: OpdKey) -> ec.EllipticCurvePrivateKey:
    plain = sealing.unseal(row.private_key, PURPOSE, row.opd_id.bytes)
    assert plain is not None  # the row bears the mark of this SECRET_KEY
    private = load_der_private_key(plain, password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return private


def _mark() -> str:
    return sealing.mark(PURPOSE)
