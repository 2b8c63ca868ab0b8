"""From the facts of the city to the lines of the board. Pure: no clock, no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from app.compliance.pace import Forecast, Window, forecast
from app.compliance.queries import CityFacts, Contact, OpdFacts, SurveyFacts, UppFacts
from app.compliance.status import COLLECTED, ComplianceStatus, opd_status, survey_status
from app.opd.models import Kewajiban
from app.reminders.queries import OpdReminders
from app.surveys.models import Executor
from app.surveys.states import FINISHED, SurveyState
from app.workdays import NATIONAL_CALENDAR

# Product.md, "Reminding": not started at H−14 is when the kepala hears too; from then on silence counts as late.
SILENCE_IS_LATE = timedelta(days=14)
NO_REMINDERS = OpdReminders(0, None, False)


class Group(StrEnum):
    """Where the board puts an OPD, the most urgent first."""

    LEWAT = "lewat_tenggat"
    TERLAMBAT = "terlambat"
    BELUM = "belum_mulai"
    JALUR = "sesuai_jalur"
    SELESAI = "selesai"

    @property
    def label(self) -> str:
        return GROUP_LABELS[self]

    @property
    def order(self) -> int:
        return tuple(Group).index(self)


GROUP_LABELS = {
    Group.LEWAT: "Lewat tenggat",
    Group.TERLAMBAT: "Diperkirakan terlambat",
    Group.BELUM: "Belum mulai, rencananya masih di depan",
    Group.JALUR: "Sesuai jalur",
    Group.SELESAI: "Sudah menyampaikan laporan",
}


@dataclass(frozen=True)
class Term:
    """The periode's days, and today: what every line is measured against."""

    opens_on: date
    deadline: date
    today: date

    @property
    def days_left(self) -> int:
        return (self.deadline - self.today).days

    @property
    def working_days_left(self) -> int:
        return NATIONAL_CALENDAR.working_days_between(self.today, self.deadline)

    @property
    def whole(self) -> Window:
        return Window(self.opens_on, self.deadline)


@dataclass(frozen=True)
class UppLine:
    """One UPP: of its surveys in the periode the first that is not finished, or the last."""

    kode: str
    name: str
    status: ComplianceStatus
    state: SurveyState
    forecast: Forecast
    window: Window
    planned: bool
    executor: Executor
    daily: Mapping[date, int]
    submitted_on: date | None  # the first time, of a finished one
    contact: Contact | None
    petugas: int | None  # None while its OPD is not opened
    expected_late: bool

    @property
    def collected(self) -> bool:
        """Closed, or returned: collecting is over, what remains is paper."""
        return self.state in COLLECTED

    @property
    def end(self) -> tuple[bool, date]:
        """A key by which the UPP that ends last is the greatest; one whose end nobody can tell ends after all."""
        known = self.collected or self.forecast.ready_on is not None
        return not known, self.forecast.ready_on or date.min


@dataclass(frozen=True)
class OpdLine:
    kode: str
    name: str
    short_name: str
    kind: str
    kewajiban: Kewajiban
    status: ComplianceStatus
    group: Group
    upp: tuple[UppLine, ...]  # with an obligation: unfinished first, the one that ends last at the head
    contacts: tuple[Contact, ...]
    petugas: int
    last_active_on: date | None
    reminders: OpdReminders
    submitted_on: date | None  # when its last UPP had submitted; None while one is awaited

    @property
    def finished(self) -> bool:
        return self.group is Group.SELESAI

    @property
    def several(self) -> bool:
        return len(self.upp) > 1

    @property
    def unfinished_upp(self) -> tuple[UppLine, ...]:
        return tuple(upp for upp in self.upp if not upp.status.finished)

    @property
    def finished_upp(self) -> tuple[UppLine, ...]:
        return tuple(upp for upp in self.upp if upp.status.finished)

    @property
    def leading(self) -> UppLine | None:
        """The UPP by which the OPD is forecast: the one that ends last."""
        return self.upp[0] if self.upp else None

    @property
    def contact(self) -> Contact | None:
        return self.contacts[0] if self.contacts else None

    @property
    def achieved(self) -> int:
        return sum(upp.forecast.achieved for upp in self.upp)

    @property
    def share(self) -> float:
        """What part of the target is there, from 0; a UPP's surplus does not make up for another's shortfall."""
        target = sum(upp.forecast.target or 0 for upp in self.upp)
        missing = sum(upp.forecast.missing for upp in self.upp)
        return (target - missing) / target if target else 0.0

    @property
    def executors(self) -> frozenset[Executor]:
        return frozenset(upp.executor for upp in self.upp)

    @cached_property
    def daily(self) -> Mapping[date, int]:
        """Counted responses a day, of all its UPP."""
        if len(self.upp) == 1:
            return self.upp[0].daily
        days: dict[date, int] = defaultdict(int)
        for upp in self.upp:
            for day, count in upp.daily.items():
                days[day] += count
        return days


@dataclass(frozen=True)
class Exempt:
    """An OPD that need not run the SKM, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Board:
    """Every OPD with an obligation, the most at risk first."""

    term: Term
    lines: tuple[OpdLine, ...]
    exempt: tuple[Exempt, ...]
    waiting: int  # reports that wait for verification

    @cached_property
    def counts(self) -> dict[ComplianceStatus, int]:
        """How many OPDs have each status, in the order of the legend."""
        found = Counter(line.status for line in self.lines)
        return {status: found[status] for status in ComplianceStatus}

    @property
    def finished(self) -> int:
        return sum(line.finished for line in self.lines)

    @property
    def late(self) -> int:
        """How many unfinished OPDs are forecast to miss the deadline, or have missed it."""
        return sum(line.group in (Group.LEWAT, Group.TERLAMBAT) for line in self.lines)

    def obligation(self, kewajiban: Kewajiban) -> tuple[int, int]:
        """Return (finished, all) of the OPDs with this obligation."""
        lines = [line for line in self.lines if line.kewajiban is kewajiban]
        return sum(line.finished for line in lines), len(lines)


def assemble(facts: CityFacts, term: Term, *, day_of: Callable[[datetime], date]) -> Board:
    """Return the board of a periode; `day_of` gives a moment's day in the city's zone."""
    lines, exempt = [], []
    for opd in facts.opd:
        obliged = [upp for upp in facts.upp.get(opd.id, ()) if upp.kewajiban is not Kewajiban.DIKECUALIKAN]
        left_out = facts.upp.get(opd.id) and not obliged  # it has UPP, and none of them must
        if opd.kewajiban is Kewajiban.DIKECUALIKAN or left_out:
            exempt.append(Exempt(opd.name, opd.exemption_reason))
        else:
            lines.append(_opd_line(opd, obliged, facts, term, day_of))
    waiting = sum(survey.state is SurveyState.DIAJUKAN for surveys in facts.surveys.values() for survey in surveys)
    return Board(term, tuple(sorted(lines, key=risk)), tuple(exempt), waiting)


def risk(line: OpdLine) -> tuple[object, ...]:
    """Return the key by which the OPD most at risk of being late comes first, and the latest to finish last but named."""
    upp = line.leading
    if upp is None or line.finished:
        submitted = line.submitted_on or date.min
        return line.group.order, False, -submitted.toordinal(), line.name
    unknown, ready = upp.end
    return line.group.order, not unknown, -ready.toordinal(), line.name


def _opd_line(
    opd: OpdFacts, obliged: Sequence[UppFacts], facts: CityFacts, term: Term, day_of: Callable[[datetime], date]
) -> OpdLine:
    upp = sorted((_upp_line(each, facts, term, day_of) for each in obliged), key=_unfinished_then_last)
    status = opd_status(each.status for each in upp) or _without_upp(term)
    contacts = tuple(facts.opd_admins.get(opd.id, ()))
    return OpdLine(
        kode=opd.kode,
        name=opd.name,
        short_name=opd.short_name,
        kind=opd.kind,
        kewajiban=opd.kewajiban,
        status=status,
        group=_group(status, upp),
        upp=tuple(upp),
        contacts=contacts,
        petugas=facts.petugas.get(opd.id, 0),
        last_active_on=_last_active(upp, contacts, day_of),
        reminders=facts.reminders.get(opd.id, NO_REMINDERS),
        submitted_on=max((each.submitted_on for each in upp if each.submitted_on), default=None) if status.finished else None,
    )  # fmt: skip


def _unfinished_then_last(upp: UppLine) -> tuple[bool, bool, int, str]:
    unknown, ready = upp.end
    return upp.status.finished, not unknown, -ready.toordinal(), upp.name


def _without_upp(term: Term) -> ComplianceStatus:
    """An OPD whose UPP nobody has registered cannot have begun."""
    return ComplianceStatus.LEWAT_TENGGAT if term.days_left < 0 else ComplianceStatus.BELUM_MULAI


def _group(status: ComplianceStatus, upp: Iterable[UppLine]) -> Group:
    if status.finished:
        return Group.SELESAI
    if status is ComplianceStatus.LEWAT_TENGGAT:
        return Group.LEWAT
    if any(each.expected_late for each in upp):
        return Group.TERLAMBAT
    return Group.BELUM if status is ComplianceStatus.BELUM_MULAI else Group.JALUR


def _last_active(
    upp: Iterable[UppLine], contacts: Iterable[Contact], day_of: Callable[[datetime], date]
) -> date | None:
    """Return the last day on which answers came in or an admin signed in."""
    answers = (max(each.daily) for each in upp if each.daily)
    sign_ins = (day_of(each.last_sign_in_at) for each in contacts if each.last_sign_in_at)
    return max((*answers, *sign_ins), default=None)


def _upp_line(upp: UppFacts, facts: CityFacts, term: Term, day_of: Callable[[datetime], date]) -> UppLine:
    parts = [_part(survey, facts.daily.get(survey.id, {}), term, day_of) for survey in facts.surveys.get(upp.id, ())]
    present = next((part for part in parts if not part.status.finished), parts[-1] if parts else None)
    if present is None:
        present = _part(None, {}, term, day_of)
    finished = present.status.finished
    contacts = facts.upp_admins.get(upp.id)
    return UppLine(
        kode=upp.kode,
        name=upp.name,
        status=(finished and opd_status(part.status for part in parts)) or present.status,
        state=present.state,
        forecast=present.forecast,
        window=present.window,
        planned=present.planned,
        executor=present.executor,
        daily=present.daily,
        submitted_on=present.submitted_on if finished else None,
        contact=contacts[0] if contacts else None,
        petugas=facts.upp_petugas.get(upp.id, 0) if facts.upp_petugas else None,
        expected_late=_expected_late(present, term),
    )


@dataclass(frozen=True)
class _Part:
    status: ComplianceStatus
    state: SurveyState
    forecast: Forecast
    window: Window
    planned: bool
    executor: Executor
    daily: Mapping[date, int]
    submitted_on: date | None


def _part(
    survey: SurveyFacts | None, daily: Mapping[date, int], term: Term, day_of: Callable[[datetime], date]
) -> _Part:
    """Where one survey stands; None is a UPP that has not even been enrolled."""
    state = survey.state if survey else SurveyState.BELUM_MULAI
    window, planned = _window(survey, term)
    submitted = survey.first_submitted_at if survey else None
    submitted_on = day_of(submitted) if submitted else None
    target = survey.target if survey else None
    if state in FINISHED:
        outlook = _nothing_to_forecast(daily, target)  # half of the work of the board is saved here
    else:
        outlook = forecast(daily, target=target, window=window, deadline=term.deadline, today=term.today)
    return _Part(
        status=survey_status(
            state=state,
            forecast=outlook,
            window=window,
            deadline=term.deadline,
            today=term.today,
            first_submitted_on=submitted_on,
        ),
        state=state,
        forecast=outlook,
        window=window,
        planned=planned,
        executor=survey.executor if survey else Executor.MANDIRI,
        daily=daily,
        submitted_on=submitted_on,
    )


def _nothing_to_forecast(daily: Mapping[date, int], target: int | None) -> Forecast:
    """What has come in, of a survey that is handed in."""
    return Forecast(
        achieved=sum(daily.values()),
        target=target or None,
        pace=None,
        done_on=None,
        ready_on=None,
        days_past_deadline=None,
        needed_per_day=None,
        working_days_left=0,
    )


def _window(survey: SurveyFacts | None, term: Term) -> tuple[Window, bool]:
    if survey is None or survey.window_from is None or survey.window_to is None:
        return term.whole, False
    return Window(survey.window_from, survey.window_to), True


def _expected_late(part: _Part, term: Term) -> bool:
    """Whether the UPP will miss the deadline: by its pace, or because it is silent while its plan runs.

    Without a plan nobody can say so until fourteen days before the deadline, so that a November is not late in June.
    """
    if part.status is ComplianceStatus.TERTINGGAL:
        return True
    if part.status is not ComplianceStatus.BELUM_MULAI or part.state in FINISHED:
        return False
    began = part.planned and part.forecast.pace is not None  # a working day of the plan has passed
    return began or term.today >= term.deadline - SILENCE_IS_LATE
