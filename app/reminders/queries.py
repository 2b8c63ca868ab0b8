"""What the reminders did last and will do next: for their own page and for the compliance board."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, cast, func, select, true, tuple_

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.compliance.heartbeats import find_heartbeat
from app.compliance.queries import any_of
from app.extensions import db
from app.letters.models import Letter, LetterKind, LetterState
from app.opd.models import Opd
from app.periods.queries import find_current_periode
from app.reminders.decision import OWN, REMINDERS
from app.reminders.plan import Plan, plan_of
from app.reminders.schedule import Step
from app.tenancy.scope import all_opds

# Roles that hear of an OPD's SKM, and whose wrong address Bagian Organisasi should know of.
READERS = frozenset({Role.KEPALA, Role.ADMIN_OPD, Role.ADMIN_UPP})


@dataclass(frozen=True)
class BadAddress:
    opd_short_name: str
    kode: str
    person: str
    role: Role
    email: str


@dataclass(frozen=True)
class StepCounts:
    """What was decided at one step: letters by state, and to how many OPDs."""

    states: Mapping[LetterState, int] = field(default_factory=dict)
    opd: int = 0
    decided_at: datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.states.values())


@dataclass(frozen=True)
class ReminderSummary:
    """`last_run_at`: when deciding last ran. `last_step` is the latest step with letters, `counts` theirs."""

    last_run_at: datetime | None
    last_note: str
    last_step: Step | None
    counts: StepCounts
    next_step: Step | None
    plan: Plan | None = None

    @property
    def next_on(self) -> Any:
        """The day of the next step, or None after the last."""
        return self.next_step.due_on if self.next_step else None


@dataclass(frozen=True)
class OpdReminders:
    """Reminders of an OPD in a periode: a step, or a reminder by hand, counts once for all its readers."""

    count: int
    last_at: datetime | None


def summary(plan: Plan | None) -> ReminderSummary:
    """Return what the reminders of a periode did last and will do next; without one, when deciding last ran."""
    beat = find_heartbeat("reminders")
    if plan is None:
        return ReminderSummary(beat.at if beat else None, beat.note if beat else "", None, StepCounts(), None)
    counts = counts_by_step(plan)
    last = next((step for step in reversed(plan.steps) if step.code in counts), None)
    return ReminderSummary(
        beat.at if beat else None,
        beat.note if beat else "",
        last_step=last,
        counts=counts[last.code] if last else StepCounts(),
        next_step=plan.following(clock.local_now()),
        plan=plan,
    )


def find_plan() -> Plan | None:
    """Return the plan of the periode that runs now."""
    periode = find_current_periode()
    return plan_of(periode) if periode else None


def counts_by_step(plan: Plan) -> dict[str, StepCounts]:
    """Return what was decided automatically at each step, by its code."""
    # OPD by OPD, by the index that begins with the OPD: letters of other years stay unread.
    own = (
        select(Letter.step, Letter.state, func.count().label("n"), func.min(Letter.created_at).label("first"))
        .where(
            Letter.opd_id == Opd.id, Letter.periode_id == plan.periode_id, Letter.kind == LetterKind.REMINDER,
            Letter.step.is_not(None),
        )
        .group_by(Letter.step, Letter.state)
        .correlate(Opd)
        .lateral("own")
    )  # fmt: skip
    count, decided_at = cast(func.sum(own.c.n), Integer), func.min(own.c.first)
    with all_opds("the counts of letters by step"):
        rows = db.session.execute(
            select(own.c.step, own.c.state, count, func.count(Opd.id.distinct()), decided_at)
            .select_from(Opd)
            .join(own, true())
            .group_by(func.grouping_sets(tuple_(own.c.step, own.c.state), own.c.step))
        ).all()
    return {
        str(step): StepCounts({each: n for code, each, n, *_ in rows if code == step and each}, opd, at)
        for step, state, _, opd, at in rows
        if state is None
    }


def counts_by_opd(periode_id: UUID, opd_ids: Collection[UUID]) -> dict[UUID, OpdReminders]:
    """Return the reminders of each of these OPDs that got any. Inside all_opds."""
    rows = db.session.execute(
        select(Letter.opd_id, func.count(Letter.step.distinct()), func.max(Letter.created_at))
        .where(
            Letter.opd_id == any_of(opd_ids),
            Letter.periode_id == periode_id,
            Letter.kind.in_(REMINDERS),
            Letter.state != LetterState.CANCELLED,
        )
        .group_by(Letter.opd_id)
    )
    return {opd_id: OpdReminders(count, last_at) for opd_id, count, last_at in rows}


def list_bad_addresses() -> tuple[BadAddress, ...]:
    """Return the people whose address the mail server refused, and who would be written to."""
    rows = db.session.execute(
        select(Opd.short_name, Opd.kode, User.name, Membership.role, User.email)
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .join(Opd, Opd.id == Membership.opd_id)
        .where(User.email_trouble != "", User.active, Membership.active, Opd.active)
        .where(Membership.role.in_(READERS))
        .order_by(Opd.short_name, User.name)
    )
    return tuple(BadAddress(*row) for row in rows)


def last_reminded(opd_ids: Collection[UUID], since: datetime, *, besides: str) -> dict[UUID, datetime]:
    """Return when each of these OPDs was last reminded after a moment, in any way, besides one step.

    Reads in the scope of the caller.
    """
    rows = db.session.execute(
        select(Letter.opd_id, func.max(Letter.created_at))
        .where(
            Letter.opd_id.in_(opd_ids),
            Letter.kind.in_(REMINDERS),
            Letter.state != LetterState.CANCELLED,
            Letter.created_at > since,
            Letter.step != besides,
            ~Letter.step.startswith(OWN),
        )
        .group_by(Letter.opd_id)
    )
    return {opd_id: at for opd_id, at in rows}


def list_reminded_upp(since: datetime, *, besides: str) -> set[UUID]:
    """Return the UPP of the OPD in scope that the OPD itself has reminded after a moment, besides one step."""
    statement = select(Letter.upp_id).where(
        Letter.step.startswith(OWN),
        Letter.step != besides,
        Letter.state != LetterState.CANCELLED,
        Letter.created_at > since,
        Letter.upp_id.is_not(None),
    )
    return {each for each in db.session.scalars(statement) if each}
