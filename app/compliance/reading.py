"""What a request about the board reads before anything is shown: which periode, where everybody stands, and the year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.compliance import past, queries
from app.compliance.board import Board, assemble
from app.compliance.forms import NO_COMPARISON, BoardFilter
from app.compliance.last_year import CityThen, Comparison, same_day
from app.compliance.standing import Term
from app.errors import NotFound
from app.periods.models import PeriodeState
from app.periods.queries import list_periode
from app.reminders.plan import Plan, plan_of

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class PeriodeRef:
    id: UUID
    name: str
    year: int
    opens_on: date
    deadline: date
    plan: Plan | None  # of reminding, while it runs

    def term(self, today: date) -> Term:
        return Term(self.opens_on, self.deadline, today)


@dataclass(frozen=True)
class Reading:
    """One periode's board. `earlier` is the periode of a year ago, and `earlier_term` looks at it from the same day."""

    periode: PeriodeRef
    present: PeriodeRef
    others: tuple[PeriodeRef, ...]
    board: Board
    earlier: PeriodeRef | None

    @property
    def earlier_term(self) -> Term | None:
        if self.earlier is None:
            return None
        term = self.earlier.term(self.board.term.today)
        return self.earlier.term(same_day(self.board.term, term))

    def read_city_then(self) -> CityThen | None:
        """Return when the OPD finished a year ago; None where nobody took part in a periode of that year."""
        then = past.read_city_then(self.earlier.id) if self.earlier else None
        return then if then and then.total else None

    def read_comparison(self, chosen: BoardFilter) -> Comparison:
        """Return where every OPD stood a year ago, where that is asked for."""
        if not chosen.banding:
            return NO_COMPARISON
        if self.earlier is None or self.earlier_term is None:
            return Comparison(reported=past.list_reported(self.periode.year - 1))
        return past.read_comparison(self.earlier.id, self.earlier_term, [line.opd.id for line in self.board.lines])


def read_board(wanted: str, today: date) -> Reading | None:
    """Return the board of the periode that is asked for, else of the present one; None before the first periode.

    Raises NotFound for a periode that does not exist.
    """
    periods = [_ref(row) for row in list_periode()]
    if not periods:
        return None
    present = _present(periods, today)
    periode = _find(periods, wanted) if wanted else present
    term = periode.term(today)
    return Reading(
        periode,
        present,
        others=tuple(each for each in periods if each != periode),
        board=assemble(queries.read_city(periode.id, term), term),
        earlier=_year_before(periods, periode),
    )


def _ref(row: Any) -> PeriodeRef:
    plan = plan_of(row) if row.state is PeriodeState.BERJALAN else None
    return PeriodeRef(row.id, row.name, row.year, row.opens_on, row.deadline, plan)


def _present(periods: list[PeriodeRef], today: date) -> PeriodeRef:
    """Return the periode that runs and has begun, else the one that runs, else the latest."""
    running = [each for each in periods if each.plan]
    begun = [each for each in running if each.opens_on <= today]
    return (begun or running or periods)[0]


def _find(periods: list[PeriodeRef], wanted: str) -> PeriodeRef:
    found = next((each for each in periods if str(each.id) == wanted), None)
    if found is None:
        raise NotFound("Periode ini tidak ada.")
    return found


def _year_before(periods: list[PeriodeRef], periode: PeriodeRef) -> PeriodeRef | None:
    """Return the periode of the year before; of several the one whose deadline is nearest to a year ago."""
    own = [each for each in periods if each.year == periode.year - 1]
    return min(own, key=lambda each: abs(periode.deadline - YEAR - each.deadline), default=None)
