"""What the board is assembled from: the whole city in a fixed number of queries, as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.access.roles import Role
from app.accounts.models import Membership, User
from app.extensions import db
from app.opd.models import Assignment, Kewajiban, Opd, Upp
from app.reminders.queries import OpdReminders, counts_by_opd
from app.results.models import DailyCount
from app.surveys.models import Executor, Survey
from app.surveys.states import SurveyState
from app.tenancy.scope import all_opds

ADMINS = (Role.ADMIN_OPD, Role.ADMIN_UPP)
EPOCH = date(2000, 1, 1)  # days travel as numbers from here: an array of numbers is read faster than one of dates


@dataclass(frozen=True, slots=True)
class OpdFacts:
    id: UUID
    kode: str
    name: str
    short_name: str
    kind: str
    kewajiban: Kewajiban
    exemption_reason: str


@dataclass(frozen=True, slots=True)
class UppFacts:
    id: UUID
    kode: str
    name: str
    kewajiban: Kewajiban


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """One part of a UPP's year; most have exactly one."""

    id: UUID
    state: SurveyState
    window_from: date | None
    window_to: date | None
    executor: Executor
    target: int
    first_submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call about an OPD or UPP."""

    name: str
    joined: bool  # has accepted the invitation
    last_sign_in_at: datetime | None


@dataclass(frozen=True)
class CityFacts:
    """Everything the board says, by id. An OPD without a UPP, and a UPP without a survey, are there too."""

    opd: tuple[OpdFacts, ...]
    upp: Mapping[UUID, list[UppFacts]] = field(default_factory=dict)  # by OPD
    surveys: Mapping[UUID, list[SurveyFacts]] = field(default_factory=dict)  # by UPP, in the order of their parts
    daily: Mapping[UUID, Mapping[date, int]] = field(default_factory=dict)  # counted responses a day, by survey
    opd_admins: Mapping[UUID, list[Contact]] = field(default_factory=dict)
    upp_admins: Mapping[UUID, list[Contact]] = field(default_factory=dict)
    petugas: Mapping[UUID, int] = field(default_factory=dict)  # by OPD
    upp_petugas: Mapping[UUID, int] = field(default_factory=dict)  # by UPP of the opened OPDs
    reminders: Mapping[UUID, OpdReminders] = field(default_factory=dict)  # by OPD


def read_city(periode_id: UUID, *, opened: Collection[str] = ()) -> CityFacts:
    """Return the facts of a periode. `opened` are the codes of the OPDs whose UPPs are shown one by one."""
    with all_opds("board: how far every OPD is"):
        opd, upp, surveys = _registry(periode_id)
        opd_admins, upp_admins = _admins()
        return CityFacts(
            opd=opd,
            upp=upp,
            surveys=surveys,
            daily=_daily(periode_id),
            opd_admins=opd_admins,
            upp_admins=upp_admins,
            petugas=_counts(_petugas()),
            upp_petugas=_counts(_assigned(opened)) if opened else {},
            reminders=counts_by_opd(periode_id),
        )


def _registry(
    periode_id: UUID,
) -> tuple[tuple[OpdFacts, ...], dict[UUID, list[UppFacts]], dict[UUID, list[SurveyFacts]]]:
    rows: Any = db.session.execute(
        select(
            Opd.id, Opd.kode, Opd.name, Opd.short_name, Opd.kind, Opd.kewajiban, Opd.exemption_reason,
            Upp.id, Upp.kode, Upp.name, Upp.kewajiban,
            Survey.id, Survey.state, Survey.window_from, Survey.window_to, Survey.executor, Survey.target,
            Survey.first_submitted_at,
        )
        .outerjoin(Upp, and_(Upp.opd_id == Opd.id, Upp.active))
        .outerjoin(
            Survey,
            and_(Survey.opd_id == Upp.opd_id, Survey.upp_id == Upp.id, Survey.periode_id == periode_id),
        )
        .where(Opd.active)
        .order_by(Opd.name, Opd.id, Upp.name, Upp.id, Survey.part)
    )  # fmt: skip
    opd: dict[UUID, OpdFacts] = {}
    upp: dict[UUID, list[UppFacts]] = defaultdict(list)
    surveys: dict[UUID, list[SurveyFacts]] = defaultdict(list)
    for row in rows:
        opd_id, upp_id, survey_id = row[0], row[7], row[11]
        if opd_id not in opd:
            opd[opd_id] = OpdFacts(*row[:7])
        if upp_id and upp_id not in surveys:
            upp[opd_id].append(UppFacts(*row[7:11]))
            surveys[upp_id] = []
        if survey_id:
            surveys[upp_id].append(SurveyFacts(*row[11:]))
    return tuple(opd.values()), upp, surveys


def _daily(periode_id: UUID) -> dict[UUID, dict[date, int]]:
    day, n = (DailyCount.day - EPOCH).label("day"), func.sum(DailyCount.n).label("n")
    days = (
        select(DailyCount.survey_id, day, n)
        .join(Survey, and_(Survey.opd_id == DailyCount.opd_id, Survey.id == DailyCount.survey_id))
        .where(Survey.periode_id == periode_id)
        .group_by(DailyCount.survey_id, DailyCount.day)
        .having(n > 0)
        .subquery()
    )
    rows = db.session.execute(
        select(
            days.c.survey_id,
            func.array_agg(aggregate_order_by(days.c.day, days.c.day)),
            func.array_agg(aggregate_order_by(days.c.n, days.c.day)),
        ).group_by(days.c.survey_id)
    )
    known: dict[int, date] = {}
    found = {}
    for survey_id, numbers, counts in rows:
        for number in numbers:
            if number not in known:
                known[number] = EPOCH + timedelta(days=number)
        found[survey_id] = {known[number]: int(count) for number, count in zip(numbers, counts, strict=True)}
    return found


def _admins() -> tuple[dict[UUID, list[Contact]], dict[UUID, list[Contact]]]:
    """Return the admins of each OPD and of each UPP: those who have joined first, the latest to sign in before them."""
    rows: Any = db.session.execute(
        select(
            Membership.opd_id, Membership.upp_id, Membership.role, User.name, User.password_hash.is_not(None), User.last_sign_in_at
        )
        .join(User, User.id == Membership.user_id)
        .where(Membership.role.in_(ADMINS), Membership.active, User.active)
        .order_by(User.last_sign_in_at.desc().nulls_last(), User.password_hash.is_(None), User.name)
    )  # fmt: skip
    opd: dict[UUID, list[Contact]] = defaultdict(list)
    upp: dict[UUID, list[Contact]] = defaultdict(list)
    for opd_id, upp_id, role, *person in rows:
        place = opd[opd_id] if role == Role.ADMIN_OPD else upp[upp_id]
        place.append(Contact(*person))
    return opd, upp


def _petugas() -> Executable:
    return (
        select(Membership.opd_id, func.count(Membership.user_id.distinct()))
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.PETUGAS, Membership.active, User.active)
        .group_by(Membership.opd_id)
    )


def _assigned(kodes: Collection[str]) -> Executable:
    """Who is assigned to some layanan of a UPP, in the OPDs of these codes."""
    return (
        select(Assignment.upp_id, func.count(Membership.user_id.distinct()))
        .join(Opd, Opd.id == Assignment.opd_id)
        .join(Membership, Membership.id == Assignment.membership_id)
        .join(User, User.id == Membership.user_id)
        .where(Opd.kode.in_(kodes), Membership.active, User.active)
        .group_by(Assignment.upp_id)
    )


def _counts(statement: Executable) -> dict[UUID, int]:
    rows: Any = db.session.execute(statement)
    return {key: count for key, count in rows}
