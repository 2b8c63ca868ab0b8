"""The compliance board: who has handed in, who will be late, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.compliance import forms, queries, words
from app.compliance.board import Board, OpdLine, Term, assemble
from app.compliance.forms import BoardFilter
from app.errors import NotFound
from app.opd.words import kind_name
from app.periods.models import PeriodeState
from app.periods.queries import list_periode
from app.reminders.queries import summary
from app.results.reconciliation import list_alarms
from app.web.charts import CalendarRow

bp = Blueprint("compliance", __name__)
BLUEPRINTS = (bp,)

STALE = timedelta(minutes=15)  # beat asks every minute; a restart takes two
CALENDAR_LINES = 60
CALENDAR_WEEKS = timedelta(weeks=11)  # before the deadline, unless answers came in earlier
CALENDAR_AFTER = timedelta(weeks=4)  # a periode of years ago ends here


@dataclass(frozen=True)
class PeriodeRef:
    id: UUID
    name: str
    opens_on: date
    deadline: date
    running: bool


@bp.get("/organisasi/kepatuhan")
@requires(P.BOARD_READ)
def board() -> Any:
    chosen = BoardFilter.from_args(request.args)
    now, today = clock.local_now(), clock.today()
    periods = [_ref(row) for row in list_periode()]
    if not periods:
        return render_template("compliance/no_periode.html")
    present = _present(periods, today)
    periode = _wanted(periods, chosen.periode) or present
    facts = queries.read_city(periode.id, opened=chosen.buka)
    found = assemble(facts, Term(periode.opens_on, periode.deadline, today), day_of=_local_day)
    if not found.lines:
        return render_template("compliance/no_opd.html", periode=periode, board=found)
    reminders = summary() if periode == present and periode.running else None
    return render_template(
        "compliance/board.html",
        board=found,
        chosen=chosen,
        sections=chosen.sections(found),
        kinds=sorted((kind, kind_name(kind)) for kind in {line.kind for line in found.lines}),
        periode=periode,
        others=[each for each in periods if each != periode],
        reminders=reminders,
        silent=reminders is not None and _is_silent(reminders.last_run_at),
        alarms=list_alarms(),
        may_remind=reminders is not None,
        now=now,
        today=today,
        words=words,
        options=forms,
        zone=clock.zone(),
        calendar=_calendar(found, chosen),
    )


def _ref(row: Any) -> PeriodeRef:
    return PeriodeRef(row.id, row.name, row.opens_on, row.deadline, row.state is PeriodeState.BERJALAN)


def _present(periods: list[PeriodeRef], today: date) -> PeriodeRef:
    """Return the periode that runs and has begun, else the one that runs, else the latest."""
    running = [each for each in periods if each.running]
    begun = [each for each in running if each.opens_on <= today]
    return (begun or running or periods)[0]


def _wanted(periods: list[PeriodeRef], wanted: str) -> PeriodeRef | None:
    if not wanted:
        return None
    found = next((each for each in periods if str(each.id) == wanted), None)
    if found is None:
        raise NotFound("Periode ini tidak ada.")
    return found


def _local_day(moment: datetime) -> date:
    return moment.astimezone(clock.zone()).date()


def _is_silent(last_run_at: datetime | None) -> bool:
    return last_run_at is None or clock.now() - last_run_at > STALE


def _calendar(found: Board, chosen: BoardFilter) -> dict[str, Any]:
    """Return what the heat map shows: the OPDs most at risk first, and the weeks in which anything happened."""
    lines = found.lines if chosen.kalender else found.lines[:CALENDAR_LINES]
    term = found.term
    first = min((min(line.daily) for line in lines if line.daily), default=term.deadline)
    return {
        "rows": [_calendar_row(line) for line in lines],
        "start": max(min(first, term.deadline - CALENDAR_WEEKS), term.opens_on),
        "today": min(term.today, term.deadline + CALENDAR_AFTER),
        "more": len(found.lines) - len(lines),
    }


def _calendar_row(line: OpdLine) -> CalendarRow:
    address = url_for("results.opd", kode=line.kode)
    return CalendarRow(line.short_name, words.mark(line.status), line.daily, line.submitted_on, address)
