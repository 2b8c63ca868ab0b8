"""The compliance board: who has handed in, who will be late, and whom to call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.compliance import details, forms, journey, own, past, printed, sheet, then_words, words
from app.compliance.board import Board, OpdLine
from app.compliance.details import Details, People
from app.compliance.extract import Extract
from app.compliance.finishing import CityPace, city_pace
from app.compliance.forms import BoardFilter
from app.compliance.last_year import CityThen
from app.compliance.reading import Reading, read_board
from app.errors import NotFound
from app.opd.words import kind_name
from app.reminders.queries import list_bad_addresses, summary
from app.results.reconciliation import list_alarms
from app.web.charts import CalendarRow, FinishingInput

bp = Blueprint("compliance", __name__)
BLUEPRINTS = (bp, own.bp, journey.bp)

STALE = timedelta(minutes=15)  # beat asks every minute; a restart takes two
CALENDAR_LINES = 60
CALENDAR_MOST = 500  # when all are asked for: the most at risk; thousands of lines are nothing to look at
CALENDAR_WEEKS = timedelta(weeks=11)  # before the deadline, unless answers came in earlier
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ANY_KODE = "KODE"  # in capitals, as no code of an OPD is
Address = Callable[[str, str], str]  # of an endpoint, for the code of an OPD
CALENDAR_AFTER = timedelta(weeks=4)  # a periode of years ago ends here


@bp.get("/organisasi/kepatuhan")
@requires(P.BOARD_READ)
def board() -> Any:
    chosen = BoardFilter.from_args(request.args)
    now, today = clock.local_now(), clock.today()
    reading = read_board(chosen.periode, today)
    if reading is None:
        return render_template("compliance/no_periode.html")
    found, periode = reading.board, reading.periode
    if not found.lines:
        return render_template("compliance/no_opd.html", periode=periode, board=found)
    compared, then = reading.read_comparison(chosen), reading.read_city_then()
    everybody = details.read_people() if chosen.asks_people else None
    sections = chosen.sections(found, everybody or People(), compared)
    of_calendar = found.lines[: CALENDAR_MOST if chosen.kalender else CALENDAR_LINES]
    shown = [*of_calendar, *(line for part in sections for line in part.lines)]
    seen = details.read_details(periode.id, shown, opened=chosen.buka, people=everybody)
    reminders = summary(periode.plan) if periode == reading.present and periode.plan else None
    bad_addresses, address = list_bad_addresses(), _addresses()
    return render_template(
        "compliance/board.html",
        board=found,
        seen=seen,
        chosen=chosen,
        sections=sections,
        kinds=sorted((kind, kind_name(kind)) for kind in {line.opd.kind for line in found.lines}),
        periode=periode,
        others=reading.others,
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
        then_words=then_words,
        options=forms,
        compared=compared,
        beside=_beside(reading, then),
        pace=_pace(found, city_pace(found), reading, then),
        calendar=_calendar(found, of_calendar, seen, address),
    )


@bp.get("/organisasi/kepatuhan.xlsx")
@requires(P.BOARD_READ)
def download() -> Response:
    """The lines that the page's filters let through, in its order, all of them."""
    return _file(sheet.render(_extract()), XLSX, "xlsx")


@bp.get("/organisasi/kepatuhan.pdf")
@requires(P.BOARD_READ)
def printout() -> Response:
    """The same lines on paper."""
    return _file(printed.render(_extract()), PDF, "pdf")


def _extract() -> Extract:
    chosen, today = BoardFilter.from_args(request.args), clock.today()
    reading = read_board(chosen.periode, today)
    if reading is None:
        raise NotFound("Belum ada periode.")
    compared, everybody = reading.read_comparison(chosen), details.read_people()
    lines = chosen.select(reading.board, everybody, compared)
    seen = details.read_details(reading.periode.id, lines, people=everybody)
    return Extract(
        f"Kepatuhan {reading.periode.name}",
        reading.board,
        tuple(lines),
        seen,
        clock.local_now(),
        compared if chosen.banding else None,
        _beside(reading, reading.read_city_then()),
    )


def _file(content: bytes, kind: str, extension: str) -> Response:
    name = f"kepatuhan-{clock.today().isoformat()}.{extension}"
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name, etag=False)


def _beside(reading: Reading, then: CityThen | None) -> str:
    """Return the sentence about the year before; none where nothing is known of it."""
    if then and reading.earlier_term:
        return then_words.city(then, reading.earlier_term.today)
    year = reading.periode.year - 1
    reported = past.list_reported(year)
    return then_words.not_run(year, len(reported)) if reported else ""


def _pace(found: Board, pace: CityPace, reading: Reading, then: CityThen | None) -> FinishingInput:
    """Return the chart of the whole city; the year before is moved so that both deadlines fall on one day."""
    moved = found.term.deadline - reading.earlier.deadline if reading.earlier else timedelta()
    return FinishingInput(
        pace.total,
        pace.done,
        found.term.opens_on,
        found.term.deadline,
        found.term.today,
        low=pace.low,
        middle=pace.middle,
        high=pace.high,
        unknown=pace.unknown,
        earlier={day + moved: count for day, count in then.days.items()} if then else None,
        earlier_total=then.total if then else 0,
    )


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
        "most": min(len(found.lines), CALENDAR_MOST),
    }


def _calendar_row(line: OpdLine, seen: Details, address: Address) -> CalendarRow:
    weeks, page = seen.weeks.get(line.opd.id, {}), address("results.opd", line.opd.kode)
    return CalendarRow(line.opd.short_name, words.mark(line.opd.status), weeks, line.submitted_on, page)
