"""Where each OPD and UPP stands in a periode: the one answer that board, letters, calendar and sheets all show.

Pure: no clock, no database. Tuples, not dataclasses: the board makes thousands of them for each page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from app.compliance.pace import Forecast, RecentDays, Window, forecast, recent_days
from app.compliance.status import COLLECTED, ComplianceStatus, opd_status, survey_status
from app.opd.models import Kewajiban
from app.results import parts
from app.surveys.models import Executor
from app.surveys.states import FINISHED, SurveyState
from app.workdays import NATIONAL_CALENDAR

# Product.md, "Reminding": not started at H−14 is when the kepala hears too; from then on silence counts as late.
SILENCE_IS_LATE = timedelta(days=14)


@dataclass(frozen=True)
class Term:
    """The periode's days, and today: what every UPP is measured against."""

    opens_on: date
    deadline: date
    today: date

    @property
    def days_left(self) -> int:
        return (self.deadline - self.today).days

    @property
    def working_days_left(self) -> int:
        return NATIONAL_CALENDAR.working_days_between(self.today, self.deadline)

    @cached_property
    def whole(self) -> Window:
        return Window(self.opens_on, self.deadline)


class SurveyFacts(NamedTuple):
    """One part of a UPP's year; most have exactly one."""

    id: UUID
    state: SurveyState
    window_from: date | None
    window_to: date | None
    executor: Executor
    target: int
    respondents: int | None  # of its frozen result, once it is finished: they change no more
    first_submitted_on: date | None
    started_at: datetime | None
    note: str


class Gathered(NamedTuple):
    """The counted answers of a part: all of them, those of the days that give the pace (and the sum of the squares of
    those days), and the last day with any."""

    achieved: int = 0
    recent: int = 0
    squares: int = 0
    last_on: date | None = None


class UppPlan(NamedTuple):
    """When a UPP collects, and the days that give its pace. Several parts are one collection: what is past is past, and
    the window reaches from the present part to the end of the last one."""

    parts: Sequence[SurveyFacts]
    present: SurveyFacts | None  # None: nobody has enrolled the UPP
    window: Window
    planned: bool
    finished: bool
    recent: RecentDays | None


class LayananStanding(NamedTuple):
    id: UUID
    name: str
    achieved: int
    target: int
    missing: int


class UppStanding(NamedTuple):
    """One UPP, over all the parts of its year. `state`, `executor` and `note` are those of the present part."""

    id: UUID
    kode: str
    name: str
    state: SurveyState
    status: ComplianceStatus
    forecast: Forecast
    window: Window
    planned: bool
    executor: Executor
    expected_late: bool
    parts: Sequence[SurveyFacts]
    part: int  # the present one, from 1
    submitted_on: date | None  # the first time, of the last part; None while it is unfinished
    started_at: datetime | None
    note: str
    last_answer_on: date | None
    layanan: tuple[LayananStanding, ...] = ()  # read for letters only
    rtl_missing: bool = True

    @property
    def finished(self) -> bool:
        return self.status.finished

    @property
    def collected(self) -> bool:
        """Closed, or returned: collecting is over, what remains is paper."""
        return self.state in COLLECTED

    @property
    def end(self) -> tuple[bool, date]:
        """A key by which the UPP that ends last is the greatest; one whose end nobody can tell ends after all."""
        known = self.collected or self.forecast.ready_on is not None
        return not known, self.forecast.ready_on or date.min

    def short_layanan(self, day: date) -> tuple[LayananStanding, ...]:
        """Return the layanan that still lack answers while the UPP collects, inside its window."""
        if self.state is not SurveyState.BERJALAN or not self.window.first <= day <= self.window.last:
            return ()
        return tuple(each for each in self.layanan if each.missing)


class OpdStanding(NamedTuple):
    """An OPD with an obligation, and its UPP with one, by name."""

    id: UUID
    kode: str
    name: str
    short_name: str
    kind: str
    kewajiban: Kewajiban
    status: ComplianceStatus
    upps: tuple[UppStanding, ...]

    @property
    def finished(self) -> bool:
        """Whether all its UPP are; one without any UPP has nothing to hand in, and has not."""
        return self.status.finished

    @property
    def unfinished(self) -> tuple[UppStanding, ...]:
        return tuple(upp for upp in self.upps if not upp.finished)

    @property
    def expected_late(self) -> bool:
        return any(upp.expected_late for upp in self.upps)

    @property
    def state(self) -> SurveyState:
        """The state that the unfinished UPP share; `berjalan` where they differ."""
        states = {upp.state for upp in self.unfinished}
        return states.pop() if len(states) == 1 else SurveyState.BERJALAN

    @property
    def waiting(self) -> int:
        """How many of its reports wait for verification."""
        return sum(part.state is SurveyState.DIAJUKAN for upp in self.upps for part in upp.parts)

    @property
    def forecast(self) -> Forecast:
        """Where the OPD as a whole leads: what all its UPP have and lack, and the end of the one that ends last."""
        if len(self.upps) == 1:
            return self.upps[0].forecast
        achieved, target, missing = _totals(upp.forecast for upp in self.upps)
        last = max((upp.forecast for upp in self.unfinished), key=_ends, default=None)
        return Forecast(achieved, target, missing, done_on=last.done_on if last else None)

    def find_upp(self, upp_id: UUID | None) -> UppStanding | None:
        return next((upp for upp in self.upps if upp.id == upp_id), None)


class Exempt(NamedTuple):
    """An OPD that need not run the SKM, and why."""

    name: str
    reason: str


class City(NamedTuple):
    """Every OPD by name: those with an obligation, and those without, which are counted nowhere."""

    opd: tuple[OpdStanding, ...]
    exempt: tuple[Exempt, ...]


def plan_of(surveys: Sequence[SurveyFacts], term: Term) -> UppPlan:
    """Return when a UPP with these surveys, in the order of their parts, collects."""
    counted = parts.of_year(surveys)
    present = parts.present(counted) if counted else None
    planned = present is not None and present.window_from is not None
    window = _window(present, counted) if present and planned else term.whole
    finished = present is not None and present.state in FINISHED
    recent = None if finished else recent_days(window, term.today)
    return UppPlan(counted, present, window, planned, finished, recent)


def stand_upp(place: tuple[UUID, str, str], plan: UppPlan, gathered: Sequence[Gathered], term: Term) -> UppStanding:
    """Return where a UPP (its id, code and name) stands; `gathered` goes with the parts of its plan."""
    outlook = _forecast(plan, gathered, term)
    state = plan.present.state if plan.present else SurveyState.BELUM_MULAI
    submitted = [part.first_submitted_on for part in plan.parts if part.first_submitted_on] if plan.finished else []
    status = survey_status(
        state=state,
        forecast=outlook,
        window=plan.window,
        deadline=term.deadline,
        today=term.today,
        first_submitted_on=max(submitted, default=None),
    )
    present = plan.present
    return UppStanding(
        *place,
        state=state,
        status=status,
        forecast=outlook,
        window=plan.window,
        planned=plan.planned,
        executor=present.executor if present else Executor.MANDIRI,
        expected_late=_expected_late(status, outlook, term, planned=plan.planned),
        parts=plan.parts,
        part=plan.parts.index(present) + 1 if present else 1,
        submitted_on=max(submitted, default=None),
        started_at=present.started_at if present else None,
        note=present.note if present else "",
        last_answer_on=max((each.last_on for each in gathered if each.last_on), default=None),
    )


def stand_opd(
    facts: tuple[UUID, str, str, str, str, Kewajiban], upps: tuple[UppStanding, ...], term: Term
) -> OpdStanding:
    """Return where an OPD stands; one whose UPP nobody has registered cannot have begun."""
    without = ComplianceStatus.LEWAT_TENGGAT if term.days_left < 0 else ComplianceStatus.BELUM_MULAI
    return OpdStanding(*facts, status=opd_status(upp.status for upp in upps) or without, upps=upps)


def _window(present: SurveyFacts, counted: Sequence[SurveyFacts]) -> Window:
    ends = [each.window_to for each in counted if each.window_to is not None]
    return Window(present.window_from or ends[0], max(ends))  # the two days of a plan are both there, or neither is


def _forecast(plan: UppPlan, gathered: Sequence[Gathered], term: Term) -> Forecast:
    targets = [part.target or None for part in plan.parts] or [None]
    counts = [each.achieved for each in gathered]
    missing = sum(max((target or 0) - count, 0) for target, count in zip(targets, counts, strict=False))
    target = None if None in targets else sum(target or 0 for target in targets)
    if plan.finished:
        return Forecast(sum(counts), target, missing)
    return forecast(
        sum(counts),
        sum(each.recent for each in gathered),
        squares=sum(each.squares for each in gathered),
        target=target,
        missing=missing,
        window=plan.window,
        deadline=term.deadline,
        today=term.today,
    )


def _expected_late(status: ComplianceStatus, outlook: Forecast, term: Term, *, planned: bool) -> bool:
    """Whether the UPP will miss the deadline: by its pace, or because it is silent while its plan runs.

    Without a plan nobody can say so until fourteen days before the deadline, so that a November is not late in June.
    """
    if status is ComplianceStatus.TERTINGGAL:
        return True
    if status is not ComplianceStatus.BELUM_MULAI:
        return False
    began = planned and outlook.pace is not None  # a working day of the plan has passed
    return began or term.today >= term.deadline - SILENCE_IS_LATE


def _totals(forecasts: Iterable[Forecast]) -> tuple[int, int | None, int]:
    """Return the answers, targets and shortfalls together; no target while one of them is unknown."""
    found = list(forecasts)
    targets = [each.target for each in found]
    target = None if None in targets else sum(target or 0 for target in targets)
    return sum(each.achieved for each in found), target, sum(each.missing for each in found)


def _ends(outlook: Forecast) -> tuple[bool, date]:
    return outlook.done_on is None and bool(outlook.missing), outlook.done_on or date.min
