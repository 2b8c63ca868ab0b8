"""Every e-mail that is decided, and what became of it. A letter's row is the decision: it exists once, whatever crashes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified, one_of
from app.tenancy.models import OpdOwned, owned_reference


class LetterKind(StrEnum):
    INVITATION = "undangan"
    RESET = "atur_ulang"
    REMINDER = "pengingat"
    MANUAL_REMINDER = "pengingat_manual"
    COPY = "tembusan"
    ESCALATION = "eskalasi"
    DIGEST = "ringkasan"
    SURVEY_INVITATION = "undangan_survei"  # to a respondent, who is nobody here: no account, no name
    TRIAL = "percobaan"  # to the own team, before the city is opened
    ACCOUNT_CHANGED = "perubahan_akun"
    DATA_REQUEST = "permintaan_data"  # to Bagian Organisasi: somebody asks about their data (app/privacy)
    DATA_ANSWER = "jawaban_data"


class LetterState(StrEnum):
    WAITING = "menunggu"
    SENT = "terkirim"
    BAD_ADDRESS = "alamat_salah"
    FAILED = "gagal"
    CANCELLED = "dibatalkan"  # no longer needed when its turn came: the OPD had finished

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


UNDELIVERED = frozenset({LetterState.BAD_ADDRESS, LetterState.FAILED})
STATE_LABELS = {
    LetterState.WAITING: "Menunggu dikirim",
    LetterState.SENT: "Terkirim",
    LetterState.BAD_ADDRESS: "Alamat salah",
    LetterState.FAILED: "Gagal terkirim",
    LetterState.CANCELLED: "Tidak jadi dikirim",
}


class LetterColumns(Identified):
    kind: Mapped[LetterKind]
    user_id: Mapped[UUID | None]
    to_name: Mapped[str]
    to_email: Mapped[str]
    facts: Mapped[dict[str, Any]]  # ids and choices; the text is written from the world as it is when it is sent
    state: Mapped[LetterState] = mapped_column(default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(
        default=""
    )  # the plain text as sent; never for letters that carry a link to an account
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Letter(LetterColumns, OpdOwned, Base):
    """A letter about one OPD. The unique key is what makes a reminder happen once."""

    __tablename__ = "letters"
    __table_args__ = (
        one_of("kind", LetterKind),
        one_of("state", LetterState),
        Index(
            "uq_letters_reminder",
            "opd_id",
            "periode_id",
            "step",
            "kind",
            "user_id",
            "upp_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("kind IN ('pengingat', 'pengingat_manual', 'tembusan', 'eskalasi')"),
        ),
        Index("ix_letters_opd_id_created_at", "opd_id", "periode_id", "created_at"),
        owned_reference("ticket_batches", "ticket_batch_id"),
        Index(
            "ix_letters_opd_id_ticket_batch_id",
            "opd_id",
            "ticket_batch_id",
            "step",
            postgresql_where=text("ticket_batch_id IS NOT NULL"),
        ),
        # An address is invited once in a batch; once it is forgotten there is nothing left to compare.
        Index(
            "uq_letters_ticket",
            "opd_id",
            "ticket_batch_id",
            "step",
            "to_email",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("ticket_batch_id IS NOT NULL AND to_email <> ''"),
        ),
    )

    periode_id: Mapped[UUID | None] = mapped_column(ForeignKey("periode.id"))
    upp_id: Mapped[UUID | None]
    step: Mapped[
        str | None
    ]  # "H-7"; by hand "manual/<token of the form>"; invited by a program: the mark of its reference
    ticket_batch_id: Mapped[UUID | None]  # of an invitation to a respondent


class CityLetter(LetterColumns, Base):
    """A letter about no single OPD: account letters and the weekly digest."""

    __tablename__ = "city_letters"
    __table_args__ = (
        one_of("kind", LetterKind),
        one_of("state", LetterState),
        Index(
            "uq_city_letters_step", "kind", "step", "user_id", unique=True, postgresql_where=text("step IS NOT NULL")
        ),
        # A reader without an account (Asisten, Sekda) is one by address: nulls of user_id are distinct above.
        Index(
            "uq_city_letters_address",
            "kind",
            "step",
            "to_email",
            unique=True,
            postgresql_where=text("step IS NOT NULL AND user_id IS NULL"),
        ),
    )

    step: Mapped[str | None]
