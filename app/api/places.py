"""The layanan and titik that a request names."""

from __future__ import annotations

from uuid import UUID

from app.errors import NotFound
from app.opd.models import Layanan, Titik
from app.opd.queries import get_layanan, get_titik

OTHER_UPP = "Layanan dan titik harus milik UPP yang sama."


def get_place(layanan_id: UUID, titik_id: UUID) -> tuple[Layanan, Titik]:
    """Return both where they belong to one UPP of the OPD in scope; raises NotFound otherwise."""
    layanan, titik = get_layanan(layanan_id), get_titik(titik_id)
    if layanan.upp_id != titik.upp_id:
        raise NotFound(OTHER_UPP)
    return layanan, titik
