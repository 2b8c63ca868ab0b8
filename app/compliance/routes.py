"""The compliance board: who has handed in, who will be late, and whom to call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, send_file, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.compliance import details, forms, journey, own, queries, sheet, words
from app.compliance.board import Board, OpdLine, assemble
from app.compliance.details import Details, People
from app.compliance.forms import BoardFilter
from app.compliance.standing import Term
from app.errors import NotFound
from app.opd.words import kind_name
from app.periods.models import PeriodeState
from app.periods.queries import list_periode
from app.reminders.plan import Plan, plan_of
from app.reminders.queries import list_bad_addresses, summary
from app.results.reconciliation import list_alarms
from app.web.charts import CalendarRow

bp = Blueprint("compliance", __name__)
BLUEPRINTS = (bp, own.bp, journey.bp)

STALE = timedelta(minutes=15)  # beat asks every minute; a restart takes two
CALENDAR_LINES = 60
CALENDAR_WEEKS = timedelta(weeks=11)  # before the deadline, unless answers came in earlier
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANY_KODE = "KODE"  # in capitals, as no code of an OPD is
Address = Callable[[str, str], str]  # of an endpoint, for the code of an OPD
CALENDAR_AFTER = timedelta(weeks=4)  # a periode of years ago ends here


@dataclass(frozen=True)
class PeriodeRef:
    id: UUID
    name: str
    opens_on: date
    deadline: date
    plan: Plan | None  # of reminding, while it runs


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
    found = _board(periode, today)
    if not found.lines:
        return render_template("compliance/no_opd.html", periode=periode, board=found)
    everybody = details.read_people() if chosen.asks_people else None
    sections = chosen.sections(found, everybody or People())
    of_calendar = found.lines if chosen.kalender else found.lines[:CALENDAR_LINES]
    shown = [*of_calendar, *(line for part in sections for line in part.lines)]
    seen = details.read_details(periode.id, shown, opened=chosen.buka, people=everybody)
    reminders = summary(periode.plan) if periode == present and periode.plan else None
    bad_addresses, address = list_bad_addresses(), _addresses()
    return render_template(
        "compliance/board.html",
        board=found,
        seen=seen,
        chosen=chosen,
        sections=sections,
        kinds=sorted((kind, kind_name(kind)) for kind in {line.opd.kind for line in found.lines}),
        periode=periode,
        others=[each for each in periods if each != periode],
        reminders=reminders,
        bad_addresses=bad_addresses,
        wrong={each.kode for each in bad_addresses},
        silent=reminders is not None and _is_silent(reminders.last_run_at),
        alarms=list_alarms(),
        may_remind=reminders is not None,
        now=now,
        today=today,
        zone=clock.zone(),
        address=address,
        words=words,
        options=forms,
        calendar=_calendar(found, of_calendar, seen, address),
    )


@bp.get("/organisasi/kepatuhan.xlsx")
@requires(P.BOARD_READ)
def download() -> Any:
    """The lines that the page's filters let through, in its order, all of them."""
    chosen = BoardFilter.from_args(request.args)
    periods = [_ref(row) for row in list_periode()]
    if not periods:
        raise NotFound("Belum ada periode.")
    today = clock.today()
    periode = _wanted(periods, chosen.periode) or _present(periods, today)
    found = _board(periode, today)
    everybody = details.read_people()
    lines = chosen.select(found, everybody)
    seen = details.read_details(periode.id, lines, people=everybody)
    content = sheet.render(f"Kepatuhan {periode.name}", found, lines, seen, clock.now(), clock.zone())
    name = f"kepatuhan-{today.isoformat()}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name, etag=False)


def _board(periode: PeriodeRef, today: date) -> Board:
    term = Term(periode.opens_on, periode.deadline, today)
    return assemble(queries.read_city(periode.id, term), term)


def _ref(row: Any) -> PeriodeRef:
    return PeriodeRef(
        row.id, row.name, row.opens_on, row.deadline, plan_of(row) if row.state is PeriodeState.BERJALAN else None
    )


def _present(periods: list[PeriodeRef], today: date) -> PeriodeRef:
    """Return the periode that runs and has begun, else the one that runs, else the latest."""
    running = [each for each in periods if each.plan]
    begun = [each for each in running if each.opens_on <= today]
    return (begun or running or periods)[0]


def _wanted(periods: list[PeriodeRef], wanted: str) -> PeriodeRef | None:
    if not wanted:
        return None
    found = next((each for each in periods if str(each.id) == wanted), None)
    if found is None:
        raise NotFound("Periode ini tidak ada.")
    return found


def _is_silent(last_run_at: datetime | None) -> bool:
    return last_run_at is None or clock.now() - last_run_at > STALE


def _addresses() -> Address:
    """Return how the page of an OPD is addressed: each pattern is built once, since a board holds hundreds of lines."""
    patterns = cache(lambda endpoint: url_for(endpoint, kode=ANY_KODE))
    return lambda endpoint, kode: patterns(endpoint).replace(ANY_KODE, kode)


def _calendar(found: Board, lines: Sequence[OpdLine], seen: Details, address: Address) -> dict[str, Any]:
    """Return what the heat map shows: the OPDs most at risk first, and the weeks in which anything happened."""
    term = found.term
    first = min((min(seen.weeks[line.opd.id]) for line in lines if line.opd.id in seen.weeks), default=term.deadline)
    return {
        "rows": [_calendar_row(line, seen, address) for line in lines],
        "start": max(min(first, term.deadline - CALENDAR_WEEKS), term.opens_on),
        "today": min(term.today, term.deadline + CALENDAR_AFTER),
        "more": len(found.lines) - len(lines),
    }


def _calendar_row(line: OpdLine, seen: Details, address: Address) -> CalendarRow:
    weeks, page = seen.weeks.get(line.opd.id, {}), address("results.opd", line.opd.kode)
    return CalendarRow(line.opd.short_name, words.mark(line.opd.status), weeks, line.submitted_on, page)
