"""A UPP's wish to ask some of the questionnaire in other words: written, proposed, and decided by Bagian Organisasi."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified, one_of
from app.tenancy.models import UppOwned, owned_reference


class AdaptationState(StrEnum):
    DRAF = "draf"
    DIAJUKAN = "diajukan"
    DIKEMBALIKAN = "dikembalikan"
    DISETUJUI = "disetujui"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    AdaptationState.DRAF: "Draf",
    AdaptationState.DIAJUKAN: "Menunggu persetujuan",
    AdaptationState.DIKEMBALIKAN: "Dikembalikan dengan catatan",
    AdaptationState.DISETUJUI: "Disetujui",
}
# May be rewritten by the UPP.
OPEN = frozenset({AdaptationState.DRAF, AdaptationState.DIKEMBALIKAN})


class Adaptation(Identified, UppOwned, Base):
    """Approved, it is a version that never changes.

    `wordings`: text and four options by the code of the unsur; `extras`: what is asked beside the nine, as
    `Questionnaire.extras` holds it.
    """

    __tablename__ = "adaptations"
    __table_args__ = (
        owned_reference("upp"),
        one_of("state", AdaptationState),
        CheckConstraint("(state = 'disetujui') = (version_id IS NOT NULL)", name="approved_is_version"),
        # One at a time is being written or waits.
        Index("uq_adaptations_open", "opd_id", "upp_id", unique=True, postgresql_where=text("state <> 'disetujui'")),
    )

    state: Mapped[AdaptationState] = mapped_column(default=AdaptationState.DRAF)
    wordings: Mapped[dict[str, Any]]
    extras: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("questionnaires.id"))
    note: Mapped[str] = mapped_column(default="", server_default="")  # why it was returned
    created_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[str] = mapped_column(default="", server_default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="", server_default="")
