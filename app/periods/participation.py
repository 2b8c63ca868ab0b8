"""Who takes part in a running periode, and with what target.

The registry and the periode stand below the surveys; this is their one module that looks up to them, so that a UPP which
is added, or whose layanan change, has its survey and its target in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select

from app.audit.operations import Actor
from app.db import transaction
from app.extensions import db
from app.opd import queries as registry
from app.opd.models import Kewajiban, Opd, Upp
from app.periods import queries
from app.periods.models import Periode
from app.results import fold
from app.surveys import operations as surveys
from app.surveys import queries as survey_queries
from app.surveys.models import Survey
from app.surveys.states import FROZEN, SurveyState
from app.tenancy.scope import all_opds, opd_scope
from app.workdays import NATIONAL_CALENDAR


@dataclass(frozen=True)
class Standing:
    """A UPP's survey in the current periode, with the target of each layanan by its id."""

    periode_name: str
    state: SurveyState
    target: int
    targets: dict[UUID, int]

    @property
    def frozen(self) -> bool:
        """Return whether the target stays as it is, whatever happens to N."""
        return self.state in FROZEN


def enrol_upp(upp: Upp) -> list[str]:
    """The UPP of the OPD in scope has a survey in every running periode; return the names of those periode.

    A UPP that is inactive or excused (or whose OPD is) is left as it is.
    """
    opd = registry.get_opd(upp.opd_id)
    if not upp.active or Kewajiban.DIKECUALIKAN in (opd.kewajiban, upp.kewajiban):
        return []
    periods = queries.list_running()
    for periode in periods:
        _join(upp, periode)
    return [periode.name for periode in periods]


def enrol_everyone(periode_id: UUID) -> int:
    """Every UPP that must or should take part has its survey and target; return how many UPP that are.

    One transaction an OPD. Whatever interrupts it, calling it again completes it and changes nothing else.
    """
    return sum(_enrol_opd(opd_id, periode_id) for opd_id in _list_surveyed_opd_ids())


def recount(periode_id: UUID) -> None:
    """The statistics of every OPD hold the answers that count by the rules of now. One transaction an OPD."""
    with all_opds("periode: who has answers to be counted anew"):
        opd_ids = list(db.session.scalars(select(Survey.opd_id).where(Survey.periode_id == periode_id).distinct()))
    for opd_id in opd_ids:
        with opd_scope(opd_id), transaction():
            fold.rebuild()


def copy_plans(source_id: UUID, periode_id: UUID, *, by: Actor) -> int:
    """Every UPP that planned in the source has the same plan in the periode, moved by as much as the deadline; return how many.

    A survey that has a plan already keeps it. One transaction an OPD, as above.
    """
    return sum(_copy_opd(opd_id, source_id, periode_id, by) for opd_id in _list_surveyed_opd_ids())


def retarget(upp_id: UUID) -> None:
    """The unfinished surveys of a UPP in running periode have the targets that follow from its layanan now."""
    for periode in queries.list_running():
        _retarget(upp_id, periode)


def find_standing(upp_id: UUID) -> Standing | None:
    """Return how the UPP stands in the current periode, or None where it has no survey in it."""
    periode = queries.find_current_periode()
    survey = survey_queries.find_survey(upp_id, periode.id) if periode else None
    if periode is None or survey is None:
        return None
    rows = survey_queries.list_survey_layanan(survey.id)
    return Standing(periode.name, survey.state, survey.target, {key: row.target for key, row in rows.items()})


def list_targets() -> dict[UUID, int]:
    """Return the target of each UPP in scope in the current periode, by the UPP."""
    periode = queries.find_current_periode()
    return {survey.upp_id: survey.target for survey in survey_queries.list_surveys(periode.id)} if periode else {}


def count_states(periode_ids: Iterable[UUID]) -> dict[UUID, dict[SurveyState, int]]:
    """Return how many surveys of each periode are in which state; every state is there, in the order of a survey's life."""
    counts = {periode_id: dict.fromkeys(SurveyState, 0) for periode_id in periode_ids}
    with all_opds("periode: surveys by state"):
        rows = db.session.execute(
            select(Survey.periode_id, Survey.state, func.count())
            .where(Survey.periode_id.in_(counts))
            .group_by(Survey.periode_id, Survey.state)
        )
        for periode_id, state, count in rows:
            counts[periode_id][state] = count
    return counts


def count_absent(periode_id: UUID) -> int:
    """Return how many UPP should take part and have no survey yet: more than 0 only where opening was interrupted."""
    with all_opds("periode: who is not enrolled"):
        statement = (
            select(func.count())
            .select_from(Upp)
            .join(Opd, Opd.id == Upp.opd_id)
            .where(
                Opd.active,
                Opd.kewajiban != Kewajiban.DIKECUALIKAN,
                Upp.active,
                Upp.kewajiban != Kewajiban.DIKECUALIKAN,
                ~exists().where(Survey.opd_id == Upp.opd_id, Survey.upp_id == Upp.id, Survey.periode_id == periode_id),
            )
        )
        return db.session.scalar(statement) or 0


def _list_surveyed_opd_ids() -> list[UUID]:
    statement = select(Opd.id).where(Opd.active, Opd.kewajiban != Kewajiban.DIKECUALIKAN).order_by(Opd.kode)
    return list(db.session.scalars(statement))


def _enrol_opd(opd_id: UUID, periode_id: UUID) -> int:
    with opd_scope(opd_id), transaction():
        registry.lock_opd(opd_id)
        periode = db.session.get_one(Periode, periode_id)
        upp = [each for each in registry.list_upp() if each.kewajiban is not Kewajiban.DIKECUALIKAN]
        for each in upp:
            _join(each, periode)
        return len(upp)


def _copy_opd(opd_id: UUID, source_id: UUID, periode_id: UUID, by: Actor) -> int:
    with opd_scope(opd_id), transaction():
        registry.lock_opd(opd_id)
        source, periode = db.session.get_one(Periode, source_id), db.session.get_one(Periode, periode_id)
        joined = {each.id: each for each in registry.list_upp() if survey_queries.find_survey(each.id, periode_id)}
        planned = [
            each for each in survey_queries.list_surveys(source_id) if each.window_from and each.upp_id in joined
        ]
        return sum(_copy_plan(each, joined[each.upp_id], source, periode, by) for each in planned)


def _copy_plan(old: Survey, upp: Upp, source: Periode, periode: Periode, by: Actor) -> bool:
    survey = survey_queries.find_survey(upp.id, periode.id, old.part) or surveys.enrol(upp, periode, old.part)
    if survey.window_from is not None or old.window_from is None or old.window_to is None:
        return False
    moved = periode.deadline - source.deadline
    first, last = (
        min(max(day + moved, periode.opens_on), periode.deadline) for day in (old.window_from, old.window_to)
    )
    first = min(NATIONAL_CALENDAR.next_working_day(first), last)
    surveys.plan(
        survey, window_from=first, window_to=last, executor=old.executor, executor_name=old.executor_name, by=by
    )  # fmt: skip
    return True


def _join(upp: Upp, periode: Periode) -> None:
    if survey_queries.find_survey(upp.id, periode.id) is None:
        surveys.enrol(upp, periode)
    else:
        _retarget(upp.id, periode)


def _retarget(upp_id: UUID, periode: Periode) -> None:
    for survey in survey_queries.list_surveys(periode.id, upp_id):
        surveys.set_targets(survey_queries.lock_survey(survey.id), periode)  # closing waits, or has frozen it
