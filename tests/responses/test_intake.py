"""A receipt is a stored answer, also where the connection to the database is not what it was."""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import event, func, select, text

from app.extensions import db
from app.responses import intake
from app.responses.intake import Outcome
from app.responses.models import Response
from app.tenancy.scope import opd_scope

EVERYBODY_OUT = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
 WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""


def stored(world) -> int:
    with opd_scope(world.a.opd_id):
        return db.session.scalar(select(func.count()).select_from(Response)) or 0


def test_an_answer_is_stored_though_every_connection_has_died_since_the_last_one(world) -> None:
    intake.record(world.a.opd_id, world.a.answer())
    db.session.execute(text(EVERYBODY_OUT))
    db.session.rollback()
    assert intake.record(world.a.opd_id, world.a.answer()).outcome is Outcome.STORED
    assert stored(world) == 2


def test_where_the_reply_is_lost_the_answer_is_there_once_and_the_receipt_says_so(world) -> None:
    lost: list[str] = []

    def lose(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not lost:
            lost.append(statement)
            connection.connection.driver_connection.close()
            raise psycopg.OperationalError("the connection is gone")

    event.listen(db.engines["alone"], "after_cursor_execute", lose)
    receipt = intake.record(world.a.opd_id, world.a.answer())
    event.remove(db.engines["alone"], "after_cursor_execute", lose)
    assert "INSERT INTO responses" in lost[0]
    assert receipt.outcome is Outcome.REPEATED
    assert stored(world) == 1


def test_a_statement_alone_leaves_no_scope_behind_on_its_connection(world) -> None:
    intake.record(world.a.opd_id, world.a.answer())
    with db.engines["alone"].connect() as connection:
        assert not connection.scalar(text("SELECT current_setting('app.opd_id', true)"))
        assert connection.scalar(text("SELECT count(*) FROM responses")) == 0
