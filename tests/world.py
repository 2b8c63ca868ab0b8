"""The two-OPD world: OPD A (two UPP) and OPD B (one UPP), one periode, running surveys, people of every role.

Addresses: organisasi@, pemantau@, kepala.a@, admin.a@, petugas.a@, kepala_upp.a@ and admin_upp.a@ (of A's second UPP only),
kepala.b@, admin.b@, petugas.b@, and ganda@ (admin of A and kepala of B), all @contoh.test.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from sqlalchemy import select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.opd.models import Assignment, Layanan, Opd, Titik, Upp
from app.periods import operations as periods
from app.periods.models import Periode
from app.periods.policy import Policy
from app.responses.intake import Answer
from app.responses.models import Collection
from app.setup.models import CitySetup
from app.surveys import operations as surveys
from app.surveys.models import Executor, Survey
from app.tenancy.scope import opd_scope

PASSWORD = "kalimat sandi untuk uji"
QUICK = PasswordHasher(memory_cost=64, time_cost=1, parallelism=1)  # argon2id, but a test signs in a thousand times


@dataclass(frozen=True)
class Place:
    """An OPD's (first) UPP with a running survey."""

    opd_id: UUID
    kode: str
    upp_id: UUID
    upp_kode: str
    survey_id: UUID
    layanan_id: UUID
    titik_id: UUID
    questionnaire_id: UUID

    def answer(self, scores: tuple[int | None, ...] = (3, 3, 3, 4, 3, 3, 3, 3, 3), **more: object) -> Answer:
        """Return an answer that may be recorded here."""
        values: dict = {
            "id": uuid4(), "survey_id": self.survey_id, "upp_id": self.upp_id, "layanan_id": self.layanan_id,
            "titik_id": self.titik_id, "questionnaire_id": self.questionnaire_id, "collection": Collection.PETUGAS,
            "scores": scores, "finished_at": clock.now(),
        }  # fmt: skip
        return Answer(**(values | more))


@dataclass(frozen=True)
class World:
    a: Place
    a2: Place  # the second UPP of A
    b: Place
    periode_id: UUID

    @classmethod
    def load(cls) -> World:
        opd = {row.kode: row.id for row in db.session.scalars(select(Opd))}
        return cls(
            _place(opd["a"], "a", "a"), _place(opd["a"], "a", "a2"), _place(opd["b"], "b", "b"),
            db.session.scalars(select(Periode.id)).one(),
        )  # fmt: skip


def _place(opd_id: UUID, kode: str, upp_kode: str) -> Place:
    with opd_scope(opd_id):
        upp_id = db.session.scalars(select(Upp.id).where(Upp.kode == upp_kode)).one()
        survey = db.session.scalars(select(Survey).where(Survey.upp_id == upp_id)).one()
        layanan_id = db.session.scalars(
            select(Layanan.id).where(Layanan.upp_id == upp_id).order_by(Layanan.position)
        ).first()
        titik_id = db.session.scalars(select(Titik.id).where(Titik.upp_id == upp_id)).first()
        assert layanan_id
        assert titik_id
        return Place(opd_id, kode, upp_id, upp_kode, survey.id, layanan_id, titik_id, survey.questionnaire_id)


def build() -> None:
    """Make the world with the real operations."""
    today = clock.today()
    now = clock.now()
    with transaction():
        db.session.get_one(CitySetup, 1).test_mode = False
        for kode, name in (("a", "Dinas Contoh A"), ("b", "Badan Contoh B")):
            db.session.add(Opd(kode=kode, name=name, short_name=f"OPD {kode.upper()}", kind="dinas", created_at=now))
    opd = {row.kode: row.id for row in db.session.scalars(select(Opd))}
    for kode, upp_kode, name in (
        ("a", "a", "Dinas Contoh A"),
        ("a", "a2", "Puskesmas Contoh"),
        ("b", "b", "Badan Contoh B"),
    ):
        with opd_scope(opd[kode]), transaction():
            upp = Upp(kode=upp_kode, name=name, created_at=now)
            db.session.add(upp)
            db.session.flush()
            for position, layanan in enumerate(("Layanan Satu", "Layanan Dua")):
                db.session.add(
                    Layanan(upp_id=upp.id, name=layanan, users=500 * (position + 1), position=position, created_at=now)
                )
            db.session.add(Titik(upp_id=upp.id, name="Loket 1", created_at=now))
    with transaction():
        periode = periods.open_periode(
            name="SKM Tahunan",
            opens_on=today - timedelta(days=60),
            deadline=today + timedelta(days=20),
            policy=Policy(),
            by=SYSTEM,
        )
    periode_id = periode.id
    for opd_id in opd.values():
        with opd_scope(opd_id), transaction():
            for upp in db.session.scalars(select(Upp)).all():
                survey = surveys.enrol(upp, db.session.get_one(Periode, periode_id))
                _run(survey, today)
    _people(opd)


def _run(survey: Survey, today: date) -> None:
    surveys.plan(
        survey, window_from=today - timedelta(days=30), window_to=today + timedelta(days=15), executor=Executor.MANDIRI,
        executor_name="", by=SYSTEM,
    )  # fmt: skip
    surveys.start(survey, by=SYSTEM)


def _people(opd: dict[str, UUID]) -> None:
    secret = QUICK.hash(PASSWORD)
    with opd_scope(opd["a"]):
        second = db.session.scalars(select(Upp.id).where(Upp.kode == "a2")).one()
    people: list[tuple[str, list[tuple[Role, UUID | None, UUID | None]]]] = [
        ("organisasi", [(Role.ORGANISASI, None, None)]),
        ("pemantau", [(Role.PEMANTAU, None, None)]),
        ("kepala_upp.a", [(Role.KEPALA_UPP, opd["a"], second)]),
        ("admin_upp.a", [(Role.ADMIN_UPP, opd["a"], second)]),
        ("ganda", [(Role.ADMIN_OPD, opd["a"], None), (Role.KEPALA, opd["b"], None)]),
    ]
    for kode in ("a", "b"):
        people += [
            (f"kepala.{kode}", [(Role.KEPALA, opd[kode], None)]),
            (f"admin.{kode}", [(Role.ADMIN_OPD, opd[kode], None)]),
            (f"petugas.{kode}", [(Role.PETUGAS, opd[kode], None)]),
        ]
    now = clock.now()
    with transaction():
        for address, roles in people:
            user = User(
                demo=address == "organisasi",  # the tests of accounts set up second factors; all others go without
                email=f"{address}@contoh.test",
                name=address.replace(".", " ").title(),
                password_hash=secret,
                created_at=now,
            )
            db.session.add(user)
            db.session.flush()
            for role, opd_id, upp_id in roles:
                code = "P-01" if role is Role.PETUGAS else None
                db.session.add(
                    Membership(
                        user_id=user.id, role=role, opd_id=opd_id, upp_id=upp_id, petugas_code=code, created_at=now
                    )
                )
    for kode in ("a", "b"):
        with opd_scope(opd[kode]), transaction():
            petugas = db.session.scalars(
                select(Membership.id).where(Membership.opd_id == opd[kode], Membership.role == Role.PETUGAS)
            ).one()
            for layanan in db.session.scalars(select(Layanan)).all():
                titik = db.session.scalars(select(Titik.id).where(Titik.upp_id == layanan.upp_id)).first()
                db.session.add(
                    Assignment(upp_id=layanan.upp_id, membership_id=petugas, layanan_id=layanan.id, titik_id=titik)
                )
