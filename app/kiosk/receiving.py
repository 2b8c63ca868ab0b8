"""The answers that a kiosk sends, taken like those of a petugas's phone (devices/sync.py): each with a receipt of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.db import transaction
from app.devices.items import Item
from app.devices.known import Known, look_up
from app.devices.sync import NO_LAYANAN, NO_SURVEY, NO_TITIK, Refused, check_place
from app.kiosk import watching
from app.kiosk.passes import Pass
from app.links.queries import LinkRef
from app.links.suspicion import Signs
from app.responses.intake import Answer
from app.responses.models import Collection
from app.tenancy.scope import opd_scope

SWITCHED_OFF = "Tautan kios ini sudah dimatikan sebelum jawaban ini."
CLOCKS_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True)
class Kiosk:
    """One kiosk behind a link. Where an answer was given is the link's word, not the kiosk's."""

    link: LinkRef
    since: datetime
    ways: Sequence[Collection] = (Collection.KIOS,)
    device_id: UUID | None = None

    @property
    def opd_id(self) -> UUID:
        return self.link.opd_id

    def look_up(self, items: Sequence[Item]) -> Known:
        return look_up(items, upp_id=self.link.upp_id)

    def check(self, item: Item, answer: Answer, known: Known) -> None:
        if answer.upp_id != self.link.upp_id:
            raise Refused(NO_SURVEY)
        if item.layanan_id != self.link.layanan_id:
            raise Refused(NO_LAYANAN)
        if item.titik_id != self.link.titik_id:
            raise Refused(NO_TITIK)
        check_place(item, answer, known)
        if not self.link.was_on(answer.finished_at):
            raise Refused(SWITCHED_OFF)

    def mark(self, answer: Answer) -> Answer:
        with opd_scope(self.opd_id), transaction():
            return replace(answer, flags=watching.examine(answer, Signs(answer.scores, self._seconds(answer))))

    def _seconds(self, answer: Answer) -> float | None:
        """Return how long the answering took, or None for a time at which this kiosk did not stand there yet."""
        if answer.started_at is None or answer.started_at < self.since - CLOCKS_DIFFER:
            return None
        return (answer.finished_at - answer.started_at).total_seconds()


def kiosk_of(link: LinkRef, shown: Pass) -> Kiosk:
    return Kiosk(link, shown.since)
