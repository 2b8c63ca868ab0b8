"""On a database with enough rows that the planner would care, no page that many open reads a large table from end to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.audit.actions import Action
from app.audit.models import AuditEntry
from app.db import transaction
from app.letters.models import Letter, LetterKind, LetterState
from app.results import fold
from app.tenancy.scope import opd_scope
from bench.data import answers
from bench.data.city import PASSWORD, build
from bench.data.writer import Writer, connect
from bench.goals import board
from local.postgres import PostgresServer, Urls
from tests.conftest import TEMPLATE, dispose, make_app
from tests.plans.watching import watching

BOARD = "/organisasi/kepatuhan"
SMALL, LARGE = 6, 150  # OPD of the board's cities
ANSWERS = 40_000  # in a city of 20 OPD and three years
OPDS, YEARS = 20, 3
LETTERS, ENTRIES = 200, 300  # of an OPD


# One test a city, and every page in it: whoever tests side by side would otherwise write each city again.


@pytest.fixture
def city(postgres: PostgresServer) -> Iterator[Callable[[Callable[[Urls], None]], Flask]]:
    """Return a function that makes the application on a city which is written straight into the tables."""
    made = []

    def make(write: Callable[[Urls], None]) -> Flask:
        name = f"plans_{uuid4().hex[:8]}"
        postgres.create_database(name, template=TEMPLATE)
        _without_city(postgres.urls(name))
        write(postgres.urls(name))
        made.append(make_app(postgres, name))
        return made[-1]

    yield make
    for app in made:
        dispose(app)


def _small(urls: Urls) -> None:
    board.fill(urls, SMALL)


def _large(urls: Urls) -> None:
    """A city of some years also has its letters and its trail."""
    board.fill(urls, LARGE)
    writer, now = Writer(), datetime.now(UTC)
    with connect(urls.owner) as connection:
        opd = [row[0] for row in connection.execute("SELECT id FROM opd")]
        periode = [row[0] for row in connection.execute("SELECT id FROM periode ORDER BY deadline DESC")]
        connection.execute("ALTER TABLE audit_entries DISABLE TRIGGER USER")  # which chains the entries, one by one
        connection.commit()
    for opd_id in opd:
        for number in range(LETTERS):
            writer.add(
                Letter, opd_id=opd_id, id=uuid4(), kind=LetterKind.REMINDER, user_id=uuid4(), to_name="x", to_email="x@contoh.test",
                facts={}, state=LetterState.SENT, created_at=now - timedelta(days=number), step=f"H-{number % 30}",
                periode_id=periode[number % len(periode)],
            )  # fmt: skip
        for number in range(ENTRIES):
            writer.add(
                AuditEntry, opd_id=opd_id, id=len(opd) * number + opd.index(opd_id) + 1, at=now - timedelta(days=4 * number),
                action=Action.LAYANAN_CHANGED.value, actor_name="x", actor_role="sistem", subject_type="layanan",
                subject_id=str(uuid4()), subject_name="x", details={},
            )  # fmt: skip
    writer.write(urls.owner)


def _answered(urls: Urls) -> None:
    build(urls, opds=OPDS, layanan=4, years=YEARS)
    answers.add(urls, 0, ANSWERS)


def _fold(app: Flask) -> None:
    from sqlalchemy import select

    from app.extensions import db
    from app.opd.models import Opd

    with app.app_context():
        for opd_id in list(db.session.scalars(select(Opd.id))):
            with opd_scope(opd_id), transaction():
                fold.rebuild()


def _without_city(urls: Urls) -> None:
    """The bench writes the standard questionnaire itself."""
    with connect(urls.owner) as connection:
        connection.execute("DELETE FROM questionnaires")
        connection.commit()


def enter(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    assert client.post("/masuk", data={"email": f"{who}@contoh.test", "password": PASSWORD}).status_code == 302
    return client


QUERIES = ("", "?banding=tahun_lalu", "?buka=opd-1", "?cari=urusan", "?urutkan=aktivitas", "?kalender=semua")
RESULTS = (
    ("kepala.opd-1", "/opd/opd-1/upp/opd-1/hasil"),
    ("kepala.opd-1", "/opd/opd-1/upp/opd-1/hasil?kelompok=usia"),
    ("admin_opd.opd-1", "/opd/opd-1/hasil"),
    ("kepala.opd-1", "/opd/opd-1/saran"),
    ("organisasi", "/organisasi/hasil"),
)


def test_the_board_asks_as_little_of_a_large_city_as_of_a_small_one_and_reads_it_by_its_indexes(city) -> None:
    apps = city(_small), city(_large)
    counts = [[_asked(app, query) for query in QUERIES] for app in apps]
    assert counts[0] == counts[1]
    client = enter(apps[1], "organisasi")
    for query in ("", "?banding=tahun_lalu", "?buka=opd-1&urutkan=aktivitas"):
        with watching(apps[1], plans=True) as seen:
            assert client.get(BOARD + query).status_code == 200
        assert seen.scans == [], query


def _asked(app: Flask, query: str) -> int:
    client = enter(app, "organisasi")
    client.get(BOARD)  # what is remembered between requests is there
    with watching(app) as seen:
        assert client.get(BOARD + query).status_code == 200
    return seen.count


def test_results_read_large_tables_by_their_indexes(city) -> None:
    where: list[Urls] = []

    def write(urls: Urls) -> None:
        where.append(urls)
        _answered(urls)

    app = city(write)
    _fold(app)
    with connect(where[0].owner) as connection:
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
    for who, address in RESULTS:
        client = enter(app, who)
        with watching(app, plans=True) as seen:
            assert client.get(address, follow_redirects=True).status_code == 200
        assert seen.scans == [], address
