"""Single-use links for another program of the office, which hands them to the people it has served."""

from __future__ import annotations

from typing import Any

from app.api.places import get_place
from app.db import transaction
from app.errors import NotFound
from app.tickets import programs
from app.tickets.codes import ticket_url
from app.tickets.programs import Issued, Wish

NOT_IN_USE = "Layanan atau titik ini sudah tidak dipakai."
UNKNOWN = "Belum ada undangan dengan referensi ini."


def issue(item: dict[str, Any], *, program: str) -> tuple[dict[str, Any], bool]:
    """Return the invitation of the caller's reference, and whether it is new."""
    layanan, titik = get_place(item["layanan_id"], item["titik_id"])
    if not (layanan.active and titik.active):
        raise NotFound(NOT_IN_USE)
    wish = Wish(item["referensi"], layanan.upp_id, layanan.id, titik.id, days=item["berlaku_hari"], email=item["email"])
    with transaction():
        issued, new = programs.issue(wish, program=program)
    return _shown(item["referensi"], issued), new


def show(reference: str) -> dict[str, Any]:
    """Return the invitation of a reference as it stands now."""
    issued = programs.find_issued(reference)
    if issued is None:
        raise NotFound(UNKNOWN)
    return _shown(reference, issued)


def _shown(reference: str, issued: Issued) -> dict[str, Any]:
    return {
        "referensi": reference,
        "tautan": ticket_url(issued.code),
        "status": issued.ticket.state,
        "berlaku_sampai": issued.ticket.last_day,
        "layanan_id": issued.ticket.layanan_id,
        "titik_id": issued.ticket.titik_id,
        "email": issued.delivery.value if issued.delivery else None,
    }
