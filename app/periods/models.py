"""Periode: the yearly round that Bagian Organisasi opens, with one policy for all."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified, one_of


class PeriodeState(StrEnum):
    BERJALAN = "berjalan"
    SELESAI = "selesai"


class Periode(Identified, Base):
    __tablename__ = "periode"
    __table_args__ = (
        UniqueConstraint("year", "name"),
        one_of("state", PeriodeState),
        CheckConstraint("opens_on <= deadline", name="opens_before_deadline"),
    )

    year: Mapped[int]
    name: Mapped[str]  # "SKM Tahunan 2026"
    opens_on: Mapped[date]
    deadline: Mapped[date]
    state: Mapped[PeriodeState] = mapped_column(default=PeriodeState.BERJALAN)
    policy: Mapped[dict[str, Any]]  # periods/policy.py reads and writes it
    created_at: Mapped[datetime]
