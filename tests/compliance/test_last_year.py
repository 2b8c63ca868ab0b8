"""The board beside the same day of last year: how far each OPD was then, and when it finished."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select, update

from app import clock
from app.audit.operations import SYSTEM
from app.compliance.last_year import PastSurvey, changes, state_on
from app.compliance.standing import SurveyFacts
from app.db import transaction
from app.extensions import db
from app.imports.models import PastResult
from app.opd.models import Opd, Upp, UppPredecessor
from app.periods.models import Periode
from app.surveys import operations as surveys
from app.surveys.models import Executor, Survey
from app.surveys.states import SurveyState as S
from app.tenancy.scope import opd_scope
from tests.compliance.city import DEADLINE, OPENS, answers, at, get, plain, rows, submit
from tests.world import Place, World

BOARD = "/organisasi/kepatuhan"
BEFORE = timedelta(days=365)


@pytest.fixture
def year_before(city: World) -> UUID:
    """The periode of 2025, with its deadline on 30 November 2025: the same day as 24 November 2026 was the 24th."""
    periode = Periode(
        id=uuid4(), year=2025, name="SKM Tahunan 2025", opens_on=OPENS - BEFORE, deadline=DEADLINE - BEFORE, state="selesai",
        policy={}, created_at=clock.now(),
    )  # fmt: skip
    with transaction():
        db.session.add(periode)
        return periode.id


def took_part(place: Place, periode_id: UUID) -> Place:
    """The UPP surveyed in the periode of 2025, from 3 November on, and wanted 40 answers."""
    with clock.pretend(at("2025-11-03 08:00")), opd_scope(place.opd_id), transaction():
        upp = db.session.scalars(select(Upp).where(Upp.id == place.upp_id)).one()
        survey = surveys.enrol(upp, db.session.get_one(Periode, periode_id))
        surveys.plan(
            survey, window_from=date(2025, 11, 3), window_to=date(2025, 11, 27), executor=Executor.MANDIRI, executor_name="",
            by=SYSTEM,
        )  # fmt: skip
        surveys.start(survey, by=SYSTEM)
        survey.target = 40
        return replace(place, survey_id=survey.id)


def came_in(place: Place, count: int, day: str) -> None:
    with clock.pretend(at(f"{day} 16:00")):
        answers(place, count, day)


def handed_in(place: Place, day: str) -> None:
    with clock.pretend(at(f"{day} 11:00")):
        submit(place)


def sheet(client: FlaskClient, **query: Any) -> dict[str, dict[str, Any]]:
    answer = client.get(f"{BOARD}.xlsx", query_string=query)
    lines = list(load_workbook(BytesIO(answer.data))["OPD"].iter_rows(min_row=5, values_only=True))
    return {str(row[0]): dict(zip(lines[0], row, strict=True)) for row in lines[1:]}


def paper(client: FlaskClient, **query: Any) -> str:
    answer = client.get(f"{BOARD}.pdf", query_string=query)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages).split())


# What is told


def test_an_opd_that_had_finished_says_how_long_before_the_deadline(
    organisasi: FlaskClient, city: World, year_before: UUID
) -> None:
    then = took_part(city.b, year_before)
    came_in(then, 40, "2025-11-10")
    handed_in(then, "2025-11-18")
    html = get(organisasi, banding="tahun_lalu")
    assert "Tahun lalu pada hari yang sama 1 dari 1 OPD." in plain(html)
    assert "Selesai kini lebih lambat · selesai 12 hari sebelum tenggat" in rows(html)["b"]
    assert "Tidak ada survei" in rows(html)["a"]
    assert "selesai 12 hari" not in plain(get(organisasi))  # the column is there when it is asked for


def test_one_that_was_on_its_way_says_how_far_it_was_on_that_day_not_at_the_end(
    organisasi: FlaskClient, city: World, year_before: UUID
) -> None:
    then = took_part(city.b, year_before)
    came_in(then, 20, "2025-11-24")  # on the day itself
    came_in(then, 20, "2025-11-25")
    handed_in(then, "2025-12-02")
    answers(city.b, 26, "2026-11-20")
    html = get(organisasi, banding="tahun_lalu")
    assert "Tahun lalu pada hari yang sama 0 dari 1 OPD." in plain(html)
    assert "50% dari target kini lebih cepat · selesai 2 hari sesudah tenggat" in rows(html)["b"]


def test_one_that_had_been_returned_on_that_day_was_unfinished(
    organisasi: FlaskClient, city: World, year_before: UUID
) -> None:
    then = took_part(city.b, year_before)
    came_in(then, 40, "2025-11-10")
    handed_in(then, "2025-11-14")
    with clock.pretend(at("2025-11-21 09:00")), opd_scope(then.opd_id), transaction():
        surveys.give_back(then.survey_id, note="Arsip belum ada.", by=SYSTEM)
    with clock.pretend(at("2025-11-27 09:00")), opd_scope(then.opd_id), transaction():
        surveys.submit(then.survey_id, by=SYSTEM)
    html = get(organisasi, banding="tahun_lalu")
    assert "Tahun lalu pada hari yang sama 0 dari 1 OPD." in plain(html)
    assert "100% dari target kini lebih lambat · selesai 16 hari sebelum tenggat" in rows(html)["b"]


def test_an_office_under_a_new_name_goes_on_from_the_old_one(
    organisasi: FlaskClient, city: World, year_before: UUID
) -> None:
    then = took_part(city.b, year_before)
    came_in(then, 40, "2025-11-10")
    handed_in(then, "2025-11-18")
    with opd_scope(city.a.opd_id), transaction():
        db.session.add(
            UppPredecessor(
                upp_id=city.a2.upp_id,
                old_opd_id=city.b.opd_id,
                old_upp_id=city.b.upp_id,
                old_name="Badan Contoh B",
                created_at=clock.now(),
            )  # fmt: skip
        )
    with transaction():
        db.session.execute(update(Opd).where(Opd.kode == "b").values(active=False))
    html = get(organisasi, banding="tahun_lalu", buka="a")
    assert "Tahun lalu pada hari yang sama 1 dari 1 OPD." in plain(html)
    assert "selesai 12 hari sebelum tenggat" in rows(html)["a"]


def test_a_year_of_past_results_only_is_said_and_nothing_is_invented(organisasi: FlaskClient, city: World) -> None:
    with opd_scope(city.b.opd_id), transaction():
        db.session.add(
            PastResult(
                upp_id=city.b.upp_id,
                year=2025,
                respondents=120,
                ikm=Decimal("81.20"),
                nrr={},
                imported_by="x",
                created_at=clock.now(),
            )  # fmt: skip
        )
    html = get(organisasi, banding="tahun_lalu")
    assert "SKM 2025 tidak dijalankan di Potret. Dari 1 OPD ada hasil menurut laporannya" in plain(html)
    assert "Ada hasil dari laporan hari penyampaian tidak tercatat" in rows(html)["b"]
    assert "81,20" not in html


def test_the_first_year_has_nothing_to_compare_and_says_nothing(organisasi: FlaskClient) -> None:
    html = plain(get(organisasi))
    assert "tahun lalu pada hari" not in html.casefold()
    assert "tidak dijalankan" not in html


# Where it is asked for


@pytest.fixture
def slower_and_faster(city: World, year_before: UUID) -> World:
    """On this day of last year A had half of its answers and B had finished; now A has finished one UPP of two, B nothing."""
    a, b = took_part(city.a, year_before), took_part(city.b, year_before)
    came_in(a, 4, "2025-11-20")
    came_in(b, 40, "2025-11-10")
    handed_in(b, "2025-11-18")
    answers(city.a, 40, "2026-11-10")
    return city


@pytest.mark.parametrize(
    ("wanted", "found"), [("lebih_lambat", {"b"}), ("lebih_cepat", {"a"}), ("tahun_lalu", {"a", "b"})]
)
def test_the_slower_and_the_faster_can_be_looked_for(
    slower_and_faster: World, sign_in: Callable[[str], FlaskClient], wanted: str, found: set[str]
) -> None:
    assert set(rows(get(sign_in("organisasi"), banding=wanted))) == found


def test_sheet_and_paper_carry_the_comparison_when_it_is_asked_for(
    slower_and_faster: World, sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("organisasi")
    found = sheet(client, banding="tahun_lalu")
    b = found["Badan Contoh B"]
    assert (b["Tahun lalu pada hari yang sama"], b["Persen target tahun lalu"], b["Persen target kini"]) == (
        "Selesai",
        100,
        0,
    )
    assert (b["Dibanding tahun lalu"], b["Hari sebelum tenggat"]) == ("kini lebih lambat", 12)
    assert found["Dinas Contoh A"]["Persen target tahun lalu"] == 10
    assert "Dibanding tahun lalu" not in sheet(client)["Badan Contoh B"]
    assert set(sheet(client, banding="lebih_lambat")) == {"Badan Contoh B"}
    printed = paper(client, banding="tahun_lalu")
    assert "selesai 12 hari sebelum" in printed
    assert "Tahun lalu pada hari yang sama 1 dari 2 OPD." in printed
    assert "sebelum tenggat" not in paper(client)
    assert "IKM" not in printed


def test_the_address_of_the_files_keeps_the_comparison(
    slower_and_faster: World, sign_in: Callable[[str], FlaskClient]
) -> None:
    html = get(sign_in("organisasi"), banding="tahun_lalu")
    assert f'href="{BOARD}.xlsx?banding=tahun_lalu"' in html
    assert f'href="{BOARD}.pdf?banding=tahun_lalu"' in html


# Rules


def survey(state: S, *days: date | None, moves: tuple[tuple[date, S], ...] = ()) -> PastSurvey:
    started, closed, first, last = days
    facts = SurveyFacts(uuid4(), state, None, None, Executor.MANDIRI, 40, 40, first, None, "")
    return PastSurvey(facts, started, closed, last, moves)


@pytest.mark.parametrize(
    ("day", "state"),
    [(1, S.BELUM_MULAI), (2, S.BERJALAN), (9, S.BERJALAN), (10, S.DITUTUP), (12, S.DIAJUKAN), (29, S.DIAJUKAN)],
)
def test_the_dates_of_a_survey_tell_its_state_on_a_day(day: int, state: S) -> None:
    past = survey(S.DIVERIFIKASI, *(date(2025, 11, each) for each in (2, 10, 12, 12)))
    assert state_on(past, date(2025, 11, day)) is state


def test_an_opd_becomes_finished_with_its_last_upp_and_unfinished_by_a_return() -> None:
    one = survey(S.DIAJUKAN, *(date(2025, 11, each) for each in (2, 5, 6, 6)))
    days = {each: date(2025, 11, each) for each in (9, 12, 20)}
    other = survey(
        S.DIAJUKAN, date(2025, 11, 2), days[9], days[9], days[20],
        moves=((days[9], S.DIAJUKAN), (days[12], S.DIKEMBALIKAN), (days[20], S.DIAJUKAN)),
    )  # fmt: skip
    assert changes([[one], [other]]) == {days[9]: 1, days[12]: -1, days[20]: 1}
    never = survey(S.BERJALAN, date(2025, 11, 2), None, None, None)
    assert changes([[one], [never]]) == {}


def test_what_is_running_now_is_left_alone(organisasi: FlaskClient, city: World, year_before: UUID) -> None:
    took_part(city.b, year_before)
    before = get(organisasi)
    assert "Tahun lalu pada hari yang sama 0 dari 1 OPD." in plain(before)
    with opd_scope(city.b.opd_id):
        assert len(db.session.scalars(select(Survey)).all()) == 2
    assert "0 / dari 40" in rows(before)["b"]
