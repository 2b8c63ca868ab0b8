"""Files whose rows became responses: the same file is refused twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from app.db import Base, Identified
from app.tenancy.models import UppOwned, owned_reference


class Import(Identified, UppOwned, Base):
    __tablename__ = "imports"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("surveys", "survey_id"),
        UniqueConstraint("opd_id", "survey_id", "sha256"),
    )

    survey_id: Mapped[UUID]
    file_name: Mapped[str]
    sha256: Mapped[str]
    rows: Mapped[int]
    imported_by: Mapped[str]
    created_at: Mapped[datetime]
