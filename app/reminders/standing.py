"""Where each OPD stands in a periode, read once, as plain values: what decides and fills the letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select

from app.compliance.pace import Forecast, Window, forecast
from app.compliance.status import ComplianceStatus, opd_status, survey_status
from app.extensions import db
from app.followups.models import Followup
from app.opd.models import Kewajiban, Layanan, Opd, Upp
from app.reminders.plan import Plan
from app.results.models import DailyCount
from app.surveys.models import Executor, Survey, SurveyLayanan
from app.surveys.states import FINISHED, SurveyState
from app.tenancy.scope import all_opds

# From H−14 on the kepala hears of an OPD that has not started: from then on silence counts as late.
SILENCE_IS_LATE = timedelta(days=14)
# Who must run the SKM: the board and the reminders ask nobody else.
OBLIGED = (
    Opd.active,
    Opd.kewajiban != Kewajiban.DIKECUALIKAN,
    Upp.active,
    Upp.kewajiban != Kewajiban.DIKECUALIKAN,
)


@dataclass(frozen=True)
class LayananStanding:
    id: UUID
    name: str
    achieved: int
    target: int


@dataclass(frozen=True)
class UppStanding:
    """One UPP, by the first of its surveys in the periode that is not finished, or the last.

    Without any it is `belum_mulai`, and nobody knows a target.
    """

    id: UUID
    name: str
    state: SurveyState
    window: Window
    daily: Mapping[date, int]
    forecast: Forecast
    layanan: tuple[LayananStanding, ...] = ()
    started_at: datetime | None = None
    note: str = ""
    rtl_missing: bool = True
    kode: str = ""
    planned: bool = False
    executor: Executor = Executor.MANDIRI
    first_submitted_at: datetime | None = None

    @property
    def finished(self) -> bool:
        return self.state in FINISHED

    def status(self, plan: Plan, today: date) -> ComplianceStatus:
        """Return the status of a UPP that has not finished."""
        return survey_status(
            state=self.state, forecast=self.forecast, window=self.window, deadline=plan.deadline, today=today
        )

    def expected_late(self, plan: Plan, today: date) -> bool:
        """Return whether it will miss the deadline, by its pace or by its silence, as the compliance board says."""
        status = self.status(plan, today)
        began = self.planned and self.forecast.pace is not None  # a working day of the plan has passed
        silent = began or today >= plan.deadline - SILENCE_IS_LATE
        return status is ComplianceStatus.TERTINGGAL or (status is ComplianceStatus.BELUM_MULAI and silent)

    def short_layanan(self, day: date) -> tuple[LayananStanding, ...]:
        """Return the layanan that still lack answers while the UPP collects, inside its window."""
        if self.state != SurveyState.BERJALAN or not self.window.first <= day <= self.window.last:
            return ()
        return tuple(each for each in self.layanan if each.achieved < each.target)


@dataclass(frozen=True)
class OpdStanding:
    id: UUID
    kode: str
    name: str
    short_name: str
    kind: str
    upps: tuple[UppStanding, ...]
    kewajiban: Kewajiban = Kewajiban.WAJIB

    @property
    def unfinished(self) -> tuple[UppStanding, ...]:
        return tuple(upp for upp in self.upps if not upp.finished)

    @property
    def finished(self) -> bool:
        return not self.unfinished

    @property
    def state(self) -> SurveyState:
        """The state that the unfinished UPPs share; `berjalan` where they differ."""
        states = {upp.state for upp in self.unfinished}
        return states.pop() if len(states) == 1 else SurveyState.BERJALAN

    def find_upp(self, upp_id: UUID | None) -> UppStanding | None:
        return next((upp for upp in self.upps if upp.id == upp_id), None)

    def forecast(self, plan: Plan, today: date) -> Forecast:
        """Return where the OPD as a whole leads: all answers against all targets."""
        if len(self.upps) == 1:
            return self.upps[0].forecast
        daily: dict[date, int] = defaultdict(int)
        for upp in self.upps:
            for day, count in upp.daily.items():
                daily[day] += count
        window = Window(min(upp.window.first for upp in self.upps), max(upp.window.last for upp in self.upps))
        target = sum(upp.forecast.target or 0 for upp in self.upps)
        return forecast(daily, target=target, window=window, deadline=plan.deadline, today=today)

    def status(self, plan: Plan, today: date) -> ComplianceStatus | None:
        """Return the status of the unfinished part; None once the OPD has finished."""
        return opd_status(upp.status(plan, today) for upp in self.unfinished)


def read_city(plan: Plan, today: date, *, before: date | None = None) -> tuple[OpdStanding, ...]:
    """Return every OPD with an obligation, by name; with `before`, as it stood when that day began."""
    with all_opds("the standing of every OPD, for reminding"):
        return _read(plan, today, before)


def find_own(plan: Plan, today: date) -> OpdStanding | None:
    """Return the standing of the OPD in scope; None where it has no obligation."""
    return next(iter(_read(plan, today, None)), None)


def _read(plan: Plan, today: date, before: date | None) -> tuple[OpdStanding, ...]:
    rows = db.session.execute(
        select(Opd, Upp, Survey)
        .join(Upp, Upp.opd_id == Opd.id)
        .outerjoin(
            Survey,
            and_(Survey.opd_id == Upp.opd_id, Survey.upp_id == Upp.id, Survey.periode_id == plan.periode_id),
        )
        .where(*OBLIGED)
        .order_by(Opd.name, Upp.name, Survey.part)
    ).all()
    surveys: dict[UUID, list[Survey]] = defaultdict(list)
    for _, upp, survey in rows:
        surveys[upp.id] += [survey] if survey is not None else []
    details = _Details.of(plan, before)
    upps: dict[UUID, list[UppStanding]] = defaultdict(list)
    for upp in dict.fromkeys(upp for _, upp, _ in rows):
        upps[upp.opd_id].append(_upp(upp, _present_part(surveys[upp.id]), plan, today, details))
    return tuple(
        OpdStanding(opd.id, opd.kode, opd.name, opd.short_name, opd.kind, tuple(upps[opd.id]), opd.kewajiban)
        for opd in dict.fromkeys(opd for opd, _, _ in rows)
    )


def _present_part(parts: Iterable[Survey]) -> Survey | None:
    parts = list(parts)
    return next((part for part in parts if part.state not in FINISHED), parts[-1] if parts else None)


def _upp(upp: Upp, survey: Survey | None, plan: Plan, today: date, details: _Details) -> UppStanding:
    whole = Window(plan.opens_on, plan.deadline)
    if survey is None:
        outlook = forecast({}, target=None, window=whole, deadline=plan.deadline, today=today)
        return UppStanding(upp.id, upp.name, SurveyState.BELUM_MULAI, whole, {}, outlook, kode=upp.kode)
    planned = survey.window_from is not None and survey.window_to is not None
    window = Window(survey.window_from, survey.window_to) if planned else whole  # type: ignore[arg-type]
    daily = details.daily(survey.id)
    return UppStanding(
        id=upp.id,
        name=upp.name,
        state=SurveyState(survey.state),
        window=window,
        daily=daily,
        forecast=forecast(daily, target=survey.target, window=window, deadline=plan.deadline, today=today),
        layanan=details.layanan(survey.id),
        started_at=survey.started_at,
        note=survey.note,
        rtl_missing=survey.id not in details.with_rtl,
        kode=upp.kode,
        planned=planned,
        executor=survey.executor,
        first_submitted_at=survey.first_submitted_at,
    )


@dataclass(frozen=True)
class _Details:
    """What hangs on the surveys of a periode: counts by layanan and day, targets, RTL."""

    counts: Mapping[UUID, list[Any]]
    targets: Mapping[UUID, list[Any]]
    with_rtl: frozenset[UUID]

    @classmethod
    def of(cls, plan: Plan, before: date | None) -> _Details:
        counts = (
            select(DailyCount.survey_id, DailyCount.layanan_id, DailyCount.day, DailyCount.n)
            .join(Survey, and_(Survey.opd_id == DailyCount.opd_id, Survey.id == DailyCount.survey_id))
            .where(Survey.periode_id == plan.periode_id, DailyCount.n > 0)
        )
        if before is not None:
            counts = counts.where(DailyCount.day < before)
        targets = (
            select(SurveyLayanan.survey_id, Layanan.id, Layanan.name, SurveyLayanan.target)
            .join(Survey, and_(Survey.opd_id == SurveyLayanan.opd_id, Survey.id == SurveyLayanan.survey_id))
            .join(Layanan, and_(Layanan.opd_id == SurveyLayanan.opd_id, Layanan.id == SurveyLayanan.layanan_id))
            .where(Survey.periode_id == plan.periode_id)
            .order_by(Layanan.position, Layanan.name)
        )
        return cls(_by_survey(counts), _by_survey(targets), _surveys_with_rtl(plan))

    def daily(self, survey_id: UUID) -> dict[date, int]:
        daily: dict[date, int] = defaultdict(int)
        for row in self.counts.get(survey_id, ()):
            daily[row.day] += row.n
        return dict(daily)

    def layanan(self, survey_id: UUID) -> tuple[LayananStanding, ...]:
        achieved: dict[UUID, int] = defaultdict(int)
        for row in self.counts.get(survey_id, ()):
            achieved[row.layanan_id] += row.n
        return tuple(
            LayananStanding(row.id, row.name, achieved[row.id], row.target) for row in self.targets.get(survey_id, ())
        )


def _by_survey(statement: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in db.session.execute(statement):
        found[row.survey_id].append(row)
    return found


def _surveys_with_rtl(plan: Plan) -> frozenset[UUID]:
    statement = (
        select(func.distinct(Followup.survey_id))
        .join(Survey, and_(Survey.opd_id == Followup.opd_id, Survey.id == Followup.survey_id))
        .where(Survey.periode_id == plan.periode_id)
    )
    return frozenset(db.session.scalars(statement))
