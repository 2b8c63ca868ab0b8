"""Goal 5: the compliance board with many OPD, beside the least that a request with a query can take.

The real page, signed in, through gate and templates, by the real server.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from app.access.roles import Role
from app.opd.models import Layanan, Opd, Upp
from app.periods.models import Periode, PeriodeState
from app.results.models import DailyCount
from app.surveys.models import Executor, FrozenResult, Survey
from app.surveys.states import FINISHED, FROZEN, SurveyState
from app.workdays import NATIONAL_CALENDAR
from bench.core.client import Caller, time_calls
from bench.core.place import environment, place
from bench.core.record import Record
from bench.core.rounds import Spread
from bench.core.servers import bare, product
from bench.core.sessions import asking, sign_in
from bench.data.city import person, standard_questionnaire
from bench.data.writer import Writer, connect
from local.postgres import Urls

BOARD = "/organisasi/kepatuhan"
SIZES = {"5a": 200, "5b": 5000}
ROUNDS, CALLS = 8, 8
LAYANAN = 4  # a UPP
DAYS = 30  # on which answers came in
RETURNED = 0.05  # of the results of an earlier year
YEARS = 4  # before this one: their answers lie in the same tables
STATES = (
    (SurveyState.DIVERIFIKASI, 5),
    (SurveyState.DIAJUKAN, 1),
    (SurveyState.BERJALAN, 6),
    (SurveyState.DITUTUP, 1),
    (SurveyState.BELUM_MULAI, 1),
)


def run(record: Record, *, size: int = 0) -> None:
    with place() as here:
        for goal, opds in _sizes(size).items():
            urls = here.database(f"papan_{opds}")
            fill(urls, opds)
            bare_env = {"DATABASE_URL": urls.app.replace("+psycopg", "")}
            with product(environment(urls), here.folder) as ours, bare(bare_env, here.folder) as least:
                act = asking(BOARD, sign_in(ours, "organisasi"))
                _in_turns(ours, act, least)  # warm
                board, limit = _in_turns(ours, act, least)
            beside = (
                f"p50 {board.median:.1f} ms; bare count(*) p50 {limit.median:.2f} ms; {opds:,} OPD, {opds * LAYANAN:,} layanan, "
                f"{YEARS + 1} years"
            )
            if goal:
                record.result(goal, board.p95, beside)
            else:  # no goal speaks of this size
                record.note(f"p95 {board.p95:.1f} ms; {beside}")


def _sizes(size: int) -> dict[str, int]:
    """Return what is measured: the sizes of the goals, or the one that is asked for."""
    if not size:
        return SIZES
    return {goal: opds for goal, opds in SIZES.items() if opds == size} or {"": size}


def _in_turns(ours: int, act, least: int) -> tuple[Spread, Spread]:
    board: list[float] = []
    limit: list[float] = []
    for _ in range(ROUNDS):
        board += time_calls(ours, CALLS, act)
        limit += time_calls(least, CALLS, _count)
    return Spread(tuple(1000 * each for each in board)), Spread(tuple(1000 * each for each in limit))


def _count(caller: Caller) -> None:
    if caller.get("/hitung").status != 200:
        raise RuntimeError("the bare program does not answer")


def fill(urls: Urls, size: int) -> None:
    """Write a city of `size` OPDs straight into the tables: one UPP and survey a year, this year's in every state."""
    rng, now, today = random.Random(size), datetime.now(UTC), datetime.now(UTC).date()
    deadline = today + timedelta(days=6)
    days = NATIONAL_CALENDAR.last_working_days(DAYS, first=date(2000, 1, 1), last=today - timedelta(days=1))
    writer, periode = Writer(), uuid4()
    questionnaire = standard_questionnaire(writer)
    add = writer.add
    add(Periode, id=periode, year=deadline.year, name=f"SKM {deadline.year}", opens_on=deadline - timedelta(days=150),
        deadline=deadline, policy={}, created_at=now)  # fmt: skip
    person(writer, "organisasi", Role.ORGANISASI)
    years = [_year(writer, now, deadline, age) for age in range(1, YEARS + 1)]
    for number in range(size):
        opd, upp, survey, kode = uuid4(), uuid4(), uuid4(), f"opd-{number}"
        state = rng.choices(*zip(*STATES, strict=True))[0]
        submitted = now - timedelta(days=9) if state in FINISHED else None
        answers = 0
        name = f"Dinas Urusan Nomor {number}"
        add(Opd, id=opd, kode=kode, name=name, short_name=f"OPD {number}", kind="dinas", created_at=now)  # fmt: skip
        add(Upp, opd_id=opd, id=upp, kode=kode, name=name, created_at=now)
        add(Survey, opd_id=opd, upp_id=upp, id=survey, periode_id=periode, part=1, state=state, target=rng.randrange(200, 384),
            questionnaire_id=questionnaire, window_from=days[0], window_to=deadline, executor=Executor.MANDIRI,
            started_at=now - timedelta(days=40), closed_at=submitted, first_submitted_at=submitted, submitted_at=submitted,
            created_at=now)  # fmt: skip
        for role in (Role.ADMIN_OPD, Role.KEPALA, Role.PETUGAS):
            person(writer, f"{role.value}.{kode}", role, opd)
        for position in range(LAYANAN):
            layanan = uuid4()
            add(Layanan, opd_id=opd, upp_id=upp, id=layanan, name=f"Layanan {position}", users=900, position=position,
                created_at=now)  # fmt: skip
            for day in days if state is not SurveyState.BELUM_MULAI else ():
                n = rng.randrange(1, 5)
                add(DailyCount, opd_id=opd, upp_id=upp, survey_id=survey, layanan_id=layanan, day=day, n=n)
                answers += n
        for earlier, moved in years:
            _past(writer, (opd, upp, layanan), earlier, days, moved, questionnaire, rng)
        if state in FROZEN:
            add(FrozenResult, opd_id=opd, upp_id=upp, id=uuid4(), survey_id=survey, version=1, formula_version="1.0",
                respondents=answers, figures={}, fingerprint="", verification_code=str(survey), frozen_at=now,
                certified_by="")  # fmt: skip
    writer.write(urls.owner)
    _open_for_all(urls)


def _open_for_all(urls: Urls) -> None:
    """A city in its fifth year has been set up: its menu no longer counts what is still to do."""
    with connect(urls.owner) as connection:
        connection.execute("UPDATE city_setup SET test_mode = false")
        connection.commit()


def _year(writer: Writer, now: datetime, deadline: date, age: int) -> tuple[UUID, timedelta]:
    """Write the periode of some years ago; return it, and how far it lies back."""
    moved = timedelta(days=365 * age)
    last = deadline - moved
    periode: UUID = writer.add(
        Periode, id=uuid4(), year=deadline.year - age, name=f"SKM {deadline.year - age}", opens_on=last - timedelta(days=150),
        deadline=last, policy={}, state=PeriodeState.SELESAI, created_at=now - moved,
    )  # fmt: skip
    return periode, moved


def _past(
    writer: Writer, place: tuple[UUID, UUID, UUID], periode: UUID, days: Sequence[date], moved: timedelta, questionnaire: UUID,
    rng: random.Random,
) -> None:  # fmt: skip
    """Write the survey of an earlier year: verified, one in twenty after it had been returned."""
    opd, upp, layanan = place
    survey, first = uuid4(), datetime.now(UTC) - moved - timedelta(days=rng.randrange(-8, 40))
    again = first + timedelta(days=6) if rng.random() < RETURNED else first
    writer.add(
        Survey, opd_id=opd, upp_id=upp, id=survey, periode_id=periode, part=1, state=SurveyState.DIVERIFIKASI, target=300,
        questionnaire_id=questionnaire, window_from=days[0] - moved, window_to=days[-1] - moved, executor=Executor.MANDIRI,
        started_at=first - timedelta(days=40), closed_at=first - timedelta(days=1), first_submitted_at=first, submitted_at=again,
        created_at=first,
    )  # fmt: skip
    writer.add(
        FrozenResult, opd_id=opd, upp_id=upp, id=uuid4(), survey_id=survey, version=1, formula_version="1.0", respondents=310,
        figures={}, fingerprint="", verification_code=str(survey), frozen_at=first, certified_by="",
    )  # fmt: skip
    for day in days:
        writer.add(DailyCount, opd_id=opd, upp_id=upp, survey_id=survey, layanan_id=layanan, day=day - moved, n=10)
