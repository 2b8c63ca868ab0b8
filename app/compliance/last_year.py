"""Where an OPD stood a year ago, on the day as many days before the deadline as today is. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from app.compliance.board import OpdLine
from app.compliance.standing import SurveyFacts, Term
from app.surveys.states import FINISHED, SurveyState


class PastSurvey(NamedTuple):
    """A survey of an earlier periode as it is stored now, and what the trail knows of its moves, in their order.

    The moves are read only where its dates cannot tell: it was submitted, and then returned or reopened.
    """

    facts: SurveyFacts
    started_on: date | None
    closed_on: date | None  # for the last time
    submitted_on: date | None  # for the last time
    moves: Sequence[tuple[date, SurveyState]] = ()

    @property
    def state(self) -> SurveyState:
        return self.facts.state

    @property
    def window_from(self) -> date | None:
        return self.facts.window_from

    @property
    def turned(self) -> bool:
        """Whether it was unfinished again after it had been submitted."""
        first = self.facts.first_submitted_on
        return first is not None and (self.facts.state not in FINISHED or self.submitted_on != first)


@dataclass(frozen=True)
class CityThen:
    """How many OPD took part in the earlier periode, and how many finished on each day; less than none where some were
    unfinished again."""

    total: int
    days: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Then:
    """An OPD a year ago: where it stood on that day, and when it had handed in everything; None where it never did."""

    line: OpdLine
    finished_on: date | None
    deadline: date

    @property
    def days_early(self) -> int | None:
        """How many days before the deadline it finished; less than none after it."""
        return (self.deadline - self.finished_on).days if self.finished_on else None


class Against(StrEnum):
    """How an OPD is doing beside the same day of the year before."""

    LEBIH_CEPAT = "lebih_cepat"
    SAMA = "sama"
    LEBIH_LAMBAT = "lebih_lambat"


@dataclass(frozen=True)
class Comparison:
    """What is known of the year before: by OPD, and of which there is only a past result, without days."""

    then: Mapping[UUID, Then] = field(default_factory=dict)
    reported: frozenset[UUID] = frozenset()

    def against(self, now: OpdLine, term: Term) -> Against | None:
        then = self.then.get(now.opd.id)
        return against(now, then, term) if then else None


def same_day(term: Term, earlier: Term) -> date:
    """Return the day of an earlier periode that was as many days before its deadline as today is."""
    return earlier.deadline - timedelta(days=term.days_left)


def state_on(survey: PastSurvey, day: date) -> SurveyState:
    """Return the state in which a survey was when a day ended: by the trail where it speaks, else by the survey's dates."""
    moved = [state for on, state in survey.moves if on <= day]
    if moved:
        return moved[-1]
    first = survey.facts.first_submitted_on
    if first is not None and first <= day:
        return SurveyState.DIAJUKAN
    if survey.closed_on is not None and survey.closed_on <= day:
        return SurveyState.DITUTUP
    begun = survey.started_on is not None and survey.started_on <= day
    return SurveyState.BERJALAN if begun else SurveyState.BELUM_MULAI


def facts_on(survey: PastSurvey, day: date) -> SurveyFacts:
    """Return the survey as it was known when a day ended."""
    first = survey.facts.first_submitted_on
    return survey.facts._replace(
        state=state_on(survey, day), first_submitted_on=first if first is not None and first <= day else None
    )


def finished_on(upps: Iterable[Sequence[PastSurvey]]) -> date | None:
    """Return the day on which the last of an OPD's UPP submitted for the first time; None where one is still awaited."""
    surveys = [past.facts for own in upps for past in own]
    days = [each.first_submitted_on for each in surveys if each.state in FINISHED and each.first_submitted_on]
    return max(days) if days and len(days) == len(surveys) else None


def changes(upps: Sequence[Sequence[PastSurvey]]) -> dict[date, int]:
    """Return the days on which an OPD became finished (1), or unfinished again (−1)."""
    surveys = [past for own in upps for past in own]
    days = sorted({day for past in surveys for day in _days(past)})
    found: dict[date, int] = {}
    before = False
    for day in days:
        now = all(state_on(past, day) in FINISHED for past in surveys)
        if now is not before:
            found[day] = 1 if now else -1
            before = now
    return found


def against(now: OpdLine, then: Then, term: Term) -> Against:
    """Return how the OPD is doing: finished is ahead of unfinished, then earlier of later, more of the sample of less."""
    ours, theirs = _place(now, term.deadline), _place(then.line, then.deadline)
    if ours == theirs:
        return Against.SAMA
    return Against.LEBIH_CEPAT if ours > theirs else Against.LEBIH_LAMBAT


def _days(past: PastSurvey) -> Iterable[date]:
    first = past.facts.first_submitted_on
    return [*((first,) if first else ()), *(day for day, _ in past.moves)]


def _place(line: OpdLine, deadline: date) -> tuple[bool, int]:
    if line.finished:
        return True, (deadline - line.submitted_on).days if line.submitted_on else 0
    return False, line.percent
