"""What the machines last did, for the board: a worker or beat that stopped is visible there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Heartbeat(Base):
    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)  # "worker", "reminders", "reconciliation"
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
