"""One answer to where everybody stands: the board, the letters, the sheet and the statement that decides agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app import clock
from app.access.roles import Role
from app.audit.operations import SYSTEM
from app.compliance.queries import find_own, read_city
from app.compliance.standing import OpdStanding, Term, UppStanding
from app.compliance.status import ComplianceStatus
from app.db import transaction
from app.extensions import db
from app.letters.models import CityLetter, LetterKind
from app.opd.models import Kewajiban, Upp
from app.periods.models import Periode
from app.reminders import writing
from app.reminders.composing import Reader, compose
from app.reminders.deciding import decide_due
from app.reminders.letters import render
from app.reminders.plan import plan_of
from app.surveys import operations as surveys
from app.surveys.models import Executor, Survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.compliance.city import DEADLINE, OPENS, answers, get, headline, plain, rows, submit
from tests.reminders.conftest import letters
from tests.world import Place, World


def standing(world: World, kode: str) -> OpdStanding:
    city = read_city(world.periode_id, Term(OPENS, DEADLINE, clock.today()))
    return next(opd for opd in city.opd if opd.kode == kode)


def upp(world: World, place: Place) -> UppStanding:
    found = standing(world, place.kode).find_upp(place.upp_id)
    assert found is not None
    return found


def add_part(place: Place, part: int, window: tuple[date, date] | None, target: int = 40) -> UUID:
    """The UPP also surveys in another part of the periode, planned or not yet."""
    with opd_scope(place.opd_id), transaction():
        periode = db.session.scalars(select(Periode)).one()
        survey = surveys.enrol(db.session.scalars(select(Upp).where(Upp.id == place.upp_id)).one(), periode, part)
        if window:
            surveys.plan(
                survey,
                window_from=window[0],
                window_to=window[1],
                executor=Executor.MANDIRI,
                executor_name="",
                by=SYSTEM,
            )
        survey.target = target
        return survey.id


def begin(place: Place, survey_id: UUID) -> Place:
    """The part begins; the place is where answers to it come from."""
    with opd_scope(place.opd_id), transaction():
        surveys.start(db.session.scalars(select(Survey).where(Survey.id == survey_id)).one(), by=SYSTEM)
    return Place(**(vars(place) | {"survey_id": survey_id}))


# One source


def letter_to_admin(world: World, place: Place) -> str:
    plan = plan_of(db.session.get_one(Periode, world.periode_id))
    today = clock.today()
    with opd_scope(place.opd_id):
        opd = find_own(plan.periode_id, plan.term(today))
        assert opd is not None
        draft = compose(Reader("Admin", Role.ADMIN_OPD), opd, plan, today)
    assert draft is not None
    return " ".join(render(draft).text.split())


@pytest.mark.parametrize(
    ("count", "day"), [(0, "2026-11-20"), (10, "2026-11-20"), (36, "2026-11-20"), (39, "2026-11-10")]
)
def test_the_letter_tells_the_numbers_of_the_board(organisasi: FlaskClient, city: World, count: int, day: str) -> None:
    answers(city.b, count, day)
    row, letter = rows(get(organisasi))["b"], letter_to_admin(city, city.b)
    assert f"{count} / dari 40" in row
    assert f"{count} dari 40 responden" in letter
    assert f"masih kurang {40 - count} responden" in letter
    needed = re.search(r"perlu (\d+) per hari", row)
    assert needed
    outlook = upp(city, city.b).forecast
    assert (outlook.achieved, outlook.missing, outlook.needed_per_day) == (count, 40 - count, int(needed.group(1)))
    if "Agar terkejar" in letter:
        assert f"Agar terkejar: {needed.group(1)} responden per hari kerja" in letter
    pace = re.search(r"laju ([\d,]+)", row)
    if pace:
        assert f"{pace.group(1).removesuffix(',0')} per hari kerja, target" in letter


def test_the_digest_counts_who_the_board_counts(organisasi: FlaskClient, city: World) -> None:
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    answers(city.a, 50, "2026-11-20")  # 10 too many, which do not make up for the other UPP
    answers(city.a2, 26, "2026-11-10")
    digest = CityLetter(
        kind=LetterKind.DIGEST, to_name="x", to_email="x@contoh.test", user_id=None,
        facts={"periode_id": str(city.periode_id)}, created_at=clock.now(),
    )  # fmt: skip
    written = writing.write(digest)
    assert written is not None
    text = " ".join(written.text.split())
    assert headline(get(organisasi)) in text
    a = standing(city, "a")
    assert (a.forecast.achieved, a.forecast.target, a.forecast.missing) == (76, 80, 14)
    assert "Dinas Contoh A: kurang 14" in text
    assert f"{a.status.label} · 76 dari 80 responden" in text
    assert "1 laporan menunggu verifikasi" in text
    assert "1 laporan menunggu verifikasi" in plain(get(organisasi))


# Who is asked for nothing


@pytest.mark.parametrize("ended", [{"active": False}, {"kewajiban": Kewajiban.DIKECUALIKAN}])
def test_a_upp_without_obligation_keeps_its_opd_neither_unfinished_nor_reminded(
    organisasi: FlaskClient, city: World, turn: Callable[[str], None], ended: dict
) -> None:
    answers(city.a, 40, "2026-11-10")
    submit(city.a)  # its second UPP still runs
    assert not standing(city, "a").finished
    with opd_scope(city.a.opd_id), transaction():
        db.session.execute(update(Upp).where(Upp.kode == "a2").values(**ended))
    assert standing(city, "a").finished
    assert "Selesai tepat waktu" in rows(get(organisasi, tampil="selesai"))["a"]
    assert headline(get(organisasi)).startswith("1 dari 2 OPD")
    decide_due()
    assert {letter.opd for letter in letters()} == {"b"}


def test_an_opd_whose_every_upp_is_excused_is_counted_nowhere(organisasi: FlaskClient, city: World) -> None:
    with opd_scope(city.b.opd_id), transaction():
        db.session.execute(update(Upp).values(kewajiban=Kewajiban.DIKECUALIKAN))
    assert "Dikecualikan, tidak dihitung: Badan Contoh B" in plain(get(organisasi))
    decide_due()
    assert {letter.opd for letter in letters()} == {"a"}


# Parts


def test_a_year_in_parts_is_finished_when_every_planned_part_is(
    organisasi: FlaskClient, city: World, turn: Callable[[str], None]
) -> None:
    second = add_part(city.b, 2, (date(2026, 11, 9), date(2026, 11, 27)))
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    half = upp(city, city.b)
    assert (half.state, half.status, half.part) == (SurveyState.BELUM_MULAI, ComplianceStatus.BELUM_MULAI, 2)
    assert (half.forecast.achieved, half.forecast.target, half.forecast.missing) == (40, 80, 40)
    assert half.expected_late  # its second plan began a fortnight ago, and nobody has answered
    row = rows(get(organisasi))["b"]
    assert "40 / dari 80" in row
    assert "bagian 2 dari 2" in row
    decide_due()
    assert {letter.opd for letter in letters()} == {"a", "b"}
    place = begin(city.b, second)
    answers(place, 30, "2026-11-20")
    assert (upp(city, city.b).forecast.achieved, upp(city, city.b).forecast.pace) == (70, 3)
    assert "masih kurang 10 responden" in letter_to_admin(city, city.b)
    turn("2026-12-02 09:00")
    answers(place, 10, "2026-12-01")
    submit(place)
    whole = upp(city, city.b)
    assert whole.status is ComplianceStatus.SELESAI_TERLAMBAT  # one part was, so the year was
    assert (whole.forecast.achieved, whole.submitted_on) == (80, date(2026, 12, 2))


def test_a_part_that_nobody_has_planned_is_not_waited_for(city: World) -> None:
    add_part(city.b, 2, None)
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    assert upp(city, city.b).finished
    assert upp(city, city.b).forecast.target == 40
    decide_due()
    assert {letter.opd for letter in letters()} == {"a"}


def test_a_part_planned_for_later_is_not_late_while_the_first_runs_on_track(
    city: World, turn: Callable[[str], None]
) -> None:
    turn("2026-11-10 09:00")
    with opd_scope(city.b.opd_id), transaction():
        db.session.execute(update(Survey).values(window_to=date(2026, 11, 12)))
    add_part(city.b, 2, (date(2026, 11, 13), date(2026, 11, 27)))
    answers(city.b, 35, "2026-11-09")
    both = upp(city, city.b)
    assert both.status is ComplianceStatus.SESUAI_JALUR
    assert (both.window.first, both.window.last) == (date(2026, 11, 2), date(2026, 11, 27))
    assert (both.forecast.achieved, both.forecast.missing) == (35, 45)
    assert not both.expected_late


def test_more_than_enough_in_one_part_leaves_the_other_short(city: World) -> None:
    add_part(city.b, 2, (date(2026, 11, 9), date(2026, 11, 27)))
    answers(city.b, 90, "2026-11-10")
    found = upp(city, city.b).forecast
    assert (found.achieved, found.target, found.missing) == (90, 80, 40)
    assert not found.target_met
