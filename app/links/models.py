"""Permanent codes of a layanan at a titik, and the short-lived traces by which ballot stuffing is noticed.

`link_codes` is global: the code is looked up before any OPD is known. Its references still keep a link from pointing
into another OPD.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified
from app.tenancy.models import OpdOwned, owned_reference


class LinkCode(Identified, Base):
    """Leads from a poster or a kiosk to one layanan at one titik, for good; finds the survey that is running."""

    __tablename__ = "link_codes"
    __table_args__ = (
        owned_reference("upp"),
        owned_reference("layanan"),
        owned_reference("titik"),
        UniqueConstraint("opd_id", "layanan_id", "titik_id"),
        UniqueConstraint("opd_id", "id"),  # what traces and tickets point to: a link of the same OPD
    )

    code: Mapped[str] = mapped_column(unique=True)  # codes.py
    opd_id: Mapped[UUID] = mapped_column(ForeignKey("opd.id"))
    upp_id: Mapped[UUID]
    layanan_id: Mapped[UUID]
    titik_id: Mapped[UUID]
    active: Mapped[bool] = mapped_column(default=True)
    deactivated_at: Mapped[datetime | None]  # a kiosk may send later what was answered before
    created_at: Mapped[datetime]


class DeviceSalt(OpdOwned, Base):
    """The salt of one day's soft device keys. Destroyed after 48 hours: then no key can be made again."""

    __tablename__ = "device_salts"

    day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[str]
    made_at: Mapped[datetime]


class LinkTrace(OpdOwned, Base):
    """What is remembered of an answer through a link for 48 hours, for the flags only; never shown."""

    __tablename__ = "link_traces"
    __table_args__ = (
        ForeignKeyConstraint(["opd_id", "link_id"], ["link_codes.opd_id", "link_codes.id"], name="fk_own_link_id"),
        Index("ix_link_traces_opd_id_link_id_at", "opd_id", "link_id", "at"),
        Index("ix_link_traces_opd_id_link_id_network_key_at", "opd_id", "link_id", "network_key", "at"),
    )

    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    link_id: Mapped[UUID]
    device_key: Mapped[str]  # soft_keys.py
    network_key: Mapped[str]
    vector: Mapped[str]  # the scores as one word, "334-33333"
    at: Mapped[datetime]
