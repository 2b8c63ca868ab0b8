"""The city on Tuesday 24 November 2026, and a clock that can be turned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.db import transaction
from app.extensions import db
from app.periods.models import Periode
from app.surveys.models import Survey
from app.tenancy.scope import opd_scope
from tests.compliance.city import DEADLINE, NOW, OPENS, WINDOW, at
from tests.world import World


@pytest.fixture
def turn(app: Flask) -> Callable[[str], None]:
    """Turn the clock of the application: turn("2026-12-01 08:00")."""

    def to(moment: str) -> None:
        Path(app.config["CLOCK_FILE"]).write_text(str((at(moment) - datetime.now(UTC)).total_seconds()))

    return to


@pytest.fixture
def city(world: World, turn: Callable[[str], None]) -> World:
    """Tuesday 24 November 2026: collecting from the 2nd to the 27th, deadline Monday 30, each UPP wants 40 answers."""
    turn(NOW)
    with transaction():
        db.session.execute(update(Periode).values(opens_on=OPENS, deadline=DEADLINE, name="SKM Tahunan 2026"))
    for place in (world.a, world.b):
        with opd_scope(place.opd_id), transaction():
            db.session.execute(update(Survey).values(window_from=WINDOW[0], window_to=WINDOW[1], target=40))
    return world


@pytest.fixture
def organisasi(city: World, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("organisasi")
