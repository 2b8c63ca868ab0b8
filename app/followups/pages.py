"""What the RTL pages say about a UPP in a periode, and about all UPP of an OPD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app import clock
from app.access.roles import Role
from app.followups import plans, queries
from app.followups.plans import Plan
from app.ikm import Figures
from app.opd.models import Upp
from app.results.history import survey_in
from app.results.periode_choice import PeriodeRef, list_surveyed
from app.results.reading import result_of
from app.results.visibility import Sight, sight
from app.surveys.models import Survey
from app.surveys.states import FROZEN, SurveyState


@dataclass(frozen=True)
class UppPage:
    """`last` is the plan of the periode before, with its progress and effect; None where there was no survey.

    `provisional`: figures are shown that still move.
    """

    periode: PeriodeRef
    survey_id: UUID
    state: SurveyState
    provisional: bool
    plan: Plan
    last_periode: PeriodeRef | None
    last_survey_id: UUID | None
    last: Plan | None


@dataclass(frozen=True)
class UppLine:
    kode: str
    name: str
    plan: Plan
    last: Plan | None


def upp_page(surveys: Sequence[Survey], periode: Sequence[PeriodeRef], chosen: PeriodeRef, role: Role) -> UppPage:
    """Return the page of one UPP: `surveys` are its own, `periode` theirs, the latest first."""
    survey = survey_in(surveys, chosen)
    figures = visible_figures(survey, chosen, role)
    before = _before(periode, chosen)
    past = survey_in(surveys, before) if before else None
    today = clock.today()
    page = UppPage(
        periode=chosen,
        survey_id=survey.id,
        state=survey.state,
        provisional=figures is not None and survey.state not in FROZEN,
        plan=plans.build(queries.list_followups(survey.id), today, figures, suggest=True),
        last_periode=before,
        last_survey_id=past.id if past else None,
        last=plans.build(queries.list_followups(past.id), today, visible_figures(past, before, role), after=figures)
        if past and before
        else None,
    )
    return page if page.last else _with_plan_from_before_potret(page, survey, today, figures)


def _with_plan_from_before_potret(page: UppPage, survey: Survey, today: date, figures: Figures | None) -> UppPage:
    """Return the page with the plan of last year's survey, where that was imported."""
    rows = queries.list_past_followups(survey.id)
    if not rows or rows[0].past_year is None:
        return page
    last = replace(page.periode, name=f"tahun {rows[0].past_year}", year=rows[0].past_year)
    return replace(page, last_periode=last, last_survey_id=survey.id, last=plans.build(rows, today, after=figures))


def opd_lines(
    units: Sequence[Upp], surveys: Sequence[Survey], periode: Sequence[PeriodeRef], chosen: PeriodeRef
) -> list[UppLine]:
    """Return one line a UPP that has a survey in the periode."""
    found = queries.list_by_survey([survey.id for survey in surveys])
    before = _before(periode, chosen)
    today = clock.today()
    lines = []
    for unit in units:
        own = [survey for survey in surveys if survey.upp_id == unit.id]
        now, past = _find(own, chosen), _find(own, before)
        if now is not None:
            last = plans.build(found[past.id], today) if past else None
            lines.append(UppLine(unit.kode, unit.name, plans.build(found[now.id], today), last))
    return lines


def visible_figures(survey: Survey, periode: PeriodeRef, role: Role) -> Figures | None:
    """Return the figures that the RTL answers (of the main kind of customer), or None where this person may not see them."""
    if sight(role, survey.state, show_running=periode.show_running) is not Sight.SHOWN:
        return None
    figures = result_of(survey, segments=()).main.figures
    return figures if figures.n else None


def periode_of(survey: Survey) -> PeriodeRef:
    return list_surveyed([survey])[0]


def _before(periode: Sequence[PeriodeRef], chosen: PeriodeRef) -> PeriodeRef | None:
    return next((each for each in periode if each.deadline < chosen.deadline), None)


def _find(surveys: Sequence[Survey], periode: PeriodeRef | None) -> Survey | None:
    if periode is None or all(survey.periode_id != periode.id for survey in surveys):
        return None
    return survey_in(surveys, periode)
