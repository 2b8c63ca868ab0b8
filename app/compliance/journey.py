"""The way of one UPP through its year: how fast the answers come, and what happened from the plan to the verification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template
from sqlalchemy import func, or_, select

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.audit.queries import list_entries
from app.compliance import words
from app.compliance.own import running_periode
from app.compliance.pace import last_collecting_day
from app.compliance.queries import find_own
from app.compliance.standing import Term, UppStanding
from app.errors import NotFound
from app.extensions import db
from app.letters.models import UNDELIVERED, Letter, LetterKind, LetterState
from app.opd.queries import get_upp
from app.reminders.schedule import step_label
from app.results.models import DailyCount
from app.web.charts import PaceInput
from app.web.formats import angka, tanggal, tanggal_jam

bp = Blueprint("journey", __name__)
LETTERS = {
    LetterKind.REMINDER: "Pengingat",
    LetterKind.MANUAL_REMINDER: "Pengingat dari orang",
    LetterKind.COPY: "Tembusan pengingat",
    LetterKind.ESCALATION: "Surat kepada atasan",
}


@dataclass(frozen=True)
class Step:
    """Something that happened; of a first answer only the day is known."""

    at: datetime
    what: str
    who: str = ""
    whole_day: bool = False

    @property
    def order(self) -> tuple[date, bool, datetime]:
        return self.at.astimezone(clock.zone()).date(), self.whole_day, self.at

    @property
    def when(self) -> str:
        return tanggal(self.at.date()) if self.whole_day else tanggal_jam(self.at)


@bp.get("/opd/<kode>/upp/<upp>/perjalanan")
@requires(P.SURVEY_READ)
def show(kode: str, upp: str) -> Any:
    unit, periode = get_upp(upp), running_periode()
    term = Term(periode.opens_on, periode.deadline, clock.today())
    own = find_own(periode.id, term)
    standing = own.find_upp(unit.id) if own else None
    if standing is None:
        raise NotFound("UPP ini tidak ikut SKM pada periode ini.")
    days = count_days(standing)
    return render_template(
        "compliance/journey.html",
        upp=standing,
        periode=periode,
        term=term,
        pace=chart_of(standing, term, days),
        steps=list_steps(standing, periode.id, days),
        outlook=words.outlook(standing, term),
        words=words,
        kode=g.opd.kode,
    )


def count_days(upp: UppStanding) -> dict[date, int]:
    """Return how many counted answers each day brought, over the parts of the UPP's year."""
    rows: Any = db.session.execute(
        select(DailyCount.day, func.sum(DailyCount.n))
        .where(DailyCount.survey_id.in_([part.id for part in upp.parts]), DailyCount.n > 0)
        .group_by(DailyCount.day)
    )
    return dict(rows.tuples().all())


def chart_of(upp: UppStanding, term: Term, days: dict[date, int]) -> PaceInput:
    collecting = not upp.finished and not upp.collected
    last = last_collecting_day(upp.window, term.deadline, term.today)
    band = upp.forecast.done_between if collecting else None
    return PaceInput(
        days,
        upp.forecast.target,
        upp.window.first,
        term.deadline,
        term.today,
        needed_until=last if collecting and last > term.today else None,
        done=(band.first, band.last) if band else None,
    )


def list_steps(upp: UppStanding, periode_id: UUID, days: dict[date, int]) -> list[Step]:
    """Return what happened, the latest first."""
    found = [*_from_trail(upp), *_from_letters(upp, periode_id)]
    if days:
        midnight = datetime.combine(min(days), time(), clock.zone())
        found.append(Step(midnight, "Jawaban pertama masuk", whole_day=True))
    return sorted(found, key=lambda step: step.order, reverse=True)


def _from_trail(upp: UppStanding) -> Iterator[Step]:
    for number, part in enumerate(upp.parts, start=1):
        of_part = f" (bagian {number})" if len(upp.parts) > 1 else ""
        for entry in list_entries("surveys", part.id):
            remark = f": {entry.remark}" if entry.remark else ""
            yield Step(entry.at, f"{entry.label}{of_part}{remark}", f"{entry.actor_name}, {entry.actor_role}")


def _from_letters(upp: UppStanding, periode_id: UUID) -> Iterator[Step]:
    """Yield each reminder once, however many people it went to; names stay on the page of reminders."""
    left = func.min(func.coalesce(Letter.sent_at, Letter.created_at))
    failed = func.count().filter(Letter.state.in_(UNDELIVERED))
    rows: Any = db.session.execute(
        select(Letter.kind, Letter.step, left, func.count(), failed)
        .where(
            Letter.periode_id == periode_id,
            Letter.kind.in_(LETTERS),
            Letter.state.in_([LetterState.SENT, *UNDELIVERED]),
            or_(Letter.upp_id.is_(None), Letter.upp_id == upp.id),
        )
        .group_by(Letter.kind, Letter.step)
    )
    for kind, step, at, people, lost in rows:
        name = LETTERS[kind] if kind is LetterKind.MANUAL_REMINDER else f"{LETTERS[kind]} {step_label(step)}"
        missed = f", {angka(lost)} tidak sampai" if lost else ""
        yield Step(at, name, f"kepada {angka(people)} orang{missed}")
