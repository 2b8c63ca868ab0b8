"""A UPP's SKM in one periode, its target per layanan, its questionnaire and its frozen results."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified, one_of
from app.surveys.states import SurveyState, check_move
from app.tenancy.models import UppOwned, owned_reference


class Executor(StrEnum):
    MANDIRI = "mandiri"
    PIHAK_KETIGA = "pihak_ketiga"


class Questionnaire(Identified, Base):
    """A version of the questionnaire; never changed once used. The standard one is global and locked."""

    __tablename__ = "questionnaires"

    code: Mapped[str] = mapped_column(unique=True)  # "14-2017/1"
    questions: Mapped[list[dict[str, Any]]]  # [{"no", "code", "unsur", "text", "options": [four]}], questionnaire order
    # Asked beside the nine: [{"code", "unsur" (None: an own one), "name", "text", "options": [four]}]
    extras: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    created_at: Mapped[datetime]


class Survey(Identified, UppOwned, Base):
    __tablename__ = "surveys"
    __table_args__ = (
        owned_reference("upp"),
        UniqueConstraint("opd_id", "upp_id", "periode_id", "part"),
        Index("ix_surveys_periode_id_state", "periode_id", "state"),
        one_of("state", SurveyState),
        one_of("executor", Executor),
        CheckConstraint(
            "(window_from IS NULL) = (window_to IS NULL) AND window_from <= window_to", name="window_whole"
        ),
    )

    periode_id: Mapped[UUID] = mapped_column(ForeignKey("periode.id"))
    part: Mapped[int] = mapped_column(default=1)  # of semester or triwulan; 1 for a yearly survey
    state: Mapped[SurveyState] = mapped_column(default=SurveyState.BELUM_MULAI)
    questionnaire_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaires.id"))
    window_from: Mapped[date | None]
    window_to: Mapped[date | None]
    executor: Mapped[Executor] = mapped_column(default=Executor.MANDIRI)
    executor_name: Mapped[str] = mapped_column(default="")
    target: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    first_submitted_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")  # why it was last returned or reopened
    created_at: Mapped[datetime]

    def move_to(self, state: SurveyState) -> None:
        """Change the state; raises Conflict for a move that product.md does not draw."""
        check_move(self.state, state)
        self.state = state


class SurveyLayanan(UppOwned, Base):
    """A layanan in a survey: its users N as they stood, and its share of the target."""

    __tablename__ = "survey_layanan"
    __table_args__ = (owned_reference("upp"), owned_reference("surveys", "survey_id"), owned_reference("layanan"))

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    layanan_id: Mapped[UUID] = mapped_column(primary_key=True)
    users: Mapped[int | None]
    target: Mapped[int] = mapped_column(default=0)


class FrozenResult(Identified, UppOwned, Base):
    """What a survey came to when it was closed: figures that no later answer changes."""

    __tablename__ = "frozen_results"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        owned_reference("report_files", "sheet_id"),
        UniqueConstraint("opd_id", "survey_id", "version"),
    )

    survey_id: Mapped[UUID]
    version: Mapped[int]
    formula_version: Mapped[str]
    respondents: Mapped[int]
    ikm: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    mutu: Mapped[str | None]
    figures: Mapped[dict[str, Any]]  # results/figures.py writes and reads it
    fingerprint: Mapped[str]  # of the counted answers
    verification_code: Mapped[str] = mapped_column(unique=True)
    frozen_at: Mapped[datetime]
    certified_at: Mapped[datetime | None]
    certified_by: Mapped[str] = mapped_column(default="")  # the kepala, also where the PIC recorded a signed sheet
    recorded_by: Mapped[str] = mapped_column(default="", server_default="")  # the PIC, of a signed sheet
    sheet_id: Mapped[UUID | None]  # the signed sheet
    read_sha256: Mapped[str] = mapped_column(default="", server_default="")  # of the PDF that was there to be read


class VerifierNote(Identified, UppOwned, Base):
    """What Bagian Organisasi wrote beside one point of the checklist; it stays open until the OPD says what it did."""

    __tablename__ = "verifier_notes"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        Index("ix_verifier_notes_opd_id_survey_id", "opd_id", "survey_id"),
    )

    survey_id: Mapped[UUID]
    version: Mapped[int]  # the frozen version that was looked at
    point: Mapped[str]  # surveys/checklist.py, or "catatan:<key>" of a quality note
    title: Mapped[str]  # the point as it read then
    text: Mapped[str]
    returned: Mapped[bool]  # False: written beside a result that was accepted
    written_by: Mapped[str]
    written_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    @property
    def open(self) -> bool:
        return self.answered_at is None
