"""Results and plans of the years before Potret, so that trend and RTL do not begin from nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.extensions import db
from app.followups import operations as followups
from app.followups import queries as followup_queries
from app.followups.models import Followup, FollowupState
from app.ikm import Mutu, mutu_of, weight_of
from app.imports.models import PastResult
from app.imports.reading.guessing import best_sheet
from app.imports.reading.moments import MomentColumn
from app.imports.reading.past import FIRST_YEAR, YEAR, PastPlan, read_followups, read_results
from app.imports.reading.problems import FileRejected, Problem
from app.imports.reading.sheets import Sheet, open_sheets
from app.opd.models import CustomerKind
from app.opd.queries import list_upp
from app.periods.queries import get_periode
from app.surveys.models import Survey
from app.surveys.queries import list_surveys


@dataclass(frozen=True)
class Added:
    """How many rows are new, and how many were there already."""

    new: int
    known: int


@dataclass(frozen=True)
class ReportedResult:
    """A past result as pages show it: "dilaporkan, tidak dapat dihitung ulang". `weight`: that its IKM follows from."""

    id: UUID
    upp_id: UUID
    year: int
    kind: CustomerKind
    respondents: int
    ikm: Decimal
    mutu: Mutu
    nrr: Mapping[str, Decimal]
    weight: str | None


def import_results(file_name: str, content: bytes, *, by: Actor) -> Added:
    """Every result of the file is known; one of the same UPP, year and kind of customer is corrected by it."""
    rows = read_results(_sheet(file_name, content), _upp(), clock.today())
    known = {(each.upp_id, each.year, each.kind): each for each in db.session.scalars(select(PastResult))}
    for row in rows:
        kept = known.get((row.upp_id, row.year, row.kind)) or PastResult(
            upp_id=row.upp_id, year=row.year, kind=row.kind
        )
        kept.respondents, kept.ikm, kept.nrr = row.respondents, row.ikm, dict(row.nrr)
        kept.imported_by, kept.created_at = by.name, clock.now()
        db.session.add(kept)
        db.session.flush()
        audit.record(
            Action.PAST_RESULT_RECORDED, kept, by=by, name=_names()[row.upp_id], year=row.year, ikm=row.ikm, respondents=row.respondents
        )  # fmt: skip
    repeated = sum((row.upp_id, row.year, row.kind) in known for row in rows)
    return Added(len(rows) - repeated, repeated)


def import_followups(file_name: str, content: bytes, *, by: Actor) -> Added:
    """Every plan of the file stands in the RTL with what became of it; one that stands there already is left alone.

    It belongs to the survey of its year where Potret has that, else to the UPP's latest survey, as the plan that is
    carried out beside it. Raises FileRejected for a UPP that has no survey at all.
    """
    today = clock.today()
    dates = MomentColumn(clock.zone(), earliest=date(FIRST_YEAR, 1, 1), latest=today)
    plans = read_followups(_sheet(file_name, content), _upp(), today, dates)
    surveys = _surveys_by_upp()
    _refuse_without_survey(plans, surveys)
    added = 0
    for plan in plans:
        survey, past_year = _survey_of(plan, surveys[plan.upp_id])
        if not _is_known(plan, survey):
            _add(plan, survey, past_year, by)
            added += 1
    return Added(added, len(plans) - added)


def list_reported(upp_id: UUID | None = None, kind: CustomerKind | None = None) -> list[ReportedResult]:
    """Return results from before Potret, the oldest first."""
    statement = select(PastResult).order_by(PastResult.year, PastResult.kind)
    if upp_id is not None:
        statement = statement.where(PastResult.upp_id == upp_id)
    if kind is not None:
        statement = statement.where(PastResult.kind == kind)
    return [_reported(row) for row in db.session.scalars(statement)]


def list_before(upp_id: UUID, kind: CustomerKind, year: int, *, most: int) -> list[ReportedResult]:
    """Return the results from before Potret that come before a year, the oldest first, at most so many."""
    found = [each for each in list_reported(upp_id, kind) if each.year < year]
    return found[max(len(found) - most, 0) :]


def _reported(row: PastResult) -> ReportedResult:
    nrr = {code: Decimal(value) for code, value in row.nrr.items()}
    return ReportedResult(
        row.id, row.upp_id, row.year, row.kind, row.respondents, row.ikm, mutu_of(row.ikm), nrr, weight_of(row.ikm, nrr)
    )


def _sheet(file_name: str, content: bytes) -> Sheet:
    return best_sheet(open_sheets(file_name, content))


def _upp() -> dict[str, UUID]:
    return {each.kode: each.id for each in list_upp()}


def _names() -> dict[UUID, str]:
    return {each.id: each.name for each in list_upp()}


def _surveys_by_upp() -> dict[UUID, list[Survey]]:
    found: dict[UUID, list[Survey]] = {}
    for survey in list_surveys():
        found.setdefault(survey.upp_id, []).append(survey)
    return found


def _refuse_without_survey(plans: Sequence[PastPlan], surveys: Mapping[UUID, list[Survey]]) -> None:
    problems = [
        Problem(plan.number, 0, "", "UPP ini belum punya survei di Potret.", "Unggah setelah periodenya dibuka")
        for plan in plans
        if plan.upp_id not in surveys
    ]
    if problems:
        raise FileRejected(f"{YEAR}: ada UPP yang belum punya survei.", problems)


def _survey_of(plan: PastPlan, surveys: Sequence[Survey]) -> tuple[Survey, int | None]:
    """Return the survey whose RTL the plan is; else the latest, with the year of the survey that Potret does not have."""
    own = next((survey for survey in surveys if get_periode(survey.periode_id).year == plan.year), None)
    return (own, None) if own is not None else (surveys[0], plan.year)


def _is_known(plan: PastPlan, survey: Survey) -> bool:
    rows: list[Followup] = [
        *followup_queries.list_followups(survey.id),
        *followup_queries.list_past_followups(survey.id),
    ]
    wanted = (plan.unsur.value, plan.activity, plan.quarter, plan.due_year)
    return any((row.unsur, row.activity, row.quarter, row.due_year) == wanted for row in rows)


def _add(plan: PastPlan, survey: Survey, past_year: int | None, by: Actor) -> None:
    row = followups.add(
        survey, unsur=plan.unsur, activity=plan.activity, quarter=plan.quarter, due_year=plan.due_year,
        responsible=plan.responsible, past_year=past_year, by=by,
    )  # fmt: skip
    if plan.state is not FollowupState.RENCANA:
        followups.progress(row, state=plan.state, outcome=plan.outcome, obstacle="", done_on=plan.done_on, by=by)
