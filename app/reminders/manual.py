"""What "Ingatkan sekarang" would do, before anything is decided: whom it reaches, and whom it leaves out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.compliance.queries import read_city
from app.compliance.standing import OpdStanding
from app.extensions import db
from app.reminders.composing import OwnWords, Reader, compose
from app.reminders.content import Draft
from app.reminders.deciding import HELD_BACK
from app.reminders.decision import PRECEDENCE
from app.reminders.pauses import list_silent
from app.reminders.plan import Plan
from app.reminders.queries import last_reminded
from app.tenancy.scope import all_opds

ADMINS = frozenset({Role.ADMIN_OPD, Role.ADMIN_UPP})


@dataclass(frozen=True)
class Recipient:
    user_id: UUID
    name: str
    email: str
    role: Role
    acting: bool
    upp_id: UUID | None
    bad_address: bool

    @property
    def reader(self) -> Reader:
        return Reader(self.name, self.role, self.acting, self.upp_id)


@dataclass(frozen=True)
class Target:
    """An unfinished OPD, who would be written to, who has paused, and when it was reminded less than 20 hours ago."""

    opd: OpdStanding
    people: tuple[Recipient, ...]
    paused: tuple[Recipient, ...]
    reminded_at: datetime | None

    def first(self, role: Role) -> Recipient | None:
        return next((person for person in self.people if person.role is role), None)


@dataclass(frozen=True)
class Preview:
    plan: Plan
    today: date
    targets: tuple[Target, ...]
    finished: tuple[str, ...]  # names of the chosen OPDs that have submitted: nobody writes to them
    city: tuple[OpdStanding, ...]

    @property
    def people(self) -> int:
        """How many letters this is."""
        return sum(len(target.people) for target in self.targets)

    @property
    def recent(self) -> tuple[Target, ...]:
        return tuple(target for target in self.targets if target.reminded_at)

    @property
    def unreachable(self) -> tuple[Target, ...]:
        """OPDs in which nobody holds a role that hears."""
        return tuple(target for target in self.targets if not target.people and not target.paused)

    @property
    def unheard(self) -> tuple[Target, ...]:
        """OPDs in which everybody who would hear has paused."""
        return tuple(target for target in self.targets if not target.people and target.paused)


def look(plan: Plan, kodes: Collection[str], *, with_kepala: bool, besides: str) -> Preview:
    """Return what reminding these OPDs would do; codes that name no OPD with an obligation are left out.

    `besides` is the step of this very reminder: pressing twice is not a second one.
    """
    today = clock.today()
    city = read_city(plan.periode_id, plan.term(today), for_letters=True).opd
    chosen = [opd for opd in city if opd.kode in set(kodes)]
    unfinished = [opd for opd in chosen if opd.unfinished]
    ids = [opd.id for opd in unfinished]
    people = _people(ids, ADMINS | ({Role.KEPALA} if with_kepala else set()))
    with all_opds("who was reminded a short while ago"):
        recent = last_reminded(ids, clock.now() - HELD_BACK, besides=besides)
    silent = list_silent(ids, plan.periode_id)
    targets = (_target(opd, people.get(opd.id, ()), silent, recent.get(opd.id)) for opd in unfinished)
    finished = tuple(opd.short_name for opd in chosen if opd.finished)
    return Preview(plan, today, tuple(targets), finished, city)


def draft_for(preview: Preview, role: Role, own: OwnWords) -> Draft | None:
    """Return the letter as it will read for the first reader in this role; None where there is none."""
    for target in preview.targets:
        person = target.first(role)
        if person is not None:
            return compose(person.reader, target.opd, preview.plan, preview.today, own=own)
    return None


def _people(opd_ids: Collection[UUID], roles: Collection[Role]) -> Mapping[UUID, list[Recipient]]:
    rows = db.session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.opd_id.in_(opd_ids), Membership.role.in_(roles), Membership.active, User.active)
        .order_by(Membership.opd_id, User.name)
    )
    found: dict[UUID, list[Recipient]] = {}
    for member, user in rows:
        role = Role(member.role)
        person = Recipient(
            user_id=user.id,
            name=user.name,
            email=user.email,
            role=role,
            acting=member.acting,
            upp_id=member.upp_id if role is Role.ADMIN_UPP else None,
            bad_address=bool(user.email_trouble),
        )
        if member.opd_id is not None:
            found.setdefault(member.opd_id, []).append(person)
    return found


def _target(
    opd: OpdStanding, people: Iterable[Recipient], silent: Collection[tuple[UUID, UUID]], reminded_at: datetime | None
) -> Target:
    everybody = _recipients(opd, people)
    paused = tuple(person for person in everybody if (opd.id, person.user_id) in silent)
    return Target(opd, tuple(person for person in everybody if person not in paused), paused, reminded_at)


def _recipients(opd: OpdStanding, people: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Return who of these is written to: as the statement of decision.py chooses, one role a person."""
    unfinished = {upp.id for upp in opd.unfinished}
    candidates = (person for person in people if person.upp_id is None or person.upp_id in unfinished)
    ordered = sorted(candidates, key=lambda person: (str(person.user_id), PRECEDENCE.index(person.role)))
    chosen: list[Recipient] = []
    for _, same_person in groupby(ordered, key=lambda person: person.user_id):
        own = list(same_person)
        chosen += [person for person in own if person.role is own[0].role]
    return tuple(sorted(chosen, key=lambda person: (PRECEDENCE.index(person.role), person.name)))
