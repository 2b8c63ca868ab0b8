"""Files on their way to responses, the rows that were taken from them, and results from before Potret."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.db import Base, Identified, one_of
from app.imports.states import ImportState, check_move
from app.opd.models import CustomerKind
from app.tenancy.models import UppOwned, owned_reference


class Import(Identified, UppOwned, Base):
    __tablename__ = "imports"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        one_of("state", ImportState),
        # The same file is taken once; and one import at a time, so that each sees the rows of the one before it.
        Index(
            "ix_imports_taken", "opd_id", "survey_id", "sha256", unique=True,
            postgresql_where=text("state IN ('berjalan', 'selesai')"),
        ),
        Index(
            "ix_imports_running", "opd_id", "survey_id", unique=True, postgresql_where=text("state = 'berjalan'")
        ),
    )  # fmt: skip

    survey_id: Mapped[UUID]
    file_name: Mapped[str]
    sha256: Mapped[str]
    rows: Mapped[int] = mapped_column(default=0)  # that became answers
    imported_by: Mapped[str]
    created_at: Mapped[datetime]
    state: Mapped[ImportState] = mapped_column(default=ImportState.DIUNGGAH, server_default=ImportState.SELESAI.value)
    # Kept only until the answers are taken: the file may hold names that nobody asked for.
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    # Written and read by reading/plan.py and findings.py.
    plan: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSONB(none_as_null=True)))
    findings: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSONB(none_as_null=True)))
    done: Mapped[int] = mapped_column(default=0, server_default="0")  # rows that the worker has gone through
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    error: Mapped[str] = mapped_column(default="", server_default="")
    actor_id: Mapped[UUID | None]  # who started it: the worker acts in their name
    actor_role: Mapped[str] = mapped_column(default="", server_default="")
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    def move_to(self, state: ImportState) -> None:
        """Change the state; raises Conflict for a move that states.py does not draw."""
        check_move(self.state, state)
        self.state = state


class ImportedRow(UppOwned, Base):
    """A row of a file that became a response, by the fingerprint of what it says: the same row is not taken twice."""

    __tablename__ = "imported_rows"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        owned_reference("imports"),
        Index("ix_imported_rows_fingerprint", "opd_id", "survey_id", "fingerprint"),
    )

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # of the row in the spreadsheet
    survey_id: Mapped[UUID]
    fingerprint: Mapped[str]


class PastResult(Identified, UppOwned, Base):
    """What a UPP's survey came to in a year before Potret, as its report says: cannot be computed again."""

    __tablename__ = "past_results"
    __table_args__ = (
        owned_reference("upp"),
        UniqueConstraint("opd_id", "upp_id", "year", "kind"),
        one_of("kind", CustomerKind),
        CheckConstraint("year BETWEEN 2004 AND 2100", name="year_possible"),
        CheckConstraint("ikm BETWEEN 25 AND 100", name="ikm_25_to_100"),
        CheckConstraint("respondents > 0", name="respondents_positive"),
    )

    year: Mapped[int]
    kind: Mapped[CustomerKind] = mapped_column(default=CustomerKind.MASYARAKAT)
    respondents: Mapped[int]
    ikm: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    nrr: Mapped[dict[str, Any]]  # {code: "3.123"}; an old report may not have all nine
    imported_by: Mapped[str]
    created_at: Mapped[datetime]
