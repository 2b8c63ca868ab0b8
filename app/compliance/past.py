"""Reading the periode of a year ago: when its OPD finished, and where each stood on a day. A fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, DateTime, String, Uuid, and_, case, cast, func, or_, select, true

from app import clock
from app.audit.actions import Action
from app.audit.models import AuditEntry
from app.compliance.board import line_of
from app.compliance.last_year import CityThen, Comparison, PastSurvey, Then, changes, facts_on, finished_on
from app.compliance.queries import any_of, array_of, count_answers
from app.compliance.standing import Gathered, SurveyFacts, Term, plan_of, stand_opd, stand_upp
from app.extensions import db
from app.imports.queries import list_opd_with_past
from app.opd.models import Kewajiban, Opd, Upp, UppPredecessor
from app.results import parts
from app.surveys.models import FrozenResult, Survey
from app.surveys.states import FINISHED, SurveyState
from app.tenancy.scope import all_opds
from app.workdays import ONE_DAY

STATE_AFTER = {
    Action.SURVEY_CLOSED: SurveyState.DITUTUP,
    Action.SURVEY_REOPENED: SurveyState.BERJALAN,
    Action.SURVEY_SUBMITTED: SurveyState.DIAJUKAN,
    Action.SURVEY_RETURNED: SurveyState.DIKEMBALIKAN,
    Action.SURVEY_VERIFIED: SurveyState.DIVERIFIKASI,
    Action.SURVEY_PUBLISHED: SurveyState.DIPUBLIKASIKAN,
}
# Who took part: nobody keeps who was excused a year ago, so those who are now are left out. An office or UPP that has been
# closed since counts by what it handed in; what it did not hand in is waited for no more.
TOOK_PART = (
    Opd.kewajiban != Kewajiban.DIKECUALIKAN,
    Upp.kewajiban != Kewajiban.DIKECUALIKAN,
    or_(and_(Opd.active, Upp.active), Survey.state.in_(FINISHED)),
)


class PastUpp(NamedTuple):
    place: tuple[UUID, str, str]
    surveys: Sequence[PastSurvey]


def read_city_then(periode_id: UUID) -> CityThen:
    """Return when the OPD of an earlier periode finished."""
    with all_opds("board: when the OPD finished a year ago"):
        counted: Counter[date] = Counter()
        total, turned = 0, []
        for opd_id, finished, day, count in db.session.execute(_endings(periode_id)):
            total += count
            if opd_id is not None:
                turned.append(opd_id)
            elif finished:
                counted[day] += count
        if turned:
            for upps in _surveys(periode_id, Survey.opd_id == any_of(turned)).values():
                counted.update(changes([upp.surveys for upp in upps]))
    return CityThen(total, counted)


def read_comparison(periode_id: UUID, earlier: Term, opd_ids: Collection[UUID]) -> Comparison:
    """Return where these OPD stood when the day `earlier.today` of an earlier periode ended, also under a former name."""
    with all_opds("board: where every OPD stood a year ago"):
        past = _surveys(periode_id)
        of_opd = {opd_id: past[opd_id] for opd_id in opd_ids if opd_id in past}
        then = dict(_then(of_opd, earlier))
        return Comparison(then, list_opd_with_past(earlier.deadline.year))


def list_reported(year: int) -> frozenset[UUID]:
    """Return the OPD of which there is a past result of a year that was not run here."""
    with all_opds("board: past results of the year before"):
        return list_opd_with_past(year)


def _endings(periode_id: UUID) -> Any:
    """Return how many OPD finished on each day; one that was unfinished again stands alone, with its id."""
    first, last = _day(Survey.first_submitted_at), _day(Survey.submitted_at)
    finished = Survey.state.in_(FINISHED)
    begun = or_(Survey.window_from.is_not(None), Survey.state != SurveyState.BELUM_MULAI)
    surveys = (
        select(
            Survey.opd_id, Survey.part, begun.label("begun"), finished.label("finished"), first.label("first"),
            and_(first.is_not(None), or_(~finished, first != last)).label("turned"),
            func.bool_or(begun).over(partition_by=(Survey.opd_id, Survey.upp_id)).label("any_begun"),
        )
        .join(Upp, and_(Upp.opd_id == Survey.opd_id, Upp.id == Survey.upp_id))
        .join(Opd, Opd.id == Survey.opd_id)
        .where(Survey.periode_id == periode_id, *TOOK_PART)
        .subquery()
    )  # fmt: skip
    counted = or_(surveys.c.begun, and_(~surveys.c.any_begun, surveys.c.part == 1))  # as results/parts.py says
    opd = (
        select(
            surveys.c.opd_id,
            func.bool_and(surveys.c.finished).label("finished"),
            func.bool_or(surveys.c.turned).label("turned"),
            func.max(surveys.c.first).label("day"),
        )
        .where(counted)
        .group_by(surveys.c.opd_id)
        .subquery()
    )
    alone = case((opd.c.turned, opd.c.opd_id)).label("alone")
    return select(alone, opd.c.finished, opd.c.day, func.count()).group_by(alone, opd.c.finished, opd.c.day)


def _surveys(periode_id: UUID, which: Any = None) -> dict[UUID, list[PastUpp]]:
    """Return the surveys of an earlier periode by the OPD and UPP that go on from them; only the parts that count."""
    rows = _rows(periode_id, true() if which is None else which)
    turned = [(row[0], past) for row in rows if (past := _past(row)).turned]
    moves = _moves(turned) if turned else {}
    found: dict[UUID, list[PastUpp]] = defaultdict(list)
    for (opd_id, *place), own in groupby(rows, key=lambda row: row[1:5]):
        surveys = [_past(row)._replace(moves=moves.get(row[5], ())) for row in own]
        found[opd_id].append(PastUpp((place[0], place[1], place[2]), parts.of_year(surveys)))
    return found


def _rows(periode_id: UUID, which: Any) -> Sequence[Any]:
    heir, heir_upp = UppPredecessor.opd_id, UppPredecessor.upp_id
    frozen = (
        select(FrozenResult.respondents)
        .where(FrozenResult.opd_id == Survey.opd_id, FrozenResult.survey_id == Survey.id)
        .order_by(FrozenResult.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    opd_id, upp_id = func.coalesce(heir, Survey.opd_id), func.coalesce(heir_upp, Survey.upp_id)
    return db.session.execute(
        select(
            Survey.opd_id, opd_id, upp_id, Upp.kode, Upp.name,
            Survey.id, Survey.state, Survey.window_from, Survey.window_to, Survey.executor, Survey.target, frozen,
            _day(Survey.first_submitted_at), Survey.started_at, Survey.note,
            _day(Survey.started_at), _day(Survey.closed_at), _day(Survey.submitted_at),
        )
        .join(Upp, and_(Upp.opd_id == Survey.opd_id, Upp.id == Survey.upp_id))
        .join(Opd, Opd.id == Survey.opd_id)
        .outerjoin(
            UppPredecessor,
            and_(UppPredecessor.old_opd_id == Survey.opd_id, UppPredecessor.old_upp_id == Survey.upp_id),
        )
        .where(Survey.periode_id == periode_id, which, *TOOK_PART)
        .order_by(opd_id, upp_id, Upp.kode, Survey.part)
    ).all()  # fmt: skip


def _past(row: Any) -> PastSurvey:
    return PastSurvey(SurveyFacts._make(row[5:15]), *row[15:18])


def _moves(turned: Sequence[tuple[UUID, PastSurvey]]) -> Mapping[UUID, list[tuple[date, SurveyState]]]:
    """Return what the trail says of these surveys from their first submission on.

    One statement: each reads only the entries of its own OPD from then on, by the index.
    """
    columns = func.unnest(
        array_of("opd_ids", Uuid, [opd_id for opd_id, _ in turned]),
        array_of("survey_ids", Uuid, [past.facts.id for _, past in turned]),
        array_of("since", DateTime(timezone=True), [_midnight(past.facts.first_submitted_on) for _, past in turned]),
    )
    asked = columns.table_valued("opd_id", "survey_id", "since").render_derived(name="asked")
    rows = db.session.execute(
        select(asked.c.survey_id, _day(AuditEntry.at), AuditEntry.action)
        .select_from(asked)
        .join(AuditEntry, and_(AuditEntry.opd_id == asked.c.opd_id, AuditEntry.at >= asked.c.since))
        .where(
            AuditEntry.subject_type == Survey.__tablename__,
            AuditEntry.subject_id == cast(asked.c.survey_id, String),
            AuditEntry.action.in_([action.value for action in STATE_AFTER]),
        )
        .order_by(AuditEntry.id)
    )
    found: dict[UUID, list[tuple[date, SurveyState]]] = defaultdict(list)
    for survey_id, day, action in rows:
        found[survey_id].append((day, STATE_AFTER[Action(action)]))
    return found


def _then(of_opd: Mapping[UUID, Sequence[PastUpp]], earlier: Term) -> Iterator[tuple[UUID, Then]]:
    planned = [
        (opd_id, upp, plan_of([facts_on(past, earlier.today) for past in upp.surveys], earlier))
        for opd_id, upps in of_opd.items()
        for upp in upps
    ]
    running = [
        (opd_id, part.id, plan.recent)
        for opd_id, _, plan in planned
        for part in plan.parts
        if part.state not in FINISHED
    ]
    counted = iter(count_answers(running, earlier.today + ONE_DAY))
    for opd_id, of_one in groupby(planned, key=lambda each: each[0]):
        upps = tuple(
            stand_upp(upp.place, plan, [_gathered(part, counted) for part in plan.parts], earlier)
            for _, upp, plan in of_one
        )
        standing = stand_opd((opd_id, "", "", "", "", Kewajiban.WAJIB), upps, earlier)
        ended = finished_on([upp.surveys for upp in of_opd[opd_id]])
        yield opd_id, Then(line_of(standing), ended, earlier.deadline)


def _gathered(part: SurveyFacts, counted: Iterator[Gathered]) -> Gathered:
    return Gathered(part.respondents or 0) if part.state in FINISHED else next(counted)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), clock.zone()) if day else None


def _day(moment: Any) -> Any:
    """Return the day of a moment in the city's zone."""
    return cast(func.timezone(str(clock.zone()), moment), Date)
