"""A city in November 2026, a week before its deadline: the two OPDs of the world and as many more as a fault needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select, update

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.db import transaction
from app.extensions import db
from app.opd.models import Assignment, Layanan, Opd, Titik, Upp
from app.outbox.models import OutboxRow, OutboxState
from app.outbox.operations import LEASE
from app.periods.models import Periode
from app.surveys import operations as surveys
from app.surveys.models import Survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope

OPENS, DEADLINE = date(2026, 10, 1), date(2026, 11, 26)
# The steps of the week before a Thursday's deadline; none moves or collides.
STEPS = {"H-7": "2026-11-19", "H-3": "2026-11-23", "H-1": "2026-11-25"}
PATIENCE = 4.0  # seconds: a process that was killed is back at work by then
WHO = {"H-7": {"admin", "kepala", "petugas"}, "H-3": {"admin", "kepala", "petugas"}, "H-1": {"admin", "kepala"}}


@dataclass(frozen=True)
class Office:
    """An OPD of this city: one UPP, one layanan, an admin, a kepala and a petugas, nobody has answered."""

    kode: str
    opd_id: UUID
    survey_id: UUID

    def readers(self, step: str) -> set[str]:
        """Return who is written to at a step while the OPD has not finished."""
        return {f"{who}.{self.kode}@contoh.test" for who in WHO[step]}


def settle(count: int) -> list[Office]:
    """It is November in the world, and there are `count` more OPDs, all of them collecting."""
    begun = datetime(2026, 11, 2, 1, tzinfo=UTC)
    with transaction():
        db.session.execute(update(Periode).values(opens_on=OPENS, deadline=DEADLINE, name="SKM Tahunan 2026"))
    offices = [open_office(f"f{number:02d}") for number in range(count)]
    for opd_id in db.session.scalars(select(Opd.id)).all():
        with opd_scope(opd_id), transaction():
            collecting = {"window_from": date(2026, 11, 2), "window_to": DEADLINE, "started_at": begun}
            db.session.execute(update(Survey).values(state=SurveyState.BERJALAN, **collecting))
    db.session.remove()
    return offices


def open_office(kode: str, *, users: int = 500) -> Office:
    """An OPD takes part in the periode: one UPP, one layanan with so many users, and its people."""
    now = clock.now()
    with transaction():
        opd = Opd(kode=kode, name=f"Dinas {kode}", short_name=kode.upper(), kind="dinas", created_at=now)
        db.session.add(opd)
        db.session.flush()
        opd_id = opd.id
    with opd_scope(opd_id), transaction():
        upp = Upp(kode=kode, name=f"Dinas {kode}", created_at=now)
        db.session.add(upp)
        db.session.flush()
        layanan = Layanan(upp_id=upp.id, name="Layanan", users=users, position=0, created_at=now)
        titik = Titik(upp_id=upp.id, name="Loket 1", created_at=now)
        db.session.add_all([layanan, titik])
        db.session.flush()
        survey_id = surveys.enrol(upp, db.session.scalars(select(Periode)).one()).id
        for role in (Role.ADMIN_OPD, Role.KEPALA, Role.PETUGAS):
            member = _member(kode, role, opd_id)
            if role is Role.PETUGAS:
                place = Assignment(membership_id=member.id, layanan_id=layanan.id, titik_id=titik.id, upp_id=upp.id)
                db.session.add(place)
    return Office(kode, opd_id, survey_id)


def _member(kode: str, role: Role, opd_id: UUID) -> Membership:
    name = {Role.ADMIN_OPD: "admin", Role.KEPALA: "kepala", Role.PETUGAS: "petugas"}[role]
    user = User(email=f"{name}.{kode}@contoh.test", name=f"{name} {kode}".title(), created_at=clock.now())
    db.session.add(user)
    db.session.flush()
    code = "P-01" if role is Role.PETUGAS else None
    member = Membership(user_id=user.id, role=role, opd_id=opd_id, petugas_code=code, created_at=clock.now())
    db.session.add(member)
    db.session.flush()
    return member


@dataclass(frozen=True)
class FalseClock:
    """Turns the clock that the application and its processes share."""

    app: Flask

    def at(self, moment: str) -> None:
        """It is `moment` in the city ("2026-11-19 08:00") now, and time goes on from there."""
        local = datetime.fromisoformat(moment).replace(tzinfo=clock.zone())
        self._write((local - datetime.now(UTC)).total_seconds())

    def skip(self, seconds: float) -> None:
        self._write(clock.offset(str(self._file)).total_seconds() + seconds)

    def skip_lease(self) -> None:
        """What somebody claimed and never finished may be claimed again."""
        self.skip(LEASE.total_seconds() + 1)

    @property
    def _file(self) -> Path:
        return Path(self.app.config["CLOCK_FILE"])

    def _write(self, seconds: float) -> None:
        draft = self._file.with_suffix(".new")
        draft.write_text(str(seconds))
        draft.replace(self._file)  # a process must never read half an offset


def wait_until(
    holds: Callable[[], bool], seconds: float, what: str, *, meanwhile: Callable[[], object] | None = None
) -> None:
    """Return once `holds`; fails after `seconds`. `meanwhile` is done between two looks."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"not within {seconds:.0f} s: {what}"
        if meanwhile is not None:
            meanwhile()
        time.sleep(0.05)


def waiting() -> set[tuple[int, int]]:
    """Return (id, attempts) of what the outbox still has to do."""
    db.session.rollback()
    rows = db.session.execute(select(OutboxRow.id, OutboxRow.attempts).where(OutboxRow.state == OutboxState.WAITING))
    return {(row.id, row.attempts) for row in rows}


def all_done(false_clock: FalseClock, seconds: float) -> None:
    """Return once the outbox has nothing left to do.

    What was claimed by somebody who was killed comes back after its lease: when nothing has moved for a while, the
    lease is skipped.
    """
    seen, moved_at = waiting(), time.monotonic()

    def nothing_waits() -> bool:
        nonlocal seen, moved_at
        present = waiting()
        if present != seen:
            seen, moved_at = present, time.monotonic()
        elif present and time.monotonic() - moved_at > PATIENCE:
            false_clock.skip_lease()
            moved_at = time.monotonic()
        return not present

    wait_until(nothing_waits, seconds, "the outbox still has rows")
