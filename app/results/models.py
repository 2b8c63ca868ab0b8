"""Statistics that are sufficient for every figure: reading an index never scans responses.

`tallies` holds one row for each survey × layanan × titik × segment; the segment `semua` holds everything.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Index, Integer
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.db import Base, Numbered
from app.tenancy.models import OpdOwned, UppOwned, owned_reference


class Placed(UppOwned):
    """Whose answers a row adds up: those of a segment's value, at a titik, for a layanan, in a survey."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return (
            owned_reference("upp"),
            owned_reference("surveys", "survey_id"),
            owned_reference("layanan"),
            owned_reference("titik"),
        )

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    layanan_id: Mapped[UUID] = mapped_column(primary_key=True)
    titik_id: Mapped[UUID] = mapped_column(primary_key=True)
    segment: Mapped[str] = mapped_column(primary_key=True)  # results/segments.py
    value: Mapped[str] = mapped_column(primary_key=True)


class Tally(Placed, Base):
    __tablename__ = "tallies"

    n: Mapped[int] = mapped_column(Integer)
    histogram: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))  # 36: question × score, questionnaire order
    complete: Mapped[int] = mapped_column(Integer)  # responses with all nine answered; the sums below are over these
    total: Mapped[int] = mapped_column(BigInteger)  # Σ of the respondent's nine scores
    total_squares: Mapped[int] = mapped_column(BigInteger)  # Σ of its square
    sums: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))  # 9: Σ of each question's score
    products: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))  # 45: Σ s_i·s_j for i ≤ j, row by row


class ExtraTally(Placed, Base):
    """How often 1, 2, 3 and 4 were answered to a pertanyaan tambahan, at the same places as a tally. No row: never yet."""

    __tablename__ = "extra_tallies"

    code: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(Integer)
    frequencies: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))  # 4


class DailyCount(UppOwned, Base):
    """Counted responses of a day (of the interview, in the city's zone): pace and calendar."""

    __tablename__ = "daily_counts"
    __table_args__ = (owned_reference("upp"), owned_reference("surveys", "survey_id"), owned_reference("layanan"))

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    layanan_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    n: Mapped[int]


class Reconciliation(Numbered, OpdOwned, Base):
    """The nightly proof that the statistics equal the raw rows; a difference is an alarm that Bagian Organisasi sees."""

    __tablename__ = "reconciliations"
    __table_args__ = (Index("ix_reconciliations_opd_id_at", "opd_id", "at"),)

    at: Mapped[datetime]
    surveys: Mapped[int]
    differences: Mapped[int]
    details: Mapped[str] = mapped_column(default="")
