"""A city on its first day: Bagian Organisasi has one account, and there is nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.accounts.passwords import hash_password
from app.db import transaction
from app.extensions import db
from local.postgres import PostgresServer
from tests.conftest import TEMPLATE, dispose, make_app
from tests.world import PASSWORD


@pytest.fixture
def first_day(postgres: PostgresServer, tmp_path: Path) -> Iterator[Flask]:
    name = f"first_{uuid4().hex[:12]}"
    postgres.create_database(name, template=TEMPLATE)
    application = make_app(postgres, name, clock_file=tmp_path / "clock")
    with application.app_context(), transaction():
        now = clock.now()
        user = User(
            email="organisasi@contoh.test",
            name="Rina",
            password_hash=hash_password(PASSWORD),
            created_at=now,
            demo=True,
        )
        db.session.add(user)
        db.session.flush()
        db.session.add(Membership(user_id=user.id, role=Role.ORGANISASI, created_at=now))
    with application.app_context():
        yield application
    dispose(application)
    postgres.drop_database(name)


@pytest.fixture
def rina(first_day: Flask) -> FlaskClient:
    """The client of Bagian Organisasi's only person."""
    client = first_day.test_client()
    assert client.post("/masuk", data={"email": "organisasi@contoh.test", "password": PASSWORD}).status_code == 302
    return client
