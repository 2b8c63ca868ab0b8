"""What is kept how long, carried out every night and written down."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import create_engine, func, select, text

from app import clock
from app.accounts.models import UserSession
from app.db import Base, transaction
from app.extensions import db
from app.letters.models import CityLetter, Letter, LetterKind, LetterState
from app.privacy import forgetting, retention
from app.privacy.models import RetentionRun
from app.reports.models import DocumentKind, Report
from app.responses import intake
from app.responses.models import Quarantine, Response, SaranEntry, SaranTally
from app.results import fold
from app.tenancy.scope import opd_scope
from app.tickets.models import Ticket, TicketBatch
from tests.imports.steps import prepared
from tests.workers.conftest import workers
from tests.world import Place, World

__all__ = ["workers"]


def test_every_table_stands_in_one_rule_of_the_register() -> None:
    named = Counter(table for rule in retention.RULES for table in rule.tables)
    assert set(named) == set(Base.metadata.tables), "Say in app/privacy/retention.py how long a new table is kept."
    assert max(named.values()) == 1
    assert len({rule.key for rule in retention.RULES}) == len(retention.RULES)


def tidy() -> None:
    from workers import periodic  # makes its application when it is imported

    periodic.tidy()


def by_owner(app: Flask, statement: str, **values: Any) -> None:
    engine = create_engine(app.config["DATABASE_OWNER_URL"])
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def log() -> dict[str, tuple[int, int]]:
    latest = select(func.max(RetentionRun.at)).scalar_subquery()
    rows = db.session.scalars(select(RetentionRun).where(RetentionRun.at == latest))
    return {row.rule: (row.removed, row.failed) for row in rows}


def test_every_night_says_what_each_rule_forgot(app: Flask, world: World, sign_in, workers: Any) -> None:
    sign_in("admin.a")
    by_owner(app, "UPDATE sessions SET ends_at = now() - interval '31 days'")
    tidy()
    told = log()
    assert set(told) == {rule.key for rule in retention.CITY_RULES + retention.OPD_RULES}
    assert told["sesi"] == (1, 0)
    assert all(failed == 0 for _, failed in told.values())
    assert db.session.scalar(select(func.count()).select_from(UserSession)) == 0


def test_a_rule_that_fails_in_one_opd_is_seen_and_keeps_no_other_from_working(
    app: Flask, world: World, workers: Any
) -> None:
    by_owner(app, "REVOKE SELECT ON paper_batches FROM potret_app")
    tidy()
    told = log()
    assert told["draf-kertas"] == (0, 2)
    assert told["saran"] == (0, 0)


def old_survey(app: Flask, place: Place, *, received: str) -> None:
    """Saran in a survey whose periode ended three years ago; its answers arrived that long ago."""
    with opd_scope(place.opd_id):
        for number in range(6):
            intake.record(place.opd_id, place.answer(saran=f"Antrean lama sekali {number}", occupation="lainnya"))
        with transaction():
            fold.fold_all()
    deadline = clock.today() - timedelta(days=3 * 365)
    by_owner(
        app, "UPDATE periode SET opens_on = :begin, deadline = :end", begin=deadline - timedelta(days=80), end=deadline
    )
    by_owner(
        app,
        f"UPDATE responses SET received_at = now() - interval '{received}', occupation_other = 'Juru parkir Pasar X'",
    )


def test_what_people_wrote_is_gone_after_two_years_and_every_figure_stays(
    app: Flask, world: World, workers: Any
) -> None:
    old_survey(app, world.a, received="3 years")
    tidy()
    assert log()["saran"] == (6, 0)
    with opd_scope(world.a.opd_id):
        rows = db.session.scalars(select(Response)).all()
        assert {(row.saran, row.occupation_other) for row in rows} == {("", None)}
        assert all(row.scores == [3, 3, 3, 4, 3, 3, 3, 3, 3] for row in rows)
        for table in (SaranEntry, SaranTally):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
        with transaction():
            assert fold.compare().differences == 0
    tidy()
    assert log()["saran"] == (0, 0)


def test_nobody_can_make_a_young_saran_disappear(app: Flask, world: World, workers: Any) -> None:
    """Whoever holds the app's role may call what they like: the database looks at its own clock and its own rows."""
    old_survey(app, world.a, received="1 year")
    with opd_scope(world.a.opd_id), transaction():
        assert db.session.scalar(select(func.forget_saran(world.a.survey_id))) == 0
        assert forgetting.saran(clock.now()) == 0
        assert db.session.scalars(select(Response.saran).limit(1)).one()
    with opd_scope(world.b.opd_id), transaction():
        by_owner(app, "UPDATE responses SET received_at = now() - interval '3 years'")
        assert db.session.scalar(select(func.forget_saran(world.a.survey_id))) == 0, "another OPD's survey"


def test_quarantine_is_emptied_after_a_year_and_not_a_day_earlier(app: Flask, world: World, workers: Any) -> None:
    for days in (200, 400):
        intake.put_aside(world.a.opd_id, upp_id=world.a.upp_id, response_id=uuid4(), body=f"{days}", reason="x")
        by_owner(app, "UPDATE quarantine SET received_at = now() - make_interval(days => :days) WHERE body = :body",
                 days=days, body=f"{days}")  # fmt: skip
    tidy()
    assert log()["karantina"] == (1, 0)
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(Quarantine.body)).all() == ["200"]


def test_codes_of_tickets_and_addresses_of_letters_are_forgotten(app: Flask, world: World, workers: Any) -> None:
    place, now = world.a, clock.now()
    with opd_scope(place.opd_id), transaction():
        for days in (10, 40):
            batch = TicketBatch(
                upp_id=place.upp_id, layanan_id=place.layanan_id, titik_id=place.titik_id, count=1, made_at=now, made_by="x",
                expires_at=now - timedelta(days=days),
            )  # fmt: skip
            db.session.add(batch)
            db.session.flush()
            db.session.add(
                Ticket(
                    opd_id=place.opd_id, batch_id=batch.id, code_hash=f"hash {days}", used_at=now, response_id=uuid4()
                )
            )
        for days in (300, 400):
            db.session.add(_letter(days))
    with transaction():
        for days in (300, 400):
            values = {"kind": LetterKind.RESET, "to_name": f"{days}", "to_email": "x@contoh.test", "facts": {}}
            db.session.add(CityLetter(**values, state=LetterState.SENT, created_at=now - timedelta(days=days)))
    tidy()
    assert {key: count for key, (count, _) in log().items() if count} == {
        "kode-undangan": 1, "alamat-pengingat": 1, "e-mail-kota": 1,
    }  # fmt: skip
    assert {"hash 10"} == {each for each in db.session.scalars(select(Ticket.code_hash)) if each.startswith("hash")}
    assert db.session.scalars(select(CityLetter.to_name)).all() == ["300"]
    with opd_scope(place.opd_id):
        rows = db.session.execute(select(Letter.to_name, Letter.to_email).order_by(Letter.to_name)).all()
        assert [tuple(row) for row in rows] == [("300", "x@contoh.test"), ("400", "")]


def _letter(days: int) -> Letter:
    return Letter(
        kind=LetterKind.MANUAL_REMINDER, user_id=uuid4(), to_name=f"{days}", to_email="x@contoh.test", facts={},
        state=LetterState.SENT, created_at=clock.now() - timedelta(days=days),
    )  # fmt: skip


def test_files_that_led_nowhere_do_not_lie_about(app: Flask, world: World, workers: Any) -> None:
    place = world.a
    with opd_scope(place.opd_id), transaction():
        upload: UUID = prepared(place)
        for document in (DocumentKind.MENTAH_XLSX, DocumentKind.LAPORAN_PDF):
            db.session.add(
                Report(upp_id=place.upp_id, survey_id=place.survey_id, document=document, content=b"x", requested_by="x",
                       created_at=clock.now() - timedelta(days=100))
            )  # fmt: skip
    tidy()
    assert log()["unggahan"] == (0, 0)
    by_owner(app, "UPDATE imports SET created_at = now() - interval '8 days'")
    tidy()
    assert log()["unggahan"] == (1, 0)
    with opd_scope(place.opd_id):
        assert db.session.scalars(select(Report.document)).all() == [DocumentKind.LAPORAN_PDF]
        from app.imports.models import Import

        row = db.session.get_one(Import, (place.opd_id, upload))
        assert (row.content, row.plan, row.findings) == (None, None, None)
