"""How many OPD finish by which day: the whole city, last year's line beside it, and the forecast."""

from __future__ import annotations

from datetime import date, timedelta

from flask.testing import FlaskClient

from app.audit.operations import SYSTEM
from app.compliance.board import assemble
from app.compliance.finishing import city_pace, counted_by
from app.compliance.queries import read_city
from app.compliance.standing import Term
from app.db import transaction
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from app.web.charts import FinishingInput, finishing
from tests.compliance.city import DEADLINE, OPENS, answers, get, plain, register, submit
from tests.world import World

TODAY = date(2026, 11, 24)


def pace_of(world: World):
    term = Term(OPENS, DEADLINE, TODAY)
    return city_pace(assemble(read_city(world.periode_id, term), term))


def test_what_is_finished_is_counted_on_its_day_and_what_nobody_can_tell_is_said(city: World) -> None:
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    found = pace_of(city)
    assert (found.total, found.done, found.unknown) == (2, {TODAY: 1}, 1)
    assert not found.high


def test_an_opd_is_forecast_by_its_last_upp_between_the_ends_of_its_band(city: World) -> None:
    for day in range(16, 21):
        answers(city.a, 5, f"2026-11-{day}")
        answers(city.a2, 4, f"2026-11-{day}")
    term = Term(OPENS, DEADLINE, TODAY)
    board = assemble(read_city(city.periode_id, term), term)
    a = next(line for line in board.lines if line.opd.kode == "a")
    found = city_pace(board)
    assert list(found.middle) == [max(upp.forecast.ready_on for upp in a.upp if upp.forecast.ready_on)]
    assert list(found.high) == [max(upp.forecast.ready_between.first for upp in a.upp if upp.forecast.ready_between)]
    assert list(found.high) < list(found.middle) < list(found.low)
    assert found.unknown == 1  # B is silent


def test_one_that_waits_for_its_kepala_needs_a_few_working_days_more_however_few_answers_it_has(city: World) -> None:
    answers(city.b, 5, "2026-11-10")
    with opd_scope(city.b.opd_id), transaction():
        surveys.close(city.b.survey_id, note="", by=SYSTEM)
    found = pace_of(city)
    assert list(found.middle) == [date(2026, 11, 27)]
    assert (list(found.high), list(found.low)) == ([date(2026, 11, 26)], [date(2026, 11, 30)])


def test_the_page_draws_the_city_with_a_table_whatever_is_filtered(organisasi: FlaskClient, city: World) -> None:
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    register("c", "Dinas Contoh C")
    html = plain(get(organisasi, cari="tidak ada"))
    assert "Berapa OPD selesai, dan kapan" in html
    assert "1 dari 3 OPD selesai; 2 OPD belum dapat diperkirakan." in html
    assert "24 November 2026 1" in html
    assert "30 November 2026 –" in html


def given(**more) -> FinishingInput:
    values = {
        "total": 40, "done": {TODAY - timedelta(days=20): 10, TODAY - timedelta(days=2): 4}, "opens_on": OPENS,
        "deadline": DEADLINE, "today": TODAY, "low": {DEADLINE: 3, DEADLINE + timedelta(days=9): 5},
        "middle": {TODAY + timedelta(days=3): 4, DEADLINE: 4}, "high": {TODAY + timedelta(days=1): 6, DEADLINE: 2},
        "unknown": 18, "earlier": {TODAY - timedelta(days=9): 9, TODAY + timedelta(days=1): 20}, "earlier_total": 38,
    }  # fmt: skip
    return FinishingInput(**(values | more))


def test_the_chart_steps_up_to_today_and_spreads_from_there() -> None:
    chart = finishing(given())
    assert chart.now_text == "14"
    assert chart.done.endswith(f"L{chart.now_x} {chart.now_y}")
    assert chart.band.startswith(f"M{chart.now_x} {chart.now_y}")
    assert chart.at_deadline == (17, 22, 22)
    assert chart.summary == (
        "14 dari 40 OPD selesai; tahun lalu pada hari yang sama 9 dari 38; pada tenggat 30 November 2026 diperkirakan 17 "
        "sampai 22 selesai, kira-kira 22; 18 OPD belum dapat diperkirakan."
    )
    today = next(row for row in chart.rows if row.until == TODAY)
    assert (today.done, today.earlier, today.forecast) == (14, 9, None)
    last = chart.rows[-1]
    assert (last.until, last.done, last.earlier, last.forecast) == (
        DEADLINE + timedelta(days=9),
        None,
        29,
        (22, 22, 22),
    )


def test_without_a_year_before_or_a_forecast_nothing_is_drawn_of_them() -> None:
    chart = finishing(given(earlier=None, low={}, middle={}, high={}))
    assert (chart.earlier, chart.band, chart.middle, chart.at_deadline) == ("", "", "", None)
    assert all(row.earlier is None and row.forecast is None for row in chart.rows)


def test_after_the_deadline_the_line_goes_on_to_today() -> None:
    chart = finishing(given(today=DEADLINE + timedelta(days=4), low={}, middle={}, high={}))
    assert chart.now_x == 100.0
    assert chart.deadline_x < 100.0


def test_the_days_count_up() -> None:
    assert counted_by({TODAY: 2, TODAY + timedelta(days=1): 5}, TODAY) == 2
