"""A stack from its opening to its answers, by the operations."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Conflict, NotFound, Rejected
from app.extensions import db
from app.paper import operations as paper
from app.paper import queries
from app.paper.models import BatchState, PaperBatch, PaperSheet
from app.periods.queries import get_periode
from app.responses.models import Collection, PendingFold, Response, ResponseState
from app.results import fold, statistics
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from tests.paper.stacks import open_stack, type_in, values


def finish(place, batch_id) -> int:
    """Finish a stack; return how many sheets were typed in two ways."""
    with opd_scope(place.opd_id), transaction():
        return paper.finish(batch_id, by=SYSTEM).differences


def answers(place) -> list[Response]:
    with opd_scope(place.opd_id):
        return list(db.session.scalars(select(Response).order_by(Response.id)))


def sheets(place, batch_id) -> list[PaperSheet]:
    with opd_scope(place.opd_id):
        return queries.list_sheets(batch_id)


def check(place, batch_id) -> None:
    with opd_scope(place.opd_id), transaction():
        paper.begin_check(batch_id)


def decide(place, batch_id, from_second=(), kept=()) -> None:
    with opd_scope(place.opd_id), transaction():
        paper.decide(batch_id, from_second=dict(from_second), kept=dict(kept))


def test_a_finished_stack_is_answers_of_its_layanan_titik_and_day(world) -> None:
    day = clock.today() - timedelta(days=3)
    batch = open_stack(world.a, collected_on=day)
    type_in(
        world.a,
        batch,
        1,
        values(jenis_kelamin="P", usia=35, pendidikan="SMA", pekerjaan="LAINNYA", pekerjaan_lain="nelayan"),
    )
    type_in(world.a, batch, 2, values((4, 3, None, None, None, None, None, 4, 4), saran="Loketnya ditambah"))
    finish(world.a, batch)
    found = answers(world.a)
    assert len(found) == 2
    assert {(each.collection, each.batch_id, each.state) for each in found} == {
        (Collection.KERTAS, batch, ResponseState.DITERIMA)
    }
    assert {each.finished_at.astimezone(clock.zone()).date() for each in found} == {day}
    whole = next(each for each in found if None not in each.scores)
    assert (whole.sex, whole.age_band, whole.education) == ("P", "30-39", "SMA")
    assert (whole.occupation, whole.occupation_other) == ("LAINNYA", "nelayan")
    with opd_scope(world.a.opd_id):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "paper:entered")).one()
        assert entry.details["sheets"] == 2
        assert not entry.details["late"]


def test_the_figures_hold_the_sheets_that_count_and_equal_the_raw_rows(world) -> None:
    batch = open_stack(world.a)
    for number in range(1, 6):
        type_in(world.a, batch, number, values())
    type_in(world.a, batch, 6, values((4, 4, 4, 4, None, None, None, None, None)))
    finish(world.a, batch)
    with opd_scope(world.a.opd_id), transaction():
        fold.fold_all()
        assert fold.compare().differences == 0
        assert sum(part.n for part in statistics.by_layanan(world.a.survey_id).values()) == 5


def test_what_was_typed_is_forgotten_when_it_has_become_answers(world) -> None:
    batch = open_stack(world.a)
    type_in(world.a, batch, 1, values(usia=35))
    finish(world.a, batch)
    [row] = sheets(world.a, batch)
    assert (row.first, row.second, row.decided) == (None, None, None)
    assert row.response_id == answers(world.a)[0].id


def test_finishing_twice_and_at_once_adds_nothing(app, world) -> None:
    batch = open_stack(world.a)
    for number in range(1, 21):
        type_in(world.a, batch, number, values())
    barrier = Barrier(2)

    def press() -> int:
        with app.app_context(), opd_scope(world.a.opd_id):
            barrier.wait()
            with transaction():
                return paper.finish(batch, by=SYSTEM).sheets

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: press(), range(2))) == [20, 20]
    finish(world.a, batch)
    assert len(answers(world.a)) == 20
    with opd_scope(world.a.opd_id):
        assert len(db.session.scalars(select(PendingFold)).all()) == 20
        assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "paper:entered")).all()) == 1


def test_a_failure_half_way_leaves_no_answer(world) -> None:
    batch = open_stack(world.a)
    for number in range(1, 4):
        type_in(world.a, batch, number, values())

    def finish_and_die() -> None:
        with opd_scope(world.a.opd_id), transaction():
            paper.finish(batch, by=SYSTEM)
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        finish_and_die()
    assert answers(world.a) == []
    assert [row.first is not None for row in sheets(world.a, batch)] == [True] * 3
    finish(world.a, batch)
    assert len(answers(world.a)) == 3


def test_a_save_that_is_repeated_is_one_sheet_and_a_changed_one_replaces_it(world) -> None:
    batch = open_stack(world.a)
    typing = type_in(world.a, batch, 7, values())
    type_in(world.a, batch, 7, values(), typing)
    type_in(world.a, batch, 8, values((1,) * 9), typing)
    [row] = sheets(world.a, batch)
    assert (row.number, row.first["jawaban-WAKTU"]) == (8, 1)


def test_the_same_number_typed_by_two_people_is_told_and_overwrites_nothing(world) -> None:
    batch = open_stack(world.a)
    type_in(world.a, batch, 7, values())
    with pytest.raises(Conflict, match="Lembar 7 sudah diketik"):
        type_in(world.a, batch, 7, values((1,) * 9))
    assert sheets(world.a, batch)[0].first["jawaban-WAKTU"] == 3


def test_two_browsers_that_save_at_once_lose_nothing(app, world) -> None:
    batch = open_stack(world.a)

    def save(number: int) -> None:
        with app.app_context():
            type_in(world.a, batch, number, values())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, range(1, 41)))
    assert [row.number for row in sheets(world.a, batch)] == list(range(1, 41))


def test_a_sheet_is_taken_back_and_its_number_is_free_again(world) -> None:
    batch = open_stack(world.a)
    typing = type_in(world.a, batch, 7, values())
    for _ in range(2):
        with opd_scope(world.a.opd_id), transaction():
            paper.remove_typing(batch, typing)
    assert sheets(world.a, batch) == []
    type_in(world.a, batch, 7, values())


def test_a_stack_typed_twice_is_finished_only_when_both_agree_or_somebody_decided(world) -> None:
    batch = open_stack(world.a, double=True)
    for number in (1, 2, 3):
        type_in(world.a, batch, number, values(usia=30))
    with pytest.raises(Conflict, match="dua kali"):
        finish(world.a, batch)
    check(world.a, batch)
    type_in(world.a, batch, 1, values(usia=30))
    type_in(world.a, batch, 2, values((4, 3, 3, 4, 3, 3, 4, 4, 1), usia=31))
    with pytest.raises(Conflict, match="dua kali"):
        finish(world.a, batch)
    type_in(world.a, batch, 3, values(usia=30))
    with pytest.raises(Conflict):
        finish(world.a, batch)
    decide(world.a, batch, {2: frozenset({"jawaban-PENGADUAN"})})
    assert finish(world.a, batch) == 1
    found = sorted((each.scores[8], each.age_band) for each in answers(world.a))
    assert found == [(1, "30-39"), (4, "30-39"), (4, "30-39")]


def test_a_decision_is_void_when_the_sheet_is_typed_anew(world) -> None:
    batch = open_stack(world.a, double=True)
    type_in(world.a, batch, 1, values(usia=30))
    check(world.a, batch)
    again = type_in(world.a, batch, 1, values(usia=40))
    decide(world.a, batch, {1: frozenset()})
    type_in(world.a, batch, 1, values(usia=50), again)
    with pytest.raises(Conflict):
        finish(world.a, batch)


def test_a_first_typing_alone_is_never_enough_but_its_sheet_may_be_taken_out(world) -> None:
    batch = open_stack(world.a, double=True)
    type_in(world.a, batch, 1, values())
    type_in(world.a, batch, 2, values())
    check(world.a, batch)
    type_in(world.a, batch, 1, values())
    type_in(world.a, batch, 3, values((2,) * 9))
    decide(world.a, batch, kept={2: True, 3: True})
    with pytest.raises(Conflict):
        finish(world.a, batch)
    decide(world.a, batch, kept={2: False})
    finish(world.a, batch)
    assert sorted(each.scores[0] for each in answers(world.a)) == [2, 4]


def test_paper_that_is_typed_after_closing_becomes_susulan(world) -> None:
    batch = open_stack(world.a)
    type_in(world.a, batch, 1, values())
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    finish(world.a, batch)
    assert [each.state for each in answers(world.a)] == [ResponseState.SUSULAN]
    with opd_scope(world.a.opd_id):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "paper:entered")).one()
        assert entry.details["late"]


def test_a_stack_of_a_day_that_cannot_be_is_refused(world) -> None:
    before = get_periode(world.periode_id).opens_on - timedelta(days=1)
    for day in (clock.today() + timedelta(days=1), before):
        with pytest.raises(Rejected) as refused:
            open_stack(world.a, collected_on=day)
        assert refused.value.field == "collected_on"
    with pytest.raises(Rejected) as refused:
        open_stack(world.a, titik_id=world.a2.titik_id)
    assert refused.value.field == "layanan"


def test_a_stack_that_is_given_up_leaves_no_typing_and_no_answer(world) -> None:
    batch = open_stack(world.a)
    type_in(world.a, batch, 1, values())
    with opd_scope(world.a.opd_id), transaction():
        paper.cancel(batch, reason="titiknya keliru", by=SYSTEM)
    assert sheets(world.a, batch) == []
    for act in (lambda: type_in(world.a, batch, 1, values()), lambda: finish(world.a, batch)):
        with pytest.raises((Conflict, Rejected)):
            act()
    with opd_scope(world.a.opd_id):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "paper:cancelled")).one()
        assert entry.details == {"sheets": 1, "reason": "titiknya keliru"}


def test_another_opd_neither_sees_nor_touches_a_stack(world) -> None:
    batch = open_stack(world.a)
    typing = type_in(world.a, batch, 1, values())
    with opd_scope(world.b.opd_id):
        assert db.session.scalars(select(PaperBatch)).all() == []
        for act in (
            lambda: paper.finish(batch, by=SYSTEM),
            lambda: paper.remove_typing(batch, typing),
            lambda: paper.type_sheet(batch, typing_id=uuid4(), number=2, values=values()),
        ):
            with pytest.raises(NotFound), transaction():
                act()
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(PaperBatch.state)).one() is BatchState.TERBUKA
