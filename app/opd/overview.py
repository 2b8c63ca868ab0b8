"""The registry as its pages show it: all OPD of the city, and the UPP of one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.roles import Role
from app.accounts.models import Membership, User
from app.extensions import db
from app.opd.models import Kewajiban, Layanan, Opd, Titik, Upp
from app.opd.queries import select_upp
from app.tenancy.scope import all_opds

NONE = (0, 0, 0)


@dataclass(frozen=True)
class OpdLine:
    """An OPD in the city's list. `unknown`: layanan whose N nobody has said; `admins`: names, empty where there is none."""

    id: UUID
    kode: str
    name: str
    short_name: str
    kind: str
    kewajiban: Kewajiban
    exemption_reason: str
    upp: int
    layanan: int
    unknown: int
    admins: tuple[str, ...]

    @property
    def surveyed(self) -> bool:
        return self.kewajiban is not Kewajiban.DIKECUALIKAN

    @property
    def ready(self) -> bool:
        """Return whether a survey can begin: somebody to do it, layanan, and N of each."""
        return bool(self.admins) and self.layanan > 0 and self.unknown == 0


@dataclass(frozen=True)
class UppLine:
    """A UPP in its OPD's list; `users` is the sum of the known N of its active layanan."""

    id: UUID
    kode: str
    name: str
    kewajiban: Kewajiban
    active: bool
    layanan: int
    unknown: int
    users: int
    titik: int


def list_opd_lines() -> list[OpdLine]:
    """Return every active OPD of the city, by name."""
    with all_opds("registry: the list of all OPD"):
        opd = db.session.scalars(select(Opd).where(Opd.active).order_by(Opd.name)).all()
        upp = dict(db.session.execute(select(Upp.opd_id, func.count()).where(Upp.active).group_by(Upp.opd_id)).all())
        layanan = _layanan_by(Layanan.opd_id)
        admins = _admins()
        return [
            OpdLine(
                each.id, each.kode, each.name, each.short_name, each.kind, each.kewajiban, each.exemption_reason,
                upp.get(each.id, 0), *layanan.get(each.id, NONE)[:2], admins.get(each.id, ()),
            )
            for each in opd
        ]  # fmt: skip


def list_upp_lines() -> list[UppLine]:
    """Return the UPP in scope, active ones first, by name."""
    layanan = _layanan_by(Layanan.upp_id)
    titik = dict(
        db.session.execute(select(Titik.upp_id, func.count()).where(Titik.active).group_by(Titik.upp_id)).all()
    )
    return [
        UppLine(
            each.id,
            each.kode,
            each.name,
            each.kewajiban,
            each.active,
            *layanan.get(each.id, NONE),
            titik.get(each.id, 0),
        )
        for each in db.session.scalars(select_upp().order_by(Upp.active.desc(), Upp.name))
    ]


def _layanan_by(owner: InstrumentedAttribute[UUID]) -> dict[UUID, tuple[int, int, int]]:
    """Return, of active layanan in active UPP: how many, how many without N, and the sum of N, by owner."""
    rows = db.session.execute(
        select(
            owner,
            func.count(),
            func.count().filter(Layanan.users.is_(None)),
            func.coalesce(func.sum(Layanan.users), 0),
        )
        .join(Upp, (Upp.opd_id == Layanan.opd_id) & (Upp.id == Layanan.upp_id))
        .where(Layanan.active, Upp.active)
        .group_by(owner)
    )
    return {key: (count, unknown, int(users or 0)) for key, count, unknown, users in rows}


def _admins() -> dict[UUID, tuple[str, ...]]:
    names: dict[UUID, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(Membership.opd_id, User.name)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.ADMIN_OPD, Membership.active, User.active)
        .order_by(User.name)
    )
    for opd_id, name in rows:
        if opd_id is not None:
            names[opd_id].append(name)
    return {opd_id: tuple(each) for opd_id, each in names.items()}
