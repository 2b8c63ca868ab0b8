"""Who surveys what: OPD, its UPP, their layanan and titik layanan, and who is assigned where."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Identified, one_of
from app.tenancy.models import OpdOwned, UppOwned, owned_reference


class Kewajiban(StrEnum):
    """Whether the OPD must run the SKM; compliance is counted separately."""

    WAJIB = "wajib"
    DIHARAPKAN = "diharapkan"
    DIKECUALIKAN = "dikecualikan"


class CustomerKind(StrEnum):
    MASYARAKAT = "masyarakat"
    INTERNAL = "internal"


class ServiceChannel(StrEnum):
    TATAP_MUKA = "tatap_muka"
    DARING = "daring"


class Opd(Identified, Base):
    """A city office: the tenant. Its own row is public inside the installation, so it is not OpdOwned."""

    __tablename__ = "opd"
    __table_args__ = (
        one_of("kewajiban", Kewajiban),
        CheckConstraint("kode ~ '^[a-z0-9][a-z0-9-]{0,39}$'", name="kode_shape"),
    )

    kode: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    kind: Mapped[str]  # dinas, badan, kecamatan, rsud, …: a word of the city, shown and filtered, never decided on
    kewajiban: Mapped[Kewajiban] = mapped_column(default=Kewajiban.WAJIB)
    exemption_reason: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("opd.id"))
    active: Mapped[bool] = mapped_column(default=True)
    # Whether the results of its UPP are certified by the OPD's kepala only, never by a kepala of the UPP.
    submits_for_upp: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]


class Upp(Identified, OpdOwned, Base):
    """Unit penyelenggara pelayanan: what the regulation surveys."""

    __tablename__ = "upp"
    __table_args__ = (UniqueConstraint("opd_id", "kode"), one_of("kewajiban", Kewajiban))

    kode: Mapped[str]
    name: Mapped[str]
    kewajiban: Mapped[Kewajiban] = mapped_column(default=Kewajiban.WAJIB)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class UppPredecessor(UppOwned, Base):
    """A UPP of an office that was renamed or merged into this one. Its results stay under its own name; the trend of this
    UPP goes on from them."""

    __tablename__ = "upp_predecessors"
    __table_args__ = (owned_reference("upp"),)

    upp_id: Mapped[UUID] = mapped_column(primary_key=True)
    old_opd_id: Mapped[UUID] = mapped_column(ForeignKey("opd.id"), primary_key=True)
    old_upp_id: Mapped[UUID] = mapped_column(primary_key=True)
    old_name: Mapped[str]
    created_at: Mapped[datetime]


class Layanan(Identified, UppOwned, Base):
    """A service of a UPP."""

    __tablename__ = "layanan"
    __table_args__ = (
        owned_reference("upp"),
        UniqueConstraint("opd_id", "upp_id", "name"),
        one_of("customer_kind", CustomerKind),
        one_of("channel", ServiceChannel),
        CheckConstraint("users >= 0", name="users_positive"),
    )

    name: Mapped[str]
    customer_kind: Mapped[CustomerKind] = mapped_column(default=CustomerKind.MASYARAKAT)
    channel: Mapped[ServiceChannel] = mapped_column(default=ServiceChannel.TATAP_MUKA)
    free_by_law: Mapped[bool] = mapped_column(default=False)
    users: Mapped[int | None]  # N, the users of the previous period; None while nobody has said
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Titik(Identified, UppOwned, Base):
    """Titik layanan: a counter, room or site, with its service hours (None: 24 hours)."""

    __tablename__ = "titik"
    __table_args__ = (owned_reference("upp"), UniqueConstraint("opd_id", "upp_id", "name"))

    name: Mapped[str]
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    active: Mapped[bool] = mapped_column(default=True)
    deactivated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Assignment(UppOwned, Base):
    """A petugas may record this layanan at this titik."""

    __tablename__ = "assignments"
    __table_args__ = (owned_reference("upp"), owned_reference("layanan"), owned_reference("titik"))

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), primary_key=True)
    layanan_id: Mapped[UUID] = mapped_column(primary_key=True)
    titik_id: Mapped[UUID] = mapped_column(primary_key=True)
