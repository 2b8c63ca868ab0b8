"""Reading links: by code from outside, and as a list for their admins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, select

from app.errors import NotFound
from app.extensions import db
from app.links.codes import normalise
from app.links.models import LinkCode
from app.opd.models import CustomerKind, Layanan, Opd, Titik, Upp
from app.surveys.questionnaire import Situation, situations_of
from app.tenancy import scope


@dataclass(frozen=True)
class Target:
    """Where a code leads; known before any OPD is in scope."""

    id: UUID
    opd_id: UUID
    opd_name: str
    opd_short_name: str
    upp_id: UUID
    layanan_id: UUID
    titik_id: UUID
    active: bool  # the link itself, and its OPD


@dataclass(frozen=True)
class LinkRef(Target):
    code: str
    deactivated_at: datetime | None = None

    def was_on(self, moment: datetime) -> bool:
        """Return whether the link was not switched off yet."""
        return self.deactivated_at is None or moment < self.deactivated_at


@dataclass(frozen=True)
class LinkPlace:
    """What a respondent reads about the place that a link leads to."""

    layanan: str
    internal: bool
    situations: frozenset[Situation]
    titik: str
    office: str  # the UPP, or the OPD where it is the only one
    short_office: str
    open: bool  # link, layanan, titik and UPP are all in use


@dataclass(frozen=True)
class LinkLine:
    """A layanan at a titik in the admin's list; without a link yet, `id` and `code` are None."""

    upp_id: UUID
    upp_name: str
    layanan_id: UUID
    layanan: str
    titik_id: UUID
    titik: str
    id: UUID | None
    code: str | None
    active: bool


def find_link(code: str) -> LinkRef | None:
    """Return the link of a code as it was typed; the caller then enters the scope of its OPD."""
    row = db.session.execute(
        select(
            LinkCode.id, LinkCode.opd_id, Opd.name, Opd.short_name, LinkCode.upp_id, LinkCode.layanan_id, LinkCode.titik_id,
            and_(LinkCode.active, Opd.active), LinkCode.code, LinkCode.deactivated_at,
        )
        .join(Opd, Opd.id == LinkCode.opd_id)
        .where(LinkCode.code == normalise(code))
    ).one_or_none()  # fmt: skip
    return LinkRef(*tuple(row)) if row else None


def get_place(link: Target) -> LinkPlace:
    """Return what stands at the end of the link; inside the scope of its OPD."""
    layanan, titik, upp = db.session.execute(
        select(Layanan, Titik, Upp)
        .select_from(Layanan)
        .join(Titik, Titik.id == link.titik_id)
        .join(Upp, Upp.id == Layanan.upp_id)
        .where(Layanan.id == link.layanan_id)
    ).one()
    return LinkPlace(
        layanan=layanan.name,
        internal=layanan.customer_kind is CustomerKind.INTERNAL,
        situations=situations_of(layanan),
        titik=titik.name,
        office=upp.name,
        short_office=short_office(link, upp.name),
        open=link.active and layanan.active and titik.active and upp.active,
    )


def short_office(link: Target, upp_name: str) -> str:
    """Return the short name of the OPD where its UPP is the only one, else the name of the UPP."""
    return link.opd_short_name if upp_name == link.opd_name else upp_name


def get_link(link_id: UUID) -> LinkCode:
    """Return a link of the OPD (and UPP) in scope; any other does not exist."""
    link = db.session.scalar(_own().where(LinkCode.id == link_id))
    if link is None:
        raise NotFound("Tautan ini tidak ada.")
    return link


def list_lines() -> list[LinkLine]:
    """Return every active layanan at every active titik of its UPP, with the link where there is one."""
    rows = db.session.execute(
        select(Upp.id, Upp.name, Layanan.id, Layanan.name, Titik.id, Titik.name, LinkCode.id, LinkCode.code, LinkCode.active)
        .select_from(Layanan)
        .join(Upp, Upp.id == Layanan.upp_id)
        .join(Titik, Titik.upp_id == Layanan.upp_id)
        .outerjoin(LinkCode, (LinkCode.layanan_id == Layanan.id) & (LinkCode.titik_id == Titik.id))
        .where(Upp.active, Layanan.active, Titik.active)
        .order_by(Upp.name, Layanan.position, Layanan.name, Titik.name)
    )  # fmt: skip
    return [LinkLine(*row[:-1], active=bool(row[-1])) for row in rows]


def _own() -> Select[LinkCode]:
    """Return the statement for the links in scope. The table has no wall of its own, so its owned layanan stands guard."""
    return (
        select(LinkCode)
        .join(Layanan, Layanan.id == LinkCode.layanan_id)
        .where(LinkCode.opd_id == scope.current_opd_id())
    )
