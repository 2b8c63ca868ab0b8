"""Links by which an evaluator reads without an account. Global: a link is looked up before any OPD is known."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified


class EvaluatorLink(Identified, Base):
    """Opens the verified results of one periode until it expires or is revoked. Only the hash of its secret is kept."""

    __tablename__ = "evaluator_links"
    __table_args__ = (
        CheckConstraint("expires_at > created_at", name="expires_later"),
        CheckConstraint("opd_ids IS NULL OR cardinality(opd_ids) > 0", name="some_opd"),
    )

    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]  # who reads by it, and what for
    periode_id: Mapped[UUID] = mapped_column(ForeignKey("periode.id"))
    opd_ids: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))  # None: every OPD of the city
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    uses: Mapped[int] = mapped_column(default=0)
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")
