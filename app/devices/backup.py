"""A phone's backup file: encrypted to its OPD, opened here, and sent through the same intake as what phones send."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.devices import keys, queries, sync
from app.devices.items import Unreadable, id_of, read_envelope, read_json
from app.devices.models import Device
from app.devices.sync import Result, Status
from app.errors import NotFound, Rejected
from app.opd.queries import OpdRef
from app.responses.intake import receipt_number

MAX_BYTES = 10 * 1024 * 1024
MAX_ITEMS = 5000
VERSION = 1
NOT_A_BACKUP = "Berkas ini bukan cadangan dari aplikasi petugas. Pilih berkas yang namanya berakhir dengan .potret."
CANNOT_BE_OPENED = "Cadangan ini tidak dapat dibuka: berkasnya rusak. Minta petugas menyimpan cadangan sekali lagi."


@dataclass(frozen=True)
class Backup:
    device_id: UUID
    items: tuple[Any, ...]


def open_file(content: bytes, opd: OpdRef) -> Backup:
    """Return what a backup file holds. The OPD is in scope. Raises Rejected with what is wrong and what to do."""
    if len(content) > MAX_BYTES:
        raise Rejected("Berkas paling besar 10 MB.", field="file")
    cover = _object(content, NOT_A_BACKUP)
    if cover.get("v") != VERSION:
        raise Rejected(NOT_A_BACKUP, field="file")
    if cover.get("opd") != opd.kode:
        raise Rejected("Cadangan ini milik OPD lain. Serahkan kepada admin OPD itu.", field="file")
    return _contents(_decrypted(cover))


def import_backup(device: Device, backup: Backup) -> list[Result]:
    """Every interview of the backup is treated as if the phone had sent it, also where the phone was revoked since."""
    return sync.receive(sync.Phone(queries.ref_of(device)), backup.items, offset=None)


def record_import(device: Device, results: list[Result], *, by: Actor) -> None:
    """The trail says who brought which phone's interviews in, and what became of them."""
    outcomes = Counter(result.status.value for result in results)
    audit.record(
        Action.BACKUP_IMPORTED, device, by=by, name=device.label, device_id=device.id, items=len(results), outcomes=dict(outcomes)
    )  # fmt: skip


@dataclass(frozen=True)
class ImportedLine:
    """One interview of a backup and what became of it."""

    receipt: str
    finished_at: datetime | None
    petugas: str
    status: Status
    reason: str


def report(device_id: UUID, results: list[Result]) -> dict[str, Any]:
    """Return what the page after an import shows: the device, a count of each outcome, and every interview."""
    people = {person.id: person.code or person.name for person in queries.list_device_people(device_id)}
    lines = [
        ImportedLine(
            receipt=result.receipt or (receipt_number(result.item.id) if result.item else ""),
            finished_at=result.item.finished_at if result.item else None,
            petugas=people.get(result.item.petugas_id, "") if result.item and result.item.petugas_id else "",
            status=result.status,
            reason=result.reason,
        )
        for result in results
    ]
    return {
        "label": queries.get_device(device_id).label,
        "counts": Counter(line.status for line in lines),
        "lines": lines,
        "Status": Status,
    }


def device_of(backup: Backup) -> Device:
    """Return the device that made the backup; raises Rejected where the viewer's OPD (or UPP) has no such device."""
    try:
        return queries.get_device(backup.device_id)
    except NotFound:
        raise Rejected(
            "Ponsel yang membuat cadangan ini tidak dikenal di sini. Periksa berkasnya.", field="file"
        ) from None


def _decrypted(cover: dict[str, Any]) -> bytes:
    sender, iv, ciphertext = _public_key(cover.get("epk")), _bytes(cover.get("iv")), _bytes(cover.get("ct"))
    if sender is None or len(iv) != keys.NONCE or not ciphertext:
        raise Rejected(CANNOT_BE_OPENED, field="file")
    plain = keys.open_backup(sender, iv, ciphertext)
    if plain is None:
        raise Rejected(CANNOT_BE_OPENED, field="file")
    return plain


def _contents(plain: bytes) -> Backup:
    said = _object(plain, CANNOT_BE_OPENED)
    device_id = id_of({"id": said.get("device_id")})
    try:
        envelope = read_envelope(plain)
    except Unreadable as problem:
        raise Rejected(CANNOT_BE_OPENED, field="file") from problem
    if device_id is None:
        raise Rejected(CANNOT_BE_OPENED, field="file")
    if len(envelope.items) > MAX_ITEMS:
        raise Rejected("Cadangan ini berisi lebih dari 5.000 wawancara, sehingga tidak wajar.", field="file")
    return Backup(device_id, envelope.items)


def _object(content: bytes, problem: str) -> dict[str, Any]:
    try:
        said = read_json(content)
    except Unreadable:
        said = None
    if not isinstance(said, dict):
        raise Rejected(problem, field="file")
    return said


def _public_key(jwk: Any) -> ec.EllipticCurvePublicKey | None:
    """Return the sender's key of one backup, or None where it is none or lies on no curve."""
    if not isinstance(jwk, dict) or jwk.get("crv") != "P-256":
        return None
    x, y = _bytes(jwk.get("x")), _bytes(jwk.get("y"))
    if len(x) != 32 or len(y) != 32:
        return None
    try:
        return ec.EllipticCurvePublicNumbers(
            int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
        ).public_key()
    except ValueError:
        return None


def _bytes(text: Any) -> bytes:
    """Return what base64 says, in either alphabet, with or without padding; b"" where it says nothing."""
    if not isinstance(text, str):
        return b""
    plain = text.translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        return b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (NotBase64, ValueError):
        return b""
