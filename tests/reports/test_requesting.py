"""Asking for a report: one is made however often it is asked for, and anew once the data say something else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Conflict
from app.extensions import db
from app.followups import operations as followups
from app.ikm import Unsur
from app.opd.models import CustomerKind
from app.reports import queries
from app.reports.models import Report
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.reports.steps import MASYARAKAT, ask, close, record, waiting_rows, work
from tests.world import Place

pytestmark = pytest.mark.usefixtures("workers")


def is_current(place: Place) -> bool:
    with opd_scope(place.opd_id):
        found = queries.find_standing(get_survey(place.survey_id), MASYARAKAT)
        assert found is not None
        return found.current


def count_reports(place: Place) -> int:
    with opd_scope(place.opd_id):
        return db.session.scalar(select(func.count()).select_from(Report)) or 0


def plan_something(place: Place) -> None:
    with opd_scope(place.opd_id), transaction():
        followups.add(
            get_survey(place.survey_id),
            unsur=Unsur.WAKTU,
            activity="Menambah loket",
            quarter=1,
            due_year=2027,
            responsible="Kasi",
            by=SYSTEM,
        )


def test_who_asks_while_one_is_being_made_gets_that_one(world) -> None:
    record(world.a, 6)
    first = ask(world.a)
    assert ask(world.a) == first
    assert len(waiting_rows()) == 1
    with opd_scope(world.a.opd_id):
        told = db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.action == "report:requested")).all()
    assert told == [str(first)]


def test_two_who_ask_at_once_get_the_same(app, world) -> None:
    record(world.a, 6)
    barrier = Barrier(4)

    def together(_: int) -> UUID:
        with app.app_context():
            barrier.wait()
            return ask(world.a)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(together, range(4)))) == 1
    assert len(waiting_rows()) == 1


def test_a_report_that_still_holds_is_not_made_again(world) -> None:
    record(world.a, 6)
    first = ask(world.a)
    work()
    assert is_current(world.a)
    assert ask(world.a) == first
    assert not waiting_rows()


def test_new_answers_make_it_out_of_date(world) -> None:
    record(world.a, 6)
    first = ask(world.a)
    work()
    record(world.a2, 5, seed=8)
    record(world.b, 5, seed=8)
    assert is_current(world.a), "what others collect is nothing to this report"
    record(world.a, 1, seed=9)
    assert not is_current(world.a)
    assert ask(world.a) != first
    work()
    assert is_current(world.a)
    assert count_reports(world.a) == 2


def test_a_new_plan_makes_it_out_of_date(world) -> None:
    record(world.a, 6)
    ask(world.a)
    work()
    plan_something(world.a)
    assert not is_current(world.a)


def test_closing_makes_it_out_of_date_and_late_answers_do_not(world) -> None:
    record(world.a, 6)
    ask(world.a)
    work()
    close(world.a)
    assert not is_current(world.a)
    ask(world.a)
    work()
    record(world.a, 4, seed=10)
    assert is_current(world.a), "late answers are kept and not counted"


def test_citizens_and_internal_customers_are_asked_for_apart(world) -> None:
    record(world.a, 6)
    assert ask(world.a) != ask(world.a, CustomerKind.INTERNAL)


def test_a_survey_that_has_not_begun_has_nothing_to_report(world) -> None:
    with opd_scope(world.a.opd_id), transaction():
        db.session.get(Survey, (world.a.opd_id, world.a.survey_id)).state = SurveyState.BELUM_MULAI
    with pytest.raises(Conflict):
        ask(world.a)
    assert count_reports(world.a) == 0
