"""The next periode begins with what the last one had."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select

from app.db import transaction
from app.extensions import db
from app.opd.models import Assignment
from app.periods.models import Periode
from app.surveys.models import Executor, Survey
from app.surveys.queries import find_survey, get_survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page

POLICY = {"aggregation": "gabungan", "sample_basis": "upp", "min_answered": 5, "steps_before": "7", "max_letters": 8, "reminder_hour": 8}  # fmt: skip


def open_next(client, world, **more) -> Periode:
    last = db.session.get_one(Periode, world.periode_id)
    dates = {"opens_on": last.opens_on + timedelta(days=365), "deadline": last.deadline + timedelta(days=365)}
    answer = client.post("/organisasi/periode/baru", data={"name": "SKM Berikutnya"} | dates | POLICY | more)
    assert answer.status_code == 302, answer.text
    return db.session.scalars(select(Periode).where(Periode.name == "SKM Berikutnya")).one()


def test_plans_move_with_the_deadline_and_assignments_stay(world, sign_in) -> None:
    with opd_scope(world.b.opd_id), transaction():
        survey = get_survey(world.b.survey_id)
        survey.executor, survey.executor_name = Executor.PIHAK_KETIGA, "Lembaga Contoh"
        assigned = db.session.scalar(select(func.count()).select_from(Assignment))
    client = sign_in("organisasi")
    page = client.get("/organisasi/periode/baru")
    check_page(page, "opening the next periode")
    assert f'selected value="{world.periode_id}"' in page.text
    periode = open_next(client, world, copy_from=str(world.periode_id))
    for place in (world.a, world.a2, world.b):
        with opd_scope(place.opd_id):
            old, new = get_survey(place.survey_id), find_survey(place.upp_id, periode.id)
            assert new is not None
            assert old.window_from
            assert new.window_from
            assert timedelta(0) <= new.window_from - old.window_from - timedelta(days=365) <= timedelta(days=7)
            assert (new.window_to, new.target) == (old.window_to + timedelta(days=365), old.target)
    with opd_scope(world.b.opd_id):
        new = find_survey(world.b.upp_id, periode.id)
        assert new is not None
        assert (new.executor, new.executor_name) == (Executor.PIHAK_KETIGA, "Lembaga Contoh")
        assert db.session.scalar(select(func.count()).select_from(Assignment)) == assigned
    assert "3 rencana pengumpulan disalin." in client.get("/organisasi/periode").text


def test_nothing_is_copied_where_nobody_wants_it(world, sign_in) -> None:
    periode = open_next(sign_in("organisasi"), world, copy_from="")
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(Survey.window_from).where(Survey.periode_id == periode.id)).all() == [
            None,
            None,
        ]


def test_the_rules_of_the_last_periode_stand_in_the_form(world, sign_in) -> None:
    with transaction():
        last = db.session.get_one(Periode, world.periode_id)
        last.policy = last.policy | {"min_answered": 7, "aggregation": "gabungan"}
    page = sign_in("organisasi").get("/organisasi/periode/baru").text
    field = re.search(r'<input[^>]*name="min_answered"[^>]*>', page)
    assert field
    assert 'value="7"' in field[0]


def test_an_unknown_source_is_refused(world, sign_in) -> None:
    last = db.session.get_one(Periode, world.periode_id)
    dates = {"opens_on": last.opens_on + timedelta(days=365), "deadline": last.deadline + timedelta(days=365)}
    data = {"name": "SKM Berikutnya", "copy_from": str(world.a.opd_id)} | dates | POLICY
    assert sign_in("organisasi").post("/organisasi/periode/baru", data=data).status_code == 422
