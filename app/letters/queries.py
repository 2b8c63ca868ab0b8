"""Reading letters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from app.extensions import db
from app.letters.models import CityLetter, Letter, LetterKind, LetterState

Kind = TypeVar("Kind", CityLetter, Letter)


@dataclass(frozen=True)
class SentInvitation:
    """What became of somebody's latest invitation."""

    state: LetterState
    created_at: datetime
    sent_at: datetime | None


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
