"""The delivery log: every reminder of a periode, and the letters about the whole city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select, tuple_

from app.access.roles import Role
from app.accounts.models import User
from app.errors import NotFound
from app.extensions import db
from app.letters.models import UNDELIVERED, CityLetter, Letter, LetterKind, LetterState
from app.opd.models import Opd
from app.reminders.decision import REMINDERS
from app.reminders.plan import Plan
from app.reminders.schedule import step_label
from app.tenancy.scope import all_opds

PAGE = 25
CITY_KINDS = (LetterKind.COPY, LetterKind.ESCALATION, LetterKind.DIGEST, LetterKind.TRIAL)


@dataclass(frozen=True)
class LetterLine:
    """A letter as the log lists it. `code` is set for a petugas, whose name only admin and verifier see."""

    id: UUID
    kode: str
    opd_short_name: str
    kind: LetterKind
    step: str
    state: LetterState
    role: Role | None
    code: str | None
    to_name: str
    to_email: str
    created_at: datetime
    sent_at: datetime | None
    address_changed: bool

    @property
    def by_hand(self) -> bool:
        return self.kind == LetterKind.MANUAL_REMINDER

    @property
    def step_label(self) -> str:
        return "Ingatkan sekarang" if self.by_hand else step_label(self.step)

    @property
    def undelivered(self) -> bool:
        return self.state in UNDELIVERED


@dataclass(frozen=True)
class CityLetterLine:
    kind: LetterKind
    step: str | None
    state: LetterState
    to_name: str
    to_email: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class LogFilter:
    kode: str = ""
    state: LetterState | None = None
    step: str = ""
    before: tuple[datetime, UUID] | None = None


def list_letters(plan: Plan, chosen: LogFilter) -> tuple[list[LetterLine], bool]:
    """Return a page of the log, newest first, and whether older letters follow."""
    statement = (
        _letters()
        .where(Letter.periode_id == plan.periode_id, Letter.kind.in_(REMINDERS))
        .order_by(Letter.created_at.desc(), Letter.id.desc())
        .limit(PAGE + 1)
    )
    if chosen.kode:
        statement = statement.where(Opd.kode == chosen.kode)
    if chosen.state is not None:
        statement = statement.where(Letter.state == chosen.state)
    if chosen.step == "manual":
        statement = statement.where(Letter.kind == LetterKind.MANUAL_REMINDER)
    elif chosen.step:
        statement = statement.where(Letter.step == chosen.step)
    if chosen.before is not None:
        statement = statement.where(tuple_(Letter.created_at, Letter.id) < tuple_(*chosen.before))
    with all_opds("the delivery log"):
        lines = [_line(row) for row in db.session.execute(statement)]
    return lines[:PAGE], len(lines) > PAGE


def list_city_letters(limit: int = 8) -> list[CityLetterLine]:
    """Return the latest copies, escalations and digests."""
    rows = db.session.execute(
        select(
            CityLetter.kind, CityLetter.step, CityLetter.state, CityLetter.to_name, CityLetter.to_email,
            CityLetter.created_at, CityLetter.sent_at,
        )
        .where(CityLetter.kind.in_(CITY_KINDS))
        .order_by(CityLetter.created_at.desc(), CityLetter.to_email)
        .limit(limit)
    )  # fmt: skip
    return [CityLetterLine(*row) for row in rows]


def get_line(letter_id: UUID) -> LetterLine:
    """Return a reminder of the OPD in scope as the log lists it."""
    row = db.session.execute(_letters().where(Letter.id == letter_id, Letter.kind.in_(REMINDERS))).one_or_none()
    if row is None:
        raise NotFound("E-mail ini tidak ada.")
    return _line(row)


def get_letter(letter_id: UUID) -> Letter:
    letter = db.session.scalar(select(Letter).where(Letter.id == letter_id, Letter.kind.in_(REMINDERS)))
    if letter is None:
        raise NotFound("E-mail ini tidak ada.")
    return letter


def _letters() -> Select[Letter, str, str, bool]:
    changed = and_(User.email != Letter.to_email, Letter.state.in_(UNDELIVERED))
    return (
        select(Letter, Opd.kode, Opd.short_name, changed.label("address_changed"))
        .join(Opd, Opd.id == Letter.opd_id)
        .outerjoin(User, User.id == Letter.user_id)
    )


def _line(row: Any) -> LetterLine:
    letter: Letter = row.Letter
    role = letter.facts.get("role")
    return LetterLine(
        id=letter.id,
        kode=row.kode,
        opd_short_name=row.short_name,
        kind=LetterKind(letter.kind),
        step=letter.step or "",
        state=LetterState(letter.state),
        role=Role(role) if role else None,
        code=letter.facts.get("code"),
        to_name=letter.to_name,
        to_email=letter.to_email,
        created_at=letter.created_at,
        sent_at=letter.sent_at,
        address_changed=bool(row.address_changed),
    )
