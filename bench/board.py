"""How long the compliance board takes with many OPDs, beside the least that a request with a query can take.

    python -m bench.board            # 200, 1000 and 5000 OPDs
    python -m bench.board 200

Makes a PostgreSQL of its own in a temporary folder, fills it, and asks the real page through the gate, session and
templates. Both requests are measured in turns, so that a slow minute of the machine hits both.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, create_engine, insert, text

from app import create_app
from app.access.gate import public
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.accounts.passwords import hash_password
from app.extensions import db
from app.opd.models import Kewajiban, Layanan, Opd, Upp
from app.periods.models import Periode, PeriodeState
from app.results.models import DailyCount
from app.surveys.models import Executor, FrozenResult, Questionnaire, Survey
from app.surveys.states import FINISHED, FROZEN, SurveyState
from app.workdays import NATIONAL_CALENDAR
from local.postgres import PostgresServer, Urls

PASSWORD = "kalimat sandi untuk ukur"
BOARD, BARE = "/organisasi/kepatuhan", "/batas"
ROUNDS = 60
LAYANAN = 4  # a UPP
DAYS = 30  # on which answers came in
BATCH = 5000
STATES = (
    (SurveyState.DIVERIFIKASI, 5),
    (SurveyState.DIAJUKAN, 1),
    (SurveyState.BERJALAN, 6),
    (SurveyState.DITUTUP, 1),
    (SurveyState.BELUM_MULAI, 1),
)


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the server's own account must reach its data
        server = PostgresServer(Path(folder) / "postgres")
        server.start()
        try:
            for size in sizes:
                measure(server, size)
        finally:
            server.stop()


def measure(server: PostgresServer, size: int) -> None:
    """Print the times of the board with so many OPDs, and of the bare request beside them."""
    name = f"papan_{size}"
    server.create_database(name)
    app = _app(server.urls(name))
    with app.app_context():
        from flask_migrate import upgrade

        upgrade(directory="migrations")
    fill(server.urls(name), size)
    gc.collect()
    gc.freeze()  # as wsgi.py does for the server
    client = app.test_client()
    client.post("/masuk", data={"email": "organisasi@contoh.test", "password": PASSWORD})
    times: dict[str, list[float]] = {BOARD: [], BARE: []}
    for path in (BOARD, BARE) * (ROUNDS + 5):
        times[path].append(_time(lambda path=path: _get(client, path)))  # type: ignore[misc]
    board, bare = (_percentiles(times[path][5:]) for path in (BOARD, BARE))
    size_kb = len(client.get(BOARD).data) / 1024
    print(f"{size} OPD, {size * LAYANAN} layanan: p50 {board[0]:.1f} ms, p95 {board[1]:.1f} ms, {size_kb:.0f} KB")
    print(f"  bare count(*): p50 {bare[0]:.2f} ms, p95 {bare[1]:.2f} ms; board ÷ bare at p50: {board[0] / bare[0]:.1f}")
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def fill(urls: Urls, size: int) -> None:
    """Write a city of `size` OPDs straight into the tables: one UPP and survey each, in every state."""
    rng, now, today = random.Random(size), datetime.now(UTC), datetime.now(UTC).date()
    deadline = today + timedelta(days=6)
    days = NATIONAL_CALENDAR.last_working_days(DAYS, first=date(2000, 1, 1), last=today - timedelta(days=1))
    periode, questionnaire, secret = uuid4(), uuid4(), hash_password(PASSWORD)
    rows: dict[Table, list[dict[str, object]]] = {
        model.__table__: []
        for model in (Questionnaire, Periode, Opd, User, Upp, Layanan, Membership, Survey, DailyCount, FrozenResult)
    }  # type: ignore[misc]

    def add(model: type, **values: object) -> None:
        rows[model.__table__].append(values)  # type: ignore[attr-defined]

    def person(address: str, role: Role, opd_id: object = None) -> None:
        user = uuid4()
        add(User, id=user, email=f"{address}@contoh.test", name=address, password_hash=secret, created_at=now,
            active=True, demo=False, failed_sign_ins=0, email_trouble="", last_sign_in_at=now)  # fmt: skip
        add(Membership, id=uuid4(), user_id=user, role=role, opd_id=opd_id, acting=False, active=True, created_at=now)

    add(Questionnaire, id=questionnaire, code="ukur/1", questions=[], created_at=now)
    add(Periode, id=periode, year=deadline.year, name=f"SKM {deadline.year}", opens_on=deadline - timedelta(days=150),
        deadline=deadline, state=PeriodeState.BERJALAN, policy={}, created_at=now)  # fmt: skip
    person("organisasi", Role.ORGANISASI)
    for number in range(size):
        opd, upp, survey, kode = uuid4(), uuid4(), uuid4(), f"opd-{number}"
        state = rng.choices(*zip(*STATES, strict=True))[0]
        submitted = now - timedelta(days=9) if state in FINISHED else None
        answers = 0
        name = f"Dinas Urusan Nomor {number}"
        add(Opd, id=opd, kode=kode, name=name, short_name=f"OPD {number}", kind="dinas", kewajiban=Kewajiban.WAJIB,
            exemption_reason="", address="", active=True, created_at=now)  # fmt: skip
        add(Upp, opd_id=opd, id=upp, kode=kode, name=name, kewajiban=Kewajiban.WAJIB, active=True, created_at=now)
        add(Survey, opd_id=opd, upp_id=upp, id=survey, periode_id=periode, part=1, state=state, target=rng.randrange(200, 384),
            questionnaire_id=questionnaire, window_from=days[0], window_to=deadline, executor=Executor.MANDIRI,
            executor_name="", note="", first_submitted_at=submitted, created_at=now)  # fmt: skip
        for role in (Role.ADMIN_OPD, Role.KEPALA, Role.PETUGAS):
            person(f"{role.value}.{kode}", role, opd)
        for place in range(LAYANAN):
            layanan = uuid4()
            add(Layanan, opd_id=opd, upp_id=upp, id=layanan, name=f"Layanan {place}", users=900, position=place,
                customer_kind="masyarakat", channel="tatap_muka", free_by_law=False, active=True, created_at=now)  # fmt: skip
            for day in days if state is not SurveyState.BELUM_MULAI else ():
                n = rng.randrange(1, 5)
                add(DailyCount, opd_id=opd, upp_id=upp, survey_id=survey, layanan_id=layanan, day=day, n=n)
                answers += n
        if state in FROZEN:
            add(FrozenResult, opd_id=opd, upp_id=upp, id=uuid4(), survey_id=survey, version=1, formula_version="1.0",
                respondents=answers, figures={}, fingerprint="", verification_code=str(survey), frozen_at=now,
                certified_by="")  # fmt: skip
    _write(urls.owner, rows)


def _write(url: str, rows: dict[Table, list[dict[str, object]]]) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for table, values in rows.items():
            for start in range(0, len(values), BATCH):
                connection.execute(insert(table), values[start : start + BATCH])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _app(urls: Urls) -> Flask:
    app = create_app(
        {
            "POTRET_ENV": "test",
            "SECRET_KEY": "for measuring only, and long enough",
            "DATABASE_URL": urls.app,
            "DATABASE_READER_URL": urls.reader,
            "DATABASE_OWNER_URL": urls.owner,
            "MAIL_URL": "smtp://127.0.0.1:9",
            "RATE_LIMITS": "0",
        }
    )
    app.config.update(WTF_CSRF_ENABLED=False)

    @app.get(BARE)
    @public
    def bare() -> str:
        return str(db.session.scalar(text("SELECT count(*) FROM opd")))

    return app


def _get(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")


def _time(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _percentiles(times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [200, 1000, 5000])
