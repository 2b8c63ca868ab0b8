"""Reading letters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from app.extensions import db
from app.letters.models import UNDELIVERED, CityLetter, Letter, LetterKind, LetterState

Kind = TypeVar("Kind", CityLetter, Letter)


@dataclass(frozen=True)
class SentInvitation:
    """What became of somebody's latest invitation."""

    state: LetterState
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class Round:
    """One step of reminding an OPD about a periode, however many people it went to."""

    kind: LetterKind
    step: str
    at: datetime
    people: int
    lost: int  # of these, how many it did not reach


def lock_waiting(kind: type[Kind], letter_id: UUID) -> Kind | None:
    """Return a letter that still waits to be sent, locked until the transaction ends; None where it does not."""
    return db.session.scalar(
        select(kind).where(kind.id == letter_id, kind.state == LetterState.WAITING).with_for_update()
    )


def latest_invitations(user_ids: Collection[UUID]) -> dict[UUID, SentInvitation]:
    """Return the latest invitation of each of these people, by person."""
    rows = db.session.execute(
        select(CityLetter.user_id, CityLetter.state, CityLetter.created_at, CityLetter.sent_at)
        .where(CityLetter.kind == LetterKind.INVITATION, CityLetter.user_id.in_(user_ids))
        .ext(distinct_on(CityLetter.user_id))
        .order_by(CityLetter.user_id, CityLetter.created_at.desc())
    )
    return {row.user_id: SentInvitation(LetterState(row.state), row.created_at, row.sent_at) for row in rows}


def list_rounds(periode_id: UUID, upp_id: UUID) -> list[Round]:
    """Return the reminders that left for people of the OPD in scope: those about the whole OPD, and about this UPP."""
    lost = func.count().filter(Letter.state.in_(UNDELIVERED))
    rows: Any = db.session.execute(
        select(Letter.kind, Letter.step, func.min(func.coalesce(Letter.sent_at, Letter.created_at)), func.count(), lost)
        .where(
            Letter.periode_id == periode_id,
            Letter.kind.in_([LetterKind.REMINDER, LetterKind.MANUAL_REMINDER]),
            Letter.state.in_([LetterState.SENT, *UNDELIVERED]),
            or_(Letter.upp_id.is_(None), Letter.upp_id == upp_id),
        )
        .group_by(Letter.kind, Letter.step)
    )
    return [Round(*row) for row in rows]
