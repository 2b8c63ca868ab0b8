"""The one statement by which letters about an OPD come to be.

Everything that decides is asked inside it, while the OPD's surveys are locked FOR SHARE: a submission that
commits at the same moment is either seen as finished or waits until the letters stand. The unique key of
`letters` refuses the second one, whoever asks and however often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, case, cast, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import aliased

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.compliance.queries import OBLIGED
from app.extensions import db
from app.letters.models import Letter, LetterKind, LetterState
from app.opd.models import Assignment, Opd, Upp
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.periods.models import Periode
from app.reminders.models import ReminderPause
from app.setup.state import in_test_mode
from app.surveys.models import Survey
from app.surveys.states import FINISHED, SurveyState
from app.tenancy.scope import current_opd_id

OWN = "upp/"  # an OPD's own reminder to its UPP: the city's reminders neither wait for it nor count it
MANUAL = "manual/"  # the step of a reminder by hand begins with it, and the token of its form follows
REMINDERS = (LetterKind.REMINDER, LetterKind.MANUAL_REMINDER)
# Somebody with two roles in an OPD gets the letter of the first of these.
PRECEDENCE = (Role.KEPALA, Role.ADMIN_OPD, Role.ADMIN_UPP, Role.PETUGAS)


@dataclass(frozen=True)
class Decision:
    """Letters of one kind and step to the holders of `roles` in the OPD in scope.

    Petugas hear only where they are assigned to one of `short_layanan`. `most` letters reach a person in the
    periode. Nothing is decided yet where the OPD was reminded by hand since `not_if_reminded_since`.
    """

    kind: LetterKind
    step: str
    periode_id: UUID
    roles: frozenset[Role]
    short_layanan: tuple[UUID, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    upp_ids: tuple[UUID, ...] = ()  # none: every unfinished UPP of the OPD
    most: int | None = None
    not_if_reminded_since: datetime | None = None
    heeded: frozenset[Role] = frozenset(PRECEDENCE)  # the roles in which somebody who has paused is left out


def decide(decision: Decision) -> list[UUID]:
    """The letters that were not there yet are decided, and their sending is asked for. Returns their ids.

    None for an OPD that has finished or has no obligation, and none at all while the city is being set up. Flushes,
    never commits.
    """
    if in_test_mode():
        return []
    lock_opd()
    readers = _readers(decision)
    columns = {
        "opd_id": literal(current_opd_id()),
        "id": func.gen_random_uuid(),
        "kind": literal(decision.kind.value),
        "periode_id": literal(decision.periode_id),
        "step": literal(decision.step),
        "upp_id": readers.c.upp_id,
        "user_id": readers.c.user_id,
        "to_name": readers.c.name,
        "to_email": readers.c.email,
        "facts": readers.c.facts.op("||")(cast(dict(decision.facts), JSONB)),
        "created_at": literal(clock.now()),
    }
    chosen = select(*columns.values()).where(readers.c.place == 1, *_limits(decision, readers))
    statement = insert(Letter).from_select(list(columns), chosen).on_conflict_do_nothing().returning(Letter.id)
    ids = list(db.session.scalars(statement))
    for letter_id in ids:
        outbox.add(Topic.LETTER_SEND, opd_id=current_opd_id(), letter_id=letter_id)
    return ids


def lock_opd() -> None:
    """One decision at a time looks at the OPD in scope. Other rows may still refer to it."""
    db.session.execute(select(Opd.id).where(Opd.id == current_opd_id()).with_for_update(key_share=True)).one()


def _unfinished(periode_id: UUID) -> CTE:
    """The UPPs with an obligation that have not submitted all their parts, a survey not yet enrolled included."""
    surveys = (
        select(Survey.upp_id, Survey.state, Survey.window_from)
        .where(Survey.opd_id == current_opd_id(), Survey.periode_id == periode_id)
        .with_for_update(read=True)
        .cte("locked_surveys")
    )
    # As results/parts.py counts: a part that is neither planned nor begun asks for nothing.
    counted = or_(surveys.c.window_from.is_not(None), surveys.c.state != SurveyState.BELUM_MULAI)
    finished = (
        select(surveys.c.upp_id)
        .where(counted)
        .group_by(surveys.c.upp_id)
        .having(func.bool_and(surveys.c.state.in_(FINISHED)))
    )
    return (
        select(Upp.id)
        .join(Opd, Opd.id == Upp.opd_id)
        .where(Upp.opd_id == current_opd_id(), *OBLIGED, Upp.id.not_in(finished))
        .cte("unfinished")
    )


def _readers(decision: Decision) -> CTE:
    unfinished = select(_unfinished(decision.periode_id).c.id)
    member_of_unfinished = or_(Membership.upp_id.is_(None), Membership.upp_id.in_(unfinished))
    chosen = [Membership.upp_id.in_(decision.upp_ids)] if decision.upp_ids else []
    precedence = case({role: place for place, role in enumerate(PRECEDENCE)}, value=Membership.role)
    facts = func.jsonb_build_object(
        "role", Membership.role, "membership_id", Membership.id, "code", Membership.petugas_code
    )
    return (
        select(
            Membership.user_id,
            User.name,
            User.email,
            case((Membership.role == Role.ADMIN_UPP, Membership.upp_id)).label("upp_id"),
            facts.label("facts"),
            func.rank().over(partition_by=Membership.user_id, order_by=precedence).label("place"),
        )
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.opd_id == current_opd_id(),
            Membership.active,
            User.active,
            Membership.role.in_(decision.roles),
            exists(unfinished),
            member_of_unfinished,
            *chosen,
            or_(Membership.role != Role.PETUGAS, _collects(decision.short_layanan)),
            or_(Membership.role.not_in(decision.heeded), ~_paused(decision.periode_id)),
        )
        .cte("readers")
    )


def _collects(layanan: tuple[UUID, ...]) -> ColumnElement[bool]:
    return exists(
        select(Assignment.layanan_id).where(
            Assignment.opd_id == current_opd_id(),
            Assignment.membership_id == Membership.id,
            Assignment.layanan_id.in_(layanan),
        )
    )


def _paused(periode_id: UUID) -> ColumnElement[bool]:
    """Whether the member has paused reminders about the OPD in scope. No pause outlives a deadline that was moved forward."""
    today = clock.today()
    return exists(
        select(ReminderPause.id)
        .join(Periode, Periode.id == ReminderPause.periode_id)
        .where(
            ReminderPause.opd_id == current_opd_id(),
            ReminderPause.user_id == Membership.user_id,
            ReminderPause.periode_id == periode_id,
            ReminderPause.ended_at.is_(None),
            ReminderPause.until >= today,
            Periode.deadline >= today,
        )
    )


def _limits(decision: Decision, readers: CTE) -> list[ColumnElement[bool]]:
    earlier = aliased(Letter)
    about_this: Select[Any] = select(func.count()).where(
        earlier.opd_id == current_opd_id(),
        earlier.periode_id == decision.periode_id,
        earlier.state != LetterState.CANCELLED,
        ~earlier.step.startswith(OWN),
    )
    limits: list[ColumnElement[bool]] = []
    if decision.most is not None:
        to_reader = about_this.where(
            earlier.kind.in_(REMINDERS),
            earlier.user_id == readers.c.user_id,
            earlier.upp_id.is_not_distinct_from(readers.c.upp_id),
        )
        limits.append(to_reader.scalar_subquery() < decision.most)
    if decision.not_if_reminded_since is not None:
        by_hand = about_this.where(
            earlier.kind == LetterKind.MANUAL_REMINDER, earlier.created_at > decision.not_if_reminded_since
        )
        limits.append(by_hand.scalar_subquery() == 0)
    return limits
