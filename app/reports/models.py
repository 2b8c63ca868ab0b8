"""Requested documents: made by a worker, kept, and made again when out of date."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.db import Base, Identified, one_of
from app.tenancy.models import UppOwned, owned_reference


class ReportState(StrEnum):
    MENUNGGU = "menunggu"
    DIBUAT = "dibuat"
    SIAP = "siap"
    GAGAL = "gagal"


class Report(Identified, UppOwned, Base):
    __tablename__ = "reports"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        one_of("state", ReportState),
        Index("ix_reports_opd_id_survey_id", "opd_id", "survey_id", "created_at"),
    )

    survey_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(default="masyarakat", server_default="masyarakat")  # citizens and internal apart
    state: Mapped[ReportState] = mapped_column(default=ReportState.MENUNGGU)
    progress: Mapped[str] = mapped_column(default="")  # what the worker does now, as the page shows it
    attempts: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(default="")  # of the figures inside; differs from today's: out of date
    pages: Mapped[int | None]
    # In the database, under its walls and in its backup; a report is about 100 kB.
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    error: Mapped[str] = mapped_column(default="")
    requested_by: Mapped[str]
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
