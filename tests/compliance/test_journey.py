"""Everybody who may see a survey sees how fast its answers come, and what happened on its way."""

from __future__ import annotations

from datetime import date, timedelta

from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters.models import Letter, LetterKind, LetterState
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from app.web.charts import PaceInput, pace
from tests.compliance.city import answers, at
from tests.pages import check_page
from tests.world import World

PAGE = "/opd/a/upp/a/perjalanan"


def a_letter_came_back(world: World) -> None:
    with opd_scope(world.a.opd_id), transaction():
        db.session.add(
            Letter(
                kind=LetterKind.REMINDER, step="H-7", periode_id=world.periode_id, user_id=None, upp_id=None,
                to_name="x", to_email="x@contoh.test", facts={}, state=LetterState.BAD_ADDRESS,
                created_at=at("2026-11-23 08:00"),
            )
        )  # fmt: skip


def test_the_page_of_a_upp_shows_its_pace_with_a_table_and_its_way(city: World, sign_in) -> None:
    for day in range(16, 21):
        answers(city.a, 3, f"2026-11-{day}")
    a_letter_came_back(city)
    for person in ("organisasi", "pemantau", "kepala.a", "admin.a"):
        page = sign_in(person).get(PAGE)
        check_page(page, person)
        assert "Terkumpul 15 jawaban dari target 40" in page.text
        assert "perkiraan menurut laju sekarang" in page.text
        assert "Jawaban pertama masuk" in page.text
        assert "kepada 1 orang, 1 tidak sampai" in page.text
    assert page.text.index("Pengingat H") < page.text.index("Jawaban pertama masuk")  # the latest first


def test_after_closing_nothing_is_forecast_and_the_steps_are_named(city: World, sign_in) -> None:
    answers(city.a, 3, "2026-11-20")
    with opd_scope(city.a.opd_id), transaction():
        surveys.close(city.a.survey_id, note="", by=SYSTEM)
    page = sign_in("kepala.a").get(PAGE).text
    assert "Survei ditutup" in page
    assert "perkiraan menurut laju sekarang" not in page


def test_nobody_sees_the_way_of_another_opd_or_upp(city: World, sign_in) -> None:
    assert sign_in("admin.b").get(PAGE).status_code == 404
    assert sign_in("admin_upp.a").get(PAGE).status_code == 404  # of the OPD's other UPP


def test_the_board_leads_to_it(city: World, organisasi) -> None:
    assert "/perjalanan" in organisasi.get("/organisasi/kepatuhan?buka=a").text


def test_the_band_ends_on_the_target_and_the_needed_line_on_the_last_day() -> None:
    first, today = date(2026, 11, 2), date(2026, 11, 12)
    given = PaceInput(
        {first: 10}, 40, first, first + timedelta(days=20), today,
        needed_until=first + timedelta(days=20), done=(first + timedelta(days=15), first + timedelta(days=40)),
    )  # fmt: skip
    chart = pace(given)
    assert chart.needed.endswith("L50.0 26.0")  # the forecast stretches the chart to 40 days
    assert chart.band == "M25.0 153.5L37.5 26.0L100.0 26.0Z"
    assert [(week.count, week.total) for week in chart.weeks] == [(10, 10), (0, 10)]
