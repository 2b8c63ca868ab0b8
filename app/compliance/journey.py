"""The way of one UPP through its year: how fast the answers come, and what happened from the plan to the verification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template

from app import clock
from app.access.gate import may, requires
from app.access.permissions import P
from app.audit.queries import list_entries
from app.compliance import queries, words
from app.compliance.own import running_periode
from app.compliance.pace import last_collecting_day
from app.compliance.queries import find_own
from app.compliance.standing import Term, UppStanding
from app.errors import NotFound
from app.letters import queries as letters
from app.letters.models import LetterKind
from app.opd.queries import get_upp
from app.reminders.pauses import PauseLine, list_of_opd
from app.reminders.schedule import step_label
from app.web.charts import PaceInput
from app.web.formats import angka, tanggal, tanggal_jam

bp = Blueprint("journey", __name__)


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
    days = queries.count_days([part.id for part in standing.parts])
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
    found = [*_from_trail(upp), *_from_letters(upp, periode_id), *_from_pauses(upp, periode_id)]
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
    for sent in letters.list_rounds(periode_id, upp.id):
        by_hand = sent.kind is LetterKind.MANUAL_REMINDER
        name = "Ingatkan sekarang" if by_hand else f"Pengingat {step_label(sent.step)}"
        missed = f", {angka(sent.lost)} tidak sampai" if sent.lost else ""
        yield Step(sent.at, name, f"kepada {angka(sent.people)} orang{missed}")


def _from_pauses(upp: UppStanding, periode_id: UUID) -> Iterator[Step]:
    """Yield who paused reminders, until when and why. Names and words are for Bagian Organisasi, who reminds."""
    told = may(P.REMINDER_SEND)
    for pause in list_of_opd(periode_id):
        if pause.upp_id in (None, upp.id):
            yield from _of_pause(pause, told=told)


def _of_pause(pause: PauseLine, *, told: bool) -> Iterator[Step]:
    who = f"{pause.name}, {pause.role.label}" if told else pause.role.label
    said = f"Pengingat dijeda sampai {tanggal(pause.until)}"
    yield Step(pause.made_at, f"{said}: {pause.reason}" if told else said, who)
    if pause.ended_at is not None:
        note = f": {pause.end_note}" if told and pause.end_note else ""
        yield Step(pause.ended_at, f"Jeda pengingat diakhiri{note}", pause.ended_by if pause.end_note else who)
