"""One head, equal to the models; up, down and up again."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, text

from app.db import Base
from tests.conftest import TEMPLATE, dispose, make_app


def test_there_is_one_head_and_files_are_named_by_date_and_verb() -> None:
    script = ScriptDirectory("migrations")
    assert len(script.get_heads()) == 1
    for path in Path("migrations/versions").glob("*.py"):
        assert re.fullmatch(r"\d{8}_\d{4}_[a-z]+_[a-z_]+\.py", path.name), (
            f"{path.name}: name it 20261124_1015_create_opd.py"
        )


def test_the_head_equals_the_models(postgres) -> None:
    engine = create_engine(postgres.urls(TEMPLATE).owner)
    with engine.connect() as connection:
        difference = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
        )
    engine.dispose()
    assert difference == []


def test_up_down_and_up_again(postgres) -> None:
    name = f"migrated_{uuid4().hex[:8]}"
    postgres.create_database(name)
    app = make_app(postgres, name)
    try:
        with app.app_context():
            upgrade(directory="migrations")
            before = _catalogue(postgres, name)
            downgrade(directory="migrations", revision="base")
            assert _catalogue(postgres, name) == ["alembic_version"]
            upgrade(directory="migrations")
            assert _catalogue(postgres, name) == before
    finally:
        dispose(app)
        postgres.drop_database(name)


def _catalogue(postgres, name: str) -> list[str]:
    engine = create_engine(postgres.urls(name).owner)
    with engine.connect() as connection:
        rows = (
            connection.execute(
                text(
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' UNION SELECT proname FROM pg_proc"
                    " JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public' ORDER BY 1"
                )
            )
            .scalars()
            .all()
        )
    engine.dispose()
    return list(rows)
