"""How far the city's set-up has come: one row, made by the migration."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class CitySetup(Base):
    """While `test_mode` is on, reminders go to Bagian Organisasi's own team and to nobody else."""

    __tablename__ = "city_setup"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, default=1)
    test_mode: Mapped[bool]
    opened_at: Mapped[datetime | None]  # when it was left
    opened_by: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def name(self) -> str:
        """Return how the trail calls it."""
        return "Mode uji"
