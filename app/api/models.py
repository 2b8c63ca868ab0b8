"""Tokens by which programs use the API. Global: a token is looked up before any OPD is known, like a session's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified


class ApiToken(Identified, Base):
    """A random token of one OPD, or of the city (`opd_id` None). Only its hash is kept; it is shown once."""

    __tablename__ = "api_tokens"
    __table_args__ = (Index("ix_api_tokens_token_hash", "token_hash", unique=True),)

    opd_id: Mapped[UUID | None] = mapped_column(ForeignKey("opd.id"), index=True)
    name: Mapped[str]  # which program uses it
    token_hash: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")
