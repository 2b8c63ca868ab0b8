"""What was imported before the wizard came is finished, and stays so on the way back and forth."""

from __future__ import annotations

from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, text

from app.db import transaction
from app.extensions import db
from app.tenancy.scope import opd_scope
from tests.conftest import dispose
from tests.imports.steps import numbered, prepared, work

BEFORE = "20261124_1720"


def test_imports_of_before_are_finished_and_drafts_do_not_survive_the_way_back(app, world, workers) -> None:
    with opd_scope(world.a.opd_id):
        with transaction():
            prepared(world.a, numbered(5), start=True)
        work()
        with transaction():
            prepared(world.a, numbered(6), name="rancangan.csv")
    db.session.remove()  # an open transaction would hold its tables
    dispose(app)
    downgrade(directory="migrations", revision=BEFORE)
    assert _imports(app, "file_name, rows") == [("jawaban.csv", 5)]
    upgrade(directory="migrations")
    assert _imports(app, "file_name, rows, state, done, finished_at = created_at") == [
        ("jawaban.csv", 5, "selesai", 5, True)
    ]


def _imports(app, columns: str) -> list[tuple]:
    engine = create_engine(app.config["DATABASE_OWNER_URL"])
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM imports"))]
    engine.dispose()
    return rows
