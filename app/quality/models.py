"""What the UPP says about quality notes: its explanations, and its proposals to exclude answers, kept for good."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified, one_of
from app.tenancy.models import UppOwned, owned_reference


class ProposalState(StrEnum):
    PROPOSED = "diusulkan"
    ACCEPTED = "disetujui"
    REFUSED = "ditolak"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Proposal(Identified, UppOwned, Base):
    __tablename__ = "exclusion_proposals"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        one_of("state", ProposalState),
    )

    survey_id: Mapped[UUID]
    note: Mapped[str]  # the quality note that it rests on, as it read when it was proposed
    response_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    reason: Mapped[str]
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.PROPOSED)
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(default="")


class Explanation(Identified, UppOwned, Base):
    """What the UPP found out about one quality note; written again when it finds out more."""

    __tablename__ = "quality_explanations"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        UniqueConstraint("opd_id", "survey_id", "note_key"),
    )

    survey_id: Mapped[UUID]
    note_key: Mapped[str]  # Note.mark
    evidence: Mapped[str]  # as the note read then: where it reads differently now, somebody should look again
    text: Mapped[str]
    explained_by: Mapped[str]
    explained_at: Mapped[datetime]
