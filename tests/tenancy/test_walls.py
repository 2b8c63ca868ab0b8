"""Whose data is this: both walls."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import ProgrammingError, StatementError

from app.db import transaction
from app.extensions import db
from app.opd.models import Upp
from app.responses import intake
from app.responses.models import Response
from app.tenancy.scope import NoScope, WrongScope, all_opds, opd_scope


def raises_no_scope(act) -> None:
    with pytest.raises((NoScope, StatementError)) as caught:
        act()
    assert "No OPD is in scope" in str(caught.value)
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        select(Upp),
        select(Upp.name),
        select(func.count()).select_from(Upp),
        select(select(Upp.id).exists()),
        select(Upp.id).union(select(Upp.id)),
        select(func.count()).select_from(select(Upp.id).subquery()),
        select(func.count()).select_from(select(Upp.id).cte()),
        update(Upp).values(name="direbut"),
    ],
)
def test_a_forgotten_scope_is_an_exception(world, statement) -> None:
    raises_no_scope(
        lambda: db.session.execute(statement).all() if statement.is_select else db.session.execute(statement)
    )


def test_each_opd_sees_only_its_own_rows(world) -> None:
    with opd_scope(world.a.opd_id):
        assert {upp.kode for upp in db.session.scalars(select(Upp))} == {"a", "a2"}
    with opd_scope(world.b.opd_id):
        assert {upp.kode for upp in db.session.scalars(select(Upp))} == {"b"}
        assert db.session.scalar(select(Upp).where(Upp.id == world.a.upp_id)) is None


def test_a_scope_limited_to_one_upp_hides_the_other(world) -> None:
    intake.record(world.a.opd_id, world.a.answer())
    intake.record(world.a.opd_id, world.a2.answer())
    with opd_scope(world.a.opd_id, world.a2.upp_id):
        assert db.session.scalars(select(Response.upp_id)).all() == [world.a2.upp_id]
    with opd_scope(world.a.opd_id):
        assert len(db.session.scalars(select(Response.upp_id)).all()) == 2


def test_the_database_refuses_what_the_orm_cannot_see(world) -> None:
    with opd_scope(world.a.opd_id):
        assert db.session.execute(text("SELECT count(*) FROM upp")).scalar() == 2
        assert (
            db.session.execute(
                text("UPDATE upp SET name = 'direbut' WHERE opd_id = :b"), {"b": str(world.b.opd_id)}
            ).rowcount
            == 0
        )
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.execute(
                text(
                    "INSERT INTO upp (opd_id, id, kode, name, kewajiban, active, created_at) VALUES (:b, gen_random_uuid(), 'x', 'x', 'wajib', true, now())"
                ),
                {"b": str(world.b.opd_id)},
            )
    assert db.session.execute(text("SELECT count(*) FROM upp")).scalar() == 0


def test_a_scope_leaves_nothing_behind_on_its_connection(world) -> None:
    pid = text("SELECT pg_backend_pid()")
    db.session.remove()
    db.engine.dispose()  # from here on there is one connection for everybody
    with opd_scope(world.a.opd_id), transaction():
        used = db.session.execute(pid).scalar()
        assert db.session.execute(text("SELECT count(*) FROM upp")).scalar() == 2
    assert db.session.execute(pid).scalar() == used  # the same connection, handed on
    assert not db.session.execute(text("SELECT current_setting('app.opd_id', true)")).scalar()
    assert db.session.execute(text("SELECT count(*) FROM upp")).scalar() == 0


def test_a_row_of_another_opd_cannot_be_written(world) -> None:
    with opd_scope(world.a.opd_id):
        db.session.add(Upp(opd_id=world.b.opd_id, kode="x", name="x", created_at=None))
        with pytest.raises(WrongScope):
            db.session.flush()
        db.session.rollback()


def test_all_opds_reads_everything_and_writes_nothing(world) -> None:
    with all_opds("test"):
        assert {upp.kode for upp in db.session.scalars(select(Upp))} == {"a", "a2", "b"}
        with pytest.raises(Exception, match="permission denied|read-only"):
            db.session.execute(text("UPDATE upp SET name = 'direbut'"))


def test_the_app_role_can_bypass_nothing(world) -> None:
    row = db.session.execute(
        text("SELECT rolsuper, rolbypassrls, rolname FROM pg_roles WHERE rolname = current_user")
    ).one()
    assert (row.rolsuper, row.rolbypassrls, row.rolname) == (False, False, "potret_app")
    owned = db.session.execute(
        text("SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)")
    )
    assert owned.scalar() == 0


def test_a_role_that_could_bypass_the_wall_is_refused(app, postgres, database) -> None:
    from app import create_app
    from app.tenancy.rights import OverprivilegedRole

    owner = postgres.urls(database).owner
    mistaken = create_app({"POTRET_ENV": "test", "DATABASE_URL": owner, "DATABASE_READER_URL": owner})
    with mistaken.app_context():
        with pytest.raises(OverprivilegedRole):
            db.session.execute(text("SELECT 1"))
        for engine in db.engines.values():
            engine.dispose()
