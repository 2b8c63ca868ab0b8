"""What the board's visible lines say beyond where they stand: whom to call, petugas, reminders, weeks of answers.

A fixed number of queries, for the OPDs that are shown; people are read for the whole city where it is searched or sorted by
them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Integer, Select, and_, cast, func, select, true, type_coerce

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.compliance.board import OpdLine
from app.compliance.queries import any_of
from app.devices.models import Training
from app.extensions import db
from app.opd.models import Assignment, Opd
from app.reminders.queries import OpdReminders, counts_by_opd
from app.results.models import DailyCount
from app.tenancy.scope import all_opds

ADMINS = (Role.ADMIN_OPD, Role.ADMIN_UPP)
FIRST_MONDAY = date(2000, 1, 3)  # weeks travel as numbers from here
NO_REMINDERS = OpdReminders(0, None)


class Contact(NamedTuple):
    """Whom to call about an OPD or UPP."""

    name: str
    joined: bool  # has accepted the invitation
    last_seen_on: date | None  # signed in, in the city's zone


@dataclass(frozen=True)
class People:
    """The admins of each OPD and of each UPP, the latest to sign in first."""

    of_opd: Mapping[UUID, list[Contact]] = field(default_factory=dict)
    of_upp: Mapping[UUID, list[Contact]] = field(default_factory=dict)

    def contact(self, opd_id: UUID) -> Contact | None:
        return next(iter(self.of_opd.get(opd_id, ())), None)

    def upp_contact(self, upp_id: UUID) -> Contact | None:
        return next(iter(self.of_upp.get(upp_id, ())), None)

    def last_active_on(self, line: OpdLine) -> date | None:
        """Return the last day on which answers came in or an admin signed in."""
        seen = (each.last_seen_on for each in self.of_opd.get(line.opd.id, ()))
        return max((day for day in (line.last_answer_on, *seen) if day), default=None)


class Petugas(NamedTuple):
    """How many petugas there are, and how many of them have passed the training."""

    trained: int = 0
    all: int = 0


@dataclass(frozen=True)
class Details:
    people: People
    petugas: Mapping[UUID, Petugas]  # by OPD
    upp_petugas: Mapping[UUID, Petugas]  # by UPP of the opened OPDs
    reminders: Mapping[UUID, OpdReminders]  # by OPD
    weeks: Mapping[UUID, Mapping[date, int]]  # by OPD: counted answers of each week, by its Monday

    def petugas_of(self, opd_id: UUID) -> Petugas:
        return self.petugas.get(opd_id, Petugas())

    def petugas_in(self, upp_id: UUID) -> Petugas:
        return self.upp_petugas.get(upp_id, Petugas())

    def reminders_of(self, opd_id: UUID) -> OpdReminders:
        return self.reminders.get(opd_id, NO_REMINDERS)


def read_people(opd_ids: Collection[UUID] | None = None) -> People:
    """Return the admins of some OPDs, or of the whole city."""
    with all_opds("board: whom to call"):
        return _people(opd_ids)


def read_details(
    periode_id: UUID, lines: Iterable[OpdLine], *, opened: Collection[str] = (), people: People | None = None
) -> Details:
    """Return what these lines say. `opened`: codes of the OPDs whose UPP are shown; `people`: where already read."""
    shown = {line.opd.id: line for line in lines}
    with all_opds("board: the lines that are shown"):
        return Details(
            people=people or _people(shown),
            petugas=_petugas(shown),
            upp_petugas=_assigned(opened) if opened else {},
            reminders=counts_by_opd(periode_id, shown),
            weeks=_weeks(shown.values()),
        )


def read_petugas(kodes: Collection[str]) -> Mapping[UUID, Petugas]:
    """Return the petugas of each UPP of the OPDs of these codes."""
    with all_opds("board: who is assigned where"):
        return _assigned(kodes)


def _people(opd_ids: Collection[UUID] | None) -> People:
    seen_on = cast(func.timezone(str(clock.zone()), User.last_sign_in_at), Date)
    rows: Any = db.session.execute(
        select(
            Membership.opd_id, Membership.upp_id, Membership.role, User.name, User.joined, seen_on
        )
        .join(User, User.id == Membership.user_id)
        .where(Membership.role.in_(ADMINS), Membership.active, User.active)
        .where(true() if opd_ids is None else Membership.opd_id == any_of(opd_ids))
        .order_by(User.last_sign_in_at.desc().nulls_last(), User.joined.desc(), User.name)
    )  # fmt: skip
    found = People(defaultdict(list), defaultdict(list))
    for opd_id, upp_id, role, *person in rows:
        place = found.of_opd[opd_id] if role is Role.ADMIN_OPD else found.of_upp[upp_id]
        place.append(Contact(*person))
    return found


def _petugas(opd_ids: Collection[UUID]) -> dict[UUID, Petugas]:
    """Return how many petugas each OPD has, and how many of them have passed the training."""
    members = _members(Membership.opd_id).where(Membership.role == Role.PETUGAS, Membership.opd_id == any_of(opd_ids))
    return _by_place(members)


def _assigned(kodes: Collection[str]) -> dict[UUID, Petugas]:
    """Return who is assigned to some layanan of each UPP, in the OPDs of these codes."""
    members = (
        _members(Assignment.upp_id)
        .join(Assignment, and_(Assignment.opd_id == Membership.opd_id, Assignment.membership_id == Membership.id))
        .join(Opd, Opd.id == Membership.opd_id)
        .where(Opd.kode.in_(kodes))
    )
    return _by_place(members)


def _members(place: Any) -> Select[Any]:
    trained = and_(Training.opd_id == Membership.opd_id, Training.membership_id == Membership.id)
    return (
        select(place, func.count(Training.membership_id.distinct()), func.count(Membership.id.distinct()))
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .outerjoin(Training, trained)
        .where(Membership.active, User.active)
        .group_by(place)
    )


def _by_place(members: Select[Any]) -> dict[UUID, Petugas]:
    return {place: Petugas(trained, count) for place, trained, count in db.session.execute(members)}


def _weeks(lines: Iterable[OpdLine]) -> dict[UUID, dict[date, int]]:
    surveys = [(line.opd.id, part.id) for line in lines for upp in line.upp for part in upp.parts]
    week = (type_coerce(DailyCount.day - FIRST_MONDAY, Integer) // 7).label("week")
    rows: Any = db.session.execute(
        select(DailyCount.opd_id, week, func.sum(DailyCount.n))
        .where(
            DailyCount.opd_id == any_of({opd_id for opd_id, _ in surveys}),
            DailyCount.survey_id == any_of({survey_id for _, survey_id in surveys}),
            DailyCount.n > 0,
        )
        .group_by(DailyCount.opd_id, week)
    )
    found: dict[UUID, dict[date, int]] = defaultdict(dict)
    for opd_id, number, count in rows:
        found[opd_id][FIRST_MONDAY + timedelta(weeks=number)] = count
    return found
