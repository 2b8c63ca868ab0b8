"""Offices and people of the demo city, made with the shapes of the real registry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from random import Random
from uuid import UUID

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import SYSTEM
from app.db import transaction
from app.demo import answers, plan
from app.demo.plan import OpdPlan
from app.extensions import db
from app.opd.models import Assignment, CustomerKind, Kewajiban, Opd, ServiceChannel, Titik, Upp
from app.opd.models import Layanan as LayananRow
from app.tenancy.scope import opd_scope

DOMAIN = "demo.potret.test"


@dataclass(frozen=True)
class UppPlace:
    opd: OpdPlan
    opd_id: UUID
    upp_id: UUID
    kode: str
    order: int  # among the UPP of its OPD
    level: float  # how good the office is, 1 to 4
    layanan: tuple[answers.Layanan, ...]
    petugas: tuple[answers.Petugas, ...]


@dataclass
class People:
    """Adds users; everybody shares one password, hashed once."""

    password_hash: str
    at: datetime

    def add(
        self,
        address: str,
        name: str,
        role: Role,
        *,
        opd_id: UUID | None = None,
        upp_id: UUID | None = None,
        code: str | None = None,
    ) -> UUID:
        user = User(
            email=f"{address}@{DOMAIN}", name=name, password_hash=self.password_hash, password_changed_at=self.at, demo=True,
            created_at=self.at,
        )  # fmt: skip
        db.session.add(user)
        db.session.flush()
        membership = Membership(
            user_id=user.id, role=role, opd_id=opd_id, upp_id=upp_id, petugas_code=code, created_at=self.at
        )
        db.session.add(membership)
        db.session.flush()
        return membership.id


def make_city_people(people: People) -> None:
    people.add("organisasi", "Ketua Tim SKM Kota", Role.ORGANISASI)
    people.add("pemantau", "Pemantau SKM Kota", Role.PEMANTAU)


def make_opd(opd: OpdPlan, people: People, rng: Random) -> list[UppPlace]:
    """Register an OPD with its UPP, layanan, titik and people; return its UPP."""
    with transaction():
        row = Opd(
            kode=opd.kode, name=opd.name, short_name=opd.short_name, kind=opd.kind, created_at=clock.now(),
            kewajiban=Kewajiban.DIHARAPKAN if opd.expected else Kewajiban.WAJIB,
            address="Kota Tangerang Selatan, Banten",
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        opd_id = row.id
    level = rng.uniform(3.02, 3.52)
    with opd_scope(opd_id), transaction():
        audit.record(Action.OPD_REGISTERED, row, by=SYSTEM, kode=opd.kode, kewajiban=row.kewajiban.value)
        people.add(f"kepala.{opd.kode}", f"Kepala {opd.short_name}", Role.KEPALA, opd_id=opd_id)
        people.add(f"admin.{opd.kode}", f"Admin SKM {opd.short_name}", Role.ADMIN_OPD, opd_id=opd_id)
        names = opd.upp or (opd.name,)
        return [
            _make_upp(opd, opd_id, order, name, level + rng.uniform(-0.12, 0.12), people, rng)
            for order, name in enumerate(names)
        ]


def _make_upp(opd: OpdPlan, opd_id: UUID, order: int, name: str, level: float, people: People, rng: Random) -> UppPlace:
    kode = name.lower().removeprefix("puskesmas ").replace(" ", "-") if opd.upp else opd.kode
    upp = Upp(
        kode=kode,
        name=name,
        created_at=clock.now(),
        kewajiban=Kewajiban.DIHARAPKAN if opd.expected else Kewajiban.WAJIB,
    )
    db.session.add(upp)
    db.session.flush()
    titik = _make_titik(upp.id, opd)
    names = plan.PUSKESMAS_LAYANAN if opd.upp else opd.layanan
    layanan = [_make_layanan(opd, upp.id, place, each, titik, rng) for place, each in enumerate(names)]
    petugas = [
        _make_petugas(opd, opd_id, upp, order, number, people, rng)
        for number in range(2 if opd.upp else rng.randrange(2, 5))
    ]
    for each in petugas:
        for service in layanan:
            for point in service.titik:
                db.session.add(
                    Assignment(upp_id=upp.id, membership_id=each.membership_id, layanan_id=service.id, titik_id=point)
                )
    if opd.upp:
        people.add(f"admin.{opd.kode}.{kode}", f"Admin SKM {name}", Role.ADMIN_UPP, opd_id=opd_id, upp_id=upp.id)
        people.add(f"kepala.{opd.kode}.{kode}", f"Kepala {name}", Role.KEPALA_UPP, opd_id=opd_id, upp_id=upp.id)
    return UppPlace(opd, opd_id, upp.id, kode, order, level, tuple(layanan), tuple(petugas))


def _make_titik(upp_id: UUID, opd: OpdPlan) -> tuple[UUID, ...]:
    whole_day = opd.kind == "rsud" or opd.kode in ("damkar", "bpbd")
    found = []
    for name in ("IGD dan loket pendaftaran", "Poli rawat jalan") if opd.kind == "rsud" else ("Loket 1", "Loket 2"):
        row = Titik(
            upp_id=upp_id, name=name, opens_at=None if whole_day else time(8), closes_at=None if whole_day else time(16),
            created_at=clock.now(),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        found.append(row.id)
    return tuple(found)


def _make_layanan(
    opd: OpdPlan, upp_id: UUID, place: int, name: str, titik: tuple[UUID, ...], rng: Random
) -> answers.Layanan:
    internal = plan.is_internal(opd, name)
    free = name in plan.FREE_LAYANAN
    users = _users(opd, rng, internal=internal)
    if opd.kode in plan.N_UNKNOWN and place == len(opd.layanan) - 1:
        users = None
    row = LayananRow(
        upp_id=upp_id, name=name, position=place, free_by_law=free, users=users, created_at=clock.now(),
        customer_kind=CustomerKind.INTERNAL if internal else CustomerKind.MASYARAKAT,
        channel=ServiceChannel.DARING if name in plan.ONLINE_LAYANAN else ServiceChannel.TATAP_MUKA,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return answers.Layanan(row.id, internal, rng.uniform(-0.1, 0.1), free, titik, wanted=0)


def _users(opd: OpdPlan, rng: Random, *, internal: bool) -> int | None:
    """Return a believable N: a puskesmas or counter of many, an internal service of few."""
    if internal:
        return rng.randrange(30, 240)
    if opd.upp:
        return rng.randrange(1_200, 9_000)
    return int(rng.lognormvariate(7.2, 1.1)) + 40


def _make_petugas(
    opd: OpdPlan, opd_id: UUID, upp: Upp, order: int, number: int, people: People, rng: Random
) -> answers.Petugas:
    code = f"P-{order * 2 + number + 1:02d}" if opd.upp else f"P-{number + 1:02d}"
    first = number == 0 and order == 0
    address = f"petugas.{opd.kode}" if first else f"petugas{number + 1}.{opd.kode}{'.' + upp.kode if opd.upp else ''}"
    membership = people.add(
        address,
        f"Petugas {code} {opd.short_name}",
        Role.PETUGAS,
        opd_id=opd_id,
        upp_id=upp.id if opd.upp else None,
        code=code,
    )
    copies = opd.kode == "disdukcapil" and number == 1
    return answers.Petugas(membership, rng.uniform(-0.08, 0.08), copies)
