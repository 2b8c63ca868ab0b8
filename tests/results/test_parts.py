"""A UPP that surveys in parts: the year's figure is all its answers together, exactly; each part stays by itself."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.ikm import figures_of, tally_rows
from app.opd.models import CustomerKind, Layanan
from app.opd.queries import get_upp_by_id
from app.periods.models import Periode
from app.periods.policy import Aggregation, Policy
from app.results.pooling import pool, result_of_all
from app.results.reading import result_of
from app.results.rollup import roll_up
from app.results.surveys import SurveyResult
from app.surveys import operations as surveys
from app.surveys.models import Executor, SurveyLayanan
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.results.pages import text_of
from tests.results.recorded import Row, record, submit
from tests.world import Place

RANDOM = Random(14)


def people(count: int) -> list[Row]:
    return [tuple(RANDOM.choice((1, 2, 3, 3, 4, 4, None)) for _ in range(9)) for _ in range(count)]


def second_part(place: Place) -> Place:
    """The place's second part runs; it stands where the first does."""
    today = clock.today()
    with opd_scope(place.opd_id), transaction():
        periode = db.session.scalars(select(Periode)).one()
        survey = surveys.enrol(get_upp_by_id(place.upp_id), periode, part=2)
        surveys.plan(survey, window_from=today, window_to=today, executor=Executor.MANDIRI, executor_name="", by=SYSTEM)
        surveys.start(survey, by=SYSTEM)
        return replace(place, survey_id=survey.id)


def year_of(place: Place, *survey_ids: UUID) -> SurveyResult:
    with opd_scope(place.opd_id):
        return result_of_all([get_survey(each) for each in survey_ids])


@pytest.mark.parametrize("close_first", [True, False])
def test_the_years_figures_are_those_of_all_answers_thrown_together(world, close_first: bool) -> None:
    first, later = people(23), people(31)
    record(world.b, first)
    if close_first:
        submit(world.b)
    part = second_part(world.b)
    record(part, later)
    if close_first:
        submit(part)
    year = year_of(world.b, world.b.survey_id, part.survey_id)
    counted = [row for row in first + later if sum(score is not None for score in row) >= 5]
    expected = figures_of(dict(zip(year.codes, tally_rows(counted, 9), strict=True)), n=len(counted))
    assert year.main.figures == expected
    assert year.main.statistics.n == len(counted)
    assert year.provisional is not close_first
    assert sum(part.n for part in year.main.segments["cara"].values()) == len(counted)
    assert year.main.target == sum(each.main.target for each in year.parts)
    assert [each.users for each in year.main.layanan] == [each.users for each in year.parts[0].main.layanan]


def test_of_one_part_the_year_is_that_parts_own_result(world) -> None:
    record(world.b, people(12))
    submit(world.b)
    with opd_scope(world.b.opd_id):
        only = result_of(get_survey(world.b.survey_id))
    assert pool([only]) is only


def test_parts_that_asked_for_different_unsur_are_never_added_up(world) -> None:
    record(world.b, people(6))
    year = year_of(world.b, world.b.survey_id)
    with pytest.raises(ValueError, match="different unsur"):
        pool([year, replace(year, codes=year.codes[::-1])])


def test_the_page_shows_the_year_and_each_part_can_be_chosen(world, sign_in) -> None:
    record(world.b, [(4,) * 9] * 10)
    submit(world.b)
    part = second_part(world.b)
    record(part, [(3,) * 9] * 30)
    submit(part)
    client = sign_in("admin.b")
    page = text_of(client.get("/opd/b/hasil"))
    assert "81,25" in page  # 40 answers: ten at 100, thirty at 75
    assert "gabungan 2 bagian" in page
    assert "40 responden" in page
    assert "Jawaban semua bagian digabung." in page
    assert "100,00" in text_of(client.get("/opd/b/hasil?bagian=1"))
    second = text_of(client.get("/opd/b/hasil?bagian=2"))
    assert "75,00" in second
    assert "gabungan" not in second
    for wrong in ("3", "x", "0"):
        assert client.get(f"/opd/b/hasil?bagian={wrong}").status_code == 404


def test_the_city_sees_the_parts_that_were_submitted_and_is_told_of_the_others(world, sign_in) -> None:
    record(world.b, [(4,) * 9] * 10)
    submit(world.b)
    part = second_part(world.b)
    record(part, [(1,) * 9] * 30)
    client = sign_in("pemantau")
    page = text_of(client.get("/opd/b/upp/b/hasil"))
    assert "100,00" in page
    assert "Bagian 2 belum dapat dilihat dan tidak ikut dihitung." in page
    assert "Hasil belum disampaikan" in text_of(client.get("/opd/b/upp/b/hasil?bagian=2"))


def test_a_upp_surveyed_at_once_is_asked_for_no_part(world, sign_in) -> None:
    record(world.b, people(8))
    page = text_of(sign_in("admin.b").get("/opd/b/hasil"))
    assert "Gabungan" not in page
    assert "Bagian 1" not in page


def test_the_opd_counts_a_upp_once_by_its_pooled_figure(world, sign_in) -> None:
    record(world.a, [(4,) * 9] * 10)
    part = second_part(world.a)
    record(part, [(3,) * 9] * 30)
    record(world.a2, [(3,) * 9] * 10)
    page = text_of(sign_in("kepala.a").get("/opd/a/hasil"))
    assert "78,13" in page  # the mean of 81,25 and 75
    assert "2 dari 2 UPP" in page
    assert "81,25" in page


def test_a_upp_without_n_takes_no_part_in_a_mean_that_weighs_by_it_and_this_is_said(world, sign_in) -> None:
    with transaction():
        periode = db.session.get_one(Periode, world.periode_id)
        periode.policy = Policy(aggregation=Aggregation.WEIGHTED).to_json()
    record(world.a, [(4,) * 9] * 10)
    record(world.a2, [(3,) * 9] * 10)
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(update(SurveyLayanan).where(SurveyLayanan.upp_id == world.a2.upp_id).values(users=None))
        db.session.execute(update(Layanan).where(Layanan.upp_id == world.a2.upp_id).values(users=None))
    with opd_scope(world.a.opd_id):
        results = [result_of(get_survey(place.survey_id)) for place in (world.a, world.a2)]
    rolled = roll_up(results, CustomerKind.MASYARAKAT, Aggregation.WEIGHTED)
    assert rolled is not None
    assert rolled.aggregate is not None
    assert (rolled.aggregate.exact, rolled.aggregate.units, rolled.upp_counted) == (100, 1, 1)
    assert rolled.upp_unweighted == ("Puskesmas Contoh",)
    page = text_of(sign_in("kepala.a").get("/opd/a/hasil"))
    assert "1 dari 2 UPP" in page
    assert "Tidak ikut rata-rata karena N belum diisi" in page
    plain_mean = roll_up(results, CustomerKind.MASYARAKAT, Aggregation.MEAN)
    assert plain_mean is not None
    assert (plain_mean.upp_counted, plain_mean.upp_unweighted) == (2, ())
