"""Answers. A response is inserted once and never edited; excluding one is a mark with a reason, not a change."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Numbered, one_of
from app.tenancy.models import OpdOwned, UppOwned, owned_reference


class Collection(StrEnum):
    """The way of collection."""

    PETUGAS = "petugas"
    SERAH_PONSEL = "serah_ponsel"
    TAUTAN = "tautan"
    KIOS = "kios"
    UNDANGAN = "undangan"
    KERTAS = "kertas"
    IMPOR = "impor"

    @property
    def label(self) -> str:
        return COLLECTION_LABELS[self]


COLLECTION_LABELS = {
    Collection.PETUGAS: "Wawancara petugas",
    Collection.SERAH_PONSEL: "Serahkan ponsel",
    Collection.TAUTAN: "Tautan dan kode QR",
    Collection.KIOS: "Kios",
    Collection.UNDANGAN: "Undangan",
    Collection.KERTAS: "Kuesioner kertas",
    Collection.IMPOR: "Impor berkas",
}


class ResponseState(StrEnum):
    DITERIMA = "diterima"
    SUSULAN = "susulan"  # arrived after closing: kept, shown, not counted


class LateDecision(StrEnum):
    """What was decided about a susulan."""

    ACCEPTED = "dihitung"
    LEFT_OUT = "tidak_dihitung"


class Response(UppOwned, Base):
    __tablename__ = "responses"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        owned_reference("layanan"),
        owned_reference("titik"),
        Index("ix_responses_opd_id_survey_id", "opd_id", "survey_id", "received_at"),
        # How many came late is said on every result page: not by reading through all the others.
        Index("ix_responses_opd_id_survey_id_late", "opd_id", "survey_id", postgresql_where=text("state = 'susulan'")),
        one_of("collection", Collection),
        one_of("state", ResponseState),
        one_of("late_decision", LateDecision),
        CheckConstraint(
            "cardinality(scores) = 9 AND 1 <= ALL(array_remove(scores, NULL)) AND 4 >= ALL(array_remove(scores, NULL))",
            name="scores_1_to_4",
        ),
        CheckConstraint(
            "jsonb_typeof(extra_scores) = 'object' AND"
            " NOT jsonb_path_exists(extra_scores, '$.* ? (!(@ == 1 || @ == 2 || @ == 3 || @ == 4))')",
            name="extra_scores_1_to_4",
        ),
        CheckConstraint("char_length(saran) <= 500", name="saran_short"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)  # made by the client when the form is served
    survey_id: Mapped[UUID]
    layanan_id: Mapped[UUID]
    titik_id: Mapped[UUID]
    questionnaire_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaires.id"))
    collection: Mapped[Collection]
    state: Mapped[ResponseState] = mapped_column(default=ResponseState.DITERIMA)
    petugas_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))  # who recorded it
    scores: Mapped[list[int | None]] = mapped_column(ARRAY(SmallInteger))  # in the questionnaire's order
    extra_scores: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default="{}"
    )  # of pertanyaan tambahan, by code
    sex: Mapped[str | None]
    age_band: Mapped[str | None]
    education: Mapped[str | None]
    occupation: Mapped[str | None]
    occupation_other: Mapped[str | None]
    office_kind: Mapped[str | None]
    position: Mapped[str | None]
    saran: Mapped[str] = mapped_column(default="", server_default="")
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime]
    received_at: Mapped[datetime]
    payload_hash: Mapped[str]
    import_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]  # the enrolled phone or tablet that sent it
    ticket_id: Mapped[UUID | None]  # the single-use code that it used up
    batch_id: Mapped[UUID | None]  # the stack of paper it was typed from
    ui_version: Mapped[str] = mapped_column(default="", server_default="")  # of the screens that asked
    notice_version: Mapped[str] = mapped_column(default="", server_default="")  # of the privacy notice that was shown
    clock_offset: Mapped[int | None]  # seconds by which the sender's clock was behind ours when it sent
    flags: Mapped[list[str]] = mapped_column(
        ARRAY(Text), default=list, server_default=text("'{}'")
    )  # "perlu ditelusuri"
    excluded_at: Mapped[datetime | None]
    exclusion_reason: Mapped[str | None]
    late_decision: Mapped[LateDecision | None]  # of a susulan; None while nobody has decided
    late_reason: Mapped[str | None]
    late_decided_at: Mapped[datetime | None]
    late_decided_by: Mapped[str | None]


class PendingFold(Numbered, OpdOwned, Base):
    """A response that the statistics do not hold yet; written in the same statement as the response."""

    __tablename__ = "pending_folds"
    __table_args__ = (Index("ix_pending_folds_opd_id_response_id", "opd_id", "response_id"),)

    response_id: Mapped[UUID]
    sign: Mapped[int] = mapped_column(SmallInteger, default=1, server_default=text("1"))  # −1 takes an answer out again


class Quarantine(Numbered, UppOwned, Base):
    """A body that could not be taken (its id belongs to other answers, a rule is broken): kept to be looked at, never counted."""

    __tablename__ = "quarantine"
    __table_args__ = (
        owned_reference("upp"),
        # Kept once, however often it is sent.
        Index("uq_quarantine_once", "opd_id", "response_id", text("md5(body)"), unique=True),
    )

    response_id: Mapped[UUID]
    body: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", server_default="")  # why it could not be taken, in words
    device_id: Mapped[UUID | None]
    received_at: Mapped[datetime]


class SaranEntry(UppOwned, Base):
    """What the fold keeps about the saran of a counted answer: its themes, and its words by their stems, for searching."""

    __tablename__ = "saran_entries"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("responses", "response_id"),
        owned_reference("surveys", "survey_id"),
        owned_reference("layanan"),
        Index("ix_saran_entries_opd_id_survey_id_day", "opd_id", "survey_id", "day"),
    )

    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID]
    layanan_id: Mapped[UUID]
    day: Mapped[date]  # of the interview, in the city's zone
    themes: Mapped[list[str]] = mapped_column(ARRAY(Text))  # responses/themes.py; "lainnya" alone where it touches none
    words: Mapped[str] = mapped_column(TSVECTOR)


class SaranTally(UppOwned, Base):
    """How many counted saran touch a theme; the theme `semua` holds all of them."""

    __tablename__ = "saran_tallies"
    __table_args__ = (owned_reference("upp"), owned_reference("surveys", "survey_id"), owned_reference("layanan"))

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    layanan_id: Mapped[UUID] = mapped_column(primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(Integer)


class SaranMark(UppOwned, Base):
    """The UPP has dealt with a saran, perhaps by a plan (RTL). Without a row nobody has."""

    __tablename__ = "saran_marks"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("responses", "response_id"),
        owned_reference("surveys", "survey_id"),
        owned_reference("followups", "followup_id", ondelete="SET NULL (followup_id)"),
        Index("ix_saran_marks_opd_id_survey_id", "opd_id", "survey_id"),
    )

    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID]
    followup_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(default="", server_default="")
    handled_at: Mapped[datetime]
    handled_by: Mapped[str]
