"""Stacks of paper questionnaires that are typed in. A sheet becomes a response when its stack is finished."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified, one_of
from app.errors import Conflict
from app.tenancy.models import UppOwned, owned_reference


class BatchState(StrEnum):
    TERBUKA = "terbuka"  # being typed
    DIPERIKSA = "diperiksa"  # being typed a second time, and compared
    SELESAI = "selesai"  # its sheets are responses
    DIBATALKAN = "dibatalkan"

    @property
    def label(self) -> str:
        return LABELS[self]


B = BatchState
LABELS = {B.TERBUKA: "Sedang diketik", B.DIPERIKSA: "Diketik ulang", B.SELESAI: "Selesai", B.DIBATALKAN: "Dibatalkan"}
MOVES: dict[BatchState, frozenset[BatchState]] = {
    B.TERBUKA: frozenset({B.DIPERIKSA, B.SELESAI, B.DIBATALKAN}),
    B.DIPERIKSA: frozenset({B.SELESAI, B.DIBATALKAN}),
    B.SELESAI: frozenset(),
    B.DIBATALKAN: frozenset(),
}
UNFINISHED = frozenset({B.TERBUKA, B.DIPERIKSA})


class PaperBatch(Identified, UppOwned, Base):
    """A stack: the sheets of one layanan, titik and day."""

    __tablename__ = "paper_batches"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        owned_reference("layanan"),
        owned_reference("titik"),
        one_of("state", BatchState),
        CheckConstraint("first_number >= 1 AND sheets >= 0 AND expected >= 1", name="counts_positive"),
    )

    survey_id: Mapped[UUID]
    layanan_id: Mapped[UUID]
    titik_id: Mapped[UUID]
    collected_on: Mapped[date]
    first_number: Mapped[int] = mapped_column(default=1)  # on the first sheet of the stack
    expected: Mapped[int | None]  # sheets in the stack, where somebody has counted them
    double_entry: Mapped[bool] = mapped_column(default=False)
    state: Mapped[BatchState] = mapped_column(default=BatchState.TERBUKA)
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    ended_by: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    sheets: Mapped[int] = mapped_column(default=0)  # that became responses
    differences: Mapped[int] = mapped_column(default=0)  # sheets that were typed in two ways

    def move_to(self, state: BatchState) -> None:
        """Change the state; raises Conflict for a move that is not in MOVES."""
        if state not in MOVES[self.state]:
            raise Conflict(
                f"Tumpukan ini berstatus {self.state.label.lower()}, sehingga tidak dapat menjadi {state.label.lower()}."
            )
        self.state = state


class PaperSheet(Identified, UppOwned, Base):
    """A sheet of a stack, typed once or twice (typing.py). What was typed is kept only until the stack has ended."""

    __tablename__ = "paper_sheets"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("paper_batches", "batch_id"),
        UniqueConstraint("opd_id", "batch_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 99999", name="number_printable"),
    )

    batch_id: Mapped[UUID]
    number: Mapped[int]  # as it stands on the sheet
    first: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    first_id: Mapped[UUID | None]  # of the typing, made by the browser: a repeated save changes nothing
    second: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    second_id: Mapped[UUID | None]
    decided: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))  # where the two differ: what holds
    response_id: Mapped[UUID | None]
