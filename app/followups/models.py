"""RTL (rencana tindak lanjut): what will be done about the lowest unsur, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified, one_of
from app.tenancy.models import UppOwned, owned_reference


class FollowupState(StrEnum):
    RENCANA = "rencana"
    BERJALAN = "berjalan"
    SELESAI = "selesai"

    @property
    def label(self) -> str:
        return {"rencana": "Direncanakan", "berjalan": "Sedang dikerjakan", "selesai": "Selesai"}[self.value]


class Followup(Identified, UppOwned, Base):
    __tablename__ = "followups"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        one_of("state", FollowupState),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_1_to_4"),
    )

    survey_id: Mapped[UUID]
    # Of a plan that was made after the survey of this year, before Potret, and is carried out beside that of `survey_id`.
    past_year: Mapped[int | None]
    unsur: Mapped[str]
    activity: Mapped[str]
    quarter: Mapped[int]
    due_year: Mapped[int]
    responsible: Mapped[str]
    state: Mapped[FollowupState] = mapped_column(default=FollowupState.RENCANA)
    outcome: Mapped[str] = mapped_column(default="")
    obstacle: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]
    created_at: Mapped[datetime]
