"""Who is affected, for the notice that UU 27/2022 Pasal 46 asks within 3 × 24 hours of a breach.

Respondents have no name here, so they are counted; people with an account and addresses that still stand somewhere are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User, UserSession
from app.extensions import db
from app.letters.models import CityLetter, Letter, LetterKind
from app.opd.models import Opd
from app.opd.queries import list_opd
from app.responses.models import Quarantine, Response
from app.tenancy.scope import opd_scope
from app.web.csv_text import csv_bytes

HEAD = ("jenis", "opd", "nama", "email", "keterangan", "jumlah")
ACCOUNT, ADDRESS, COUNT, REQUESTER = "akun", "alamat e-mail", "jumlah", "pemohon data"


@dataclass(frozen=True)
class Affected:
    """A person, an address, or a count of what names nobody."""

    kind: str
    opd: str
    name: str = ""
    email: str = ""
    note: str = ""
    count: int = 1


@dataclass(frozen=True)
class Reach:
    """What was reached: one OPD or all ("" ), and what was received or written from one day to another."""

    kode: str = ""
    since: date | None = None
    until: date | None = None

    def within(self, column: Any) -> list[Any]:
        zone, found = clock.zone(), []
        if self.since:
            found.append(column >= datetime.combine(self.since, time(), tzinfo=zone))
        if self.until:
            found.append(column < datetime.combine(self.until + timedelta(days=1), time(), tzinfo=zone))
        return found


def list_affected(reach: Reach) -> list[Affected]:
    """Return everybody whose data lies inside the reach; accounts are affected whenever they were made."""
    found: list[Affected] = []
    for opd in list_opd(active_only=False):
        if reach.kode in ("", opd.kode):
            found += _accounts(opd)
            with opd_scope(opd.id):
                found += _addresses(opd, reach)
                found += _counts(opd, reach)
    return found if reach.kode else [*_city(reach), *found]


def as_csv(rows: Iterable[Affected]) -> bytes:
    return csv_bytes(HEAD, ((row.kind, row.opd, row.name, row.email, row.note, row.count) for row in rows))


def _accounts(opd: Opd | None) -> Iterator[Affected]:
    statement = (
        select(User.name, User.email, func.string_agg(Membership.role.distinct(), ","))
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.opd_id == opd.id if opd else Membership.opd_id.is_(None))
        .group_by(User.id)
        .order_by(User.name)
    )
    for name, email, roles in db.session.execute(statement):
        words = ", ".join(Role(role).label for role in roles.split(","))
        yield Affected(ACCOUNT, opd.short_name if opd else "Kota", name, email, words)


def _addresses(opd: Opd, reach: Reach) -> Iterator[Affected]:
    """Yield the addresses that stand in letters and belong to no account: invited respondents that are not forgotten yet."""
    statement = select(Letter.to_email).where(
        Letter.kind == LetterKind.SURVEY_INVITATION, Letter.to_email != "", *reach.within(Letter.created_at)
    )
    for email in db.session.scalars(statement.distinct().order_by(Letter.to_email)):
        yield Affected(ADDRESS, opd.short_name, email=email, note="Responden yang diundang; jawabannya tidak terhubung")


def _counts(opd: Opd, reach: Reach) -> Iterator[Affected]:
    received = reach.within(Response.received_at)
    answers, saran = db.session.execute(
        select(func.count(), func.count().filter(Response.saran != "")).select_from(Response).where(*received)
    ).one()
    put_aside = (
        db.session.scalar(select(func.count()).select_from(Quarantine).where(*reach.within(Quarantine.received_at)))
        or 0
    )
    for note, count in (
        ("Jawaban tanpa nama", answers), ("Di antaranya dengan saran", saran), ("Kiriman di karantina", put_aside)
    ):  # fmt: skip
        yield Affected(COUNT, opd.short_name, note=note, count=count)


def _city(reach: Reach) -> Iterator[Affected]:
    yield from _accounts(None)
    asked = CityLetter.kind == LetterKind.DATA_ANSWER
    statement = select(CityLetter.to_name, CityLetter.to_email).where(asked, *reach.within(CityLetter.created_at))
    for name, email in db.session.execute(statement.distinct()):
        yield Affected(REQUESTER, "Kota", name, email)
    open_sessions = (
        db.session.scalar(select(func.count()).select_from(UserSession).where(*reach.within(UserSession.created_at)))
        or 0
    )
    yield Affected(COUNT, "Kota", note="Sesi masuk (peramban, potongan alamat jaringan)", count=open_sessions)
