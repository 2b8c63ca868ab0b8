"""Phones and tablets that may send interviews: who uses them, how they are set up, and what opens their backups.

`devices` and `device_setups` are global: a token or code is looked up before any OPD is known, like a session's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified
from app.tenancy.models import OpdOwned


class Device(Identified, Base):
    """A phone or tablet. It carries a random token; only its hash is kept."""

    __tablename__ = "devices"
    __table_args__ = (
        UniqueConstraint("opd_id", "id"),  # what device_people points to: a device of the same OPD
        Index("ix_devices_token_hash", "token_hash", unique=True),
    )

    opd_id: Mapped[UUID] = mapped_column(ForeignKey("opd.id"))
    label: Mapped[str]  # "Redmi 9A · Chrome", as the phone called itself
    token_hash: Mapped[str]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    app_version: Mapped[str] = mapped_column(default="")  # of the surveyor app that last sent something
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")


class DevicePerson(OpdOwned, Base):
    """A petugas whose interviews the device may send; for good, since an interview may be sent after the role has ended."""

    __tablename__ = "device_people"
    __table_args__ = (
        ForeignKeyConstraint(["opd_id", "device_id"], ["devices.opd_id", "devices.id"], name="fk_own_device_id"),
    )

    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), primary_key=True)
    added_at: Mapped[datetime]


class DeviceSetup(Identified, Base):
    """A single-use code that makes a phone a device of one petugas (tokens.py makes it; only its hash is kept)."""

    __tablename__ = "device_setups"
    __table_args__ = (Index("ix_device_setups_code_hash", "code_hash", unique=True),)

    opd_id: Mapped[UUID] = mapped_column(ForeignKey("opd.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    code_hash: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))


class OpdKey(OpdOwned, Base):
    """The P-256 key pair to which the OPD's devices encrypt their backups; the private half is sealed (keys.py)."""

    __tablename__ = "opd_keys"

    sealed_with: Mapped[str] = mapped_column(primary_key=True)  # a mark of the SECRET_KEY that sealed it
    public_key: Mapped[dict[str, Any]]  # JWK
    private_key: Mapped[str]
    created_at: Mapped[datetime]


class Training(OpdOwned, Base):
    """A petugas has passed the check at the end of the training; the first pass is kept."""

    __tablename__ = "trainings"
    __table_args__ = (CheckConstraint("score BETWEEN 0 AND 100", name="score_percent"),)

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), primary_key=True)
    score: Mapped[int] = mapped_column(SmallInteger)
    passed_at: Mapped[datetime]
