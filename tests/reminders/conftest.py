"""November 2026 as the tests of reminding know it: deadline Monday 30, collecting from the 2nd to the 27th."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from app import clock
from app.accounts.models import Membership, User
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters.models import CityLetter, Letter
from app.opd.models import Opd
from app.periods.models import Periode
from app.responses import intake
from app.results import fold
from app.surveys import operations as surveys
from app.surveys.models import Survey
from app.tenancy.scope import all_opds, opd_scope
from tests.world import Place, World

OPENS, DEADLINE = date(2026, 10, 1), date(2026, 11, 30)
WINDOW = (date(2026, 11, 2), date(2026, 11, 27))


@dataclass(frozen=True)
class Decided:
    """A letter as the tests speak of it: `who` is the part of the address before the @."""

    id: UUID
    opd: str
    step: str
    who: str
    kind: str
    state: str
    upp_id: UUID | None
    created_at: datetime


@dataclass(frozen=True)
class Days:
    """Turns the clock of the application, in the city's time."""

    app: Flask

    def at(self, moment: str) -> datetime:
        """It is `moment` ("2026-11-23 08:00") now."""
        local = datetime.fromisoformat(moment).replace(tzinfo=clock.zone())
        offset = (local - datetime.now(UTC)).total_seconds()
        Path(self.app.config["CLOCK_FILE"]).write_text(str(offset))
        return local


@pytest.fixture
def november(app: Flask, world: World) -> World:
    """The two-OPD world with the dates of this module; everybody joined long before, nobody has answered."""
    long_ago = datetime(2026, 9, 1, tzinfo=UTC)
    with transaction():
        db.session.execute(update(Periode).values(opens_on=OPENS, deadline=DEADLINE, name="SKM Tahunan 2026"))
        db.session.execute(update(Membership).values(created_at=long_ago))
    for opd_id in (world.a.opd_id, world.b.opd_id):
        with opd_scope(opd_id), transaction():
            begun = datetime(2026, 11, 2, 1, tzinfo=UTC)
            db.session.execute(update(Survey).values(window_from=WINDOW[0], window_to=WINDOW[1], started_at=begun))
    return world


@pytest.fixture
def days(app: Flask) -> Days:
    return Days(app)


def answers(place: Place, count: int, day: str) -> None:
    """So many people answer at the place on a day."""
    at = datetime.fromisoformat(f"{day} 10:00").replace(tzinfo=clock.zone())
    for _ in range(count):
        intake.record(place.opd_id, place.answer(finished_at=at))
    with opd_scope(place.opd_id), transaction():
        fold.fold_all()


def submit(place: Place) -> None:
    """The place's survey is closed and submitted."""
    with opd_scope(place.opd_id), transaction():
        surveys.close(place.survey_id, note="", by=SYSTEM)
    with opd_scope(place.opd_id), transaction():
        surveys.submit(place.survey_id, by=SYSTEM)


def give_back(place: Place, note: str) -> None:
    with opd_scope(place.opd_id), transaction():
        surveys.give_back(place.survey_id, note=note, by=SYSTEM)


def change_policy(**values: Any) -> None:
    with transaction():
        periode = db.session.scalars(select(Periode)).one()
        periode.policy = periode.policy | values


def letters(choose: Callable[[Decided], bool] = lambda _: True) -> list[Decided]:
    """Return the letters about OPDs in order of decision."""
    with all_opds("test"):
        rows = db.session.execute(
            select(Letter, Opd.kode).join(Opd, Opd.id == Letter.opd_id).order_by(Letter.created_at, Letter.to_email)
        ).all()
        found = [
            Decided(
                x.id, kode, x.step or "", x.to_email.split("@")[0], x.kind.value, x.state.value, x.upp_id, x.created_at
            )
            for x, kode in rows
        ]  # fmt: skip
    return [letter for letter in found if choose(letter)]


def readers(step: str, opd: str | None = None) -> list[str]:
    """Return who was written to at a step, sorted; a person with two letters stands twice."""
    return sorted(x.who for x in letters() if x.step == step and opd in (None, x.opd))


def city_letters() -> Counter[tuple[str, str, str]]:
    """Return how often each (kind, step without the periode's id, reader) was decided."""
    rows = db.session.execute(select(CityLetter.kind, CityLetter.step, CityLetter.to_email)).all()
    db.session.rollback()
    return Counter((kind.value, (step or "").split("/")[-1], email.split("@")[0]) for kind, step, email in rows)


def get_user(who: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{who}@contoh.test")).one()
