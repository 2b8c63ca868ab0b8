"""The documents that can be made of a whole periode. One table, like the one of a survey's documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from app.periods.queries import get_periode
from app.reports.models import CityDocumentKind
from app.reports.recap.assembly import assemble, fingerprint
from app.reports.rendering.recap import pdf, xlsx
from app.reports.rendering.recap.data import CityRecap


@dataclass(frozen=True)
class CityDocument:
    kind: CityDocumentKind
    title: str
    what: str
    extension: str
    media_type: str
    render: Callable[[CityRecap], bytes]

    def make(self, periode_id: UUID) -> tuple[str, bytes]:
        """Return fingerprint and content of what the city came to until now."""
        recap = assemble(get_periode(periode_id))
        return fingerprint(recap), self.render(recap)


CITY_DOCUMENTS: dict[CityDocumentKind, CityDocument] = {
    each.kind: each
    for each in (
        CityDocument(
            CityDocumentKind.REKAP_KOTA_PDF, "Rekap kota", "Untuk pimpinan dan arsip", "pdf", "application/pdf", pdf.render
        ),
        CityDocument(
            CityDocumentKind.REKAP_KOTA_XLSX, "Rekap kota untuk diolah", "Tabel yang sama sebagai lembar kerja", "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.render,
        ),
    )
}  # fmt: skip
