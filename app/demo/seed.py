"""Make the demo city: the forty OPDs of Tangerang Selatan, a finished and a running periode, some twenty thousand answers.

Deterministic from a seed, except for the ids of rows other than answers. States come from the real operations, so the trail,
frozen results and letters exist; answers come through intake.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from flask import current_app
from sqlalchemy import func, select

from app import clock
from app.accounts.models import User
from app.accounts.passwords import hash_password
from app.audit.operations import SYSTEM
from app.db import transaction
from app.demo.plan import opd_plans
from app.demo.registry import People, UppPlace, make_city_people, make_opd
from app.demo.story import Event, Story, happen
from app.extensions import db
from app.periods import operations as periods
from app.periods.policy import Policy
from app.periods.queries import get_periode
from app.responses.models import PendingFold
from app.results import fold
from app.setup import operations as setup
from app.tenancy.scope import all_opds, opd_scope
from app.workdays import NATIONAL_CALENDAR

SEED = 142017
SMALL = frozenset({"disdukcapil", "dpmptsp", "dinkes", "inspektorat", "dpad", "bappelitbangda", "disperkimta"})
DAYS_LEFT = 6  # until the running periode's deadline


class NotAllowed(RuntimeError):
    """Demo data would be made where real data may be."""


def seed_city(
    password: str, *, number: int = SEED, small: bool = False, remind: Callable[[], None] | None = None
) -> None:
    """The demo city exists. `small`: seven OPDs only, for tests. `remind` decides and sends the letters of a moment.

    Raises NotAllowed in production, without the demo flag, or where there are people already.
    """
    if current_app.config["ENV_NAME"] == "production" or not current_app.config["DEMO_ACCOUNTS"]:
        raise NotAllowed("Demo data are made only with DEMO_ACCOUNTS=1 outside production.")
    if db.session.scalar(select(func.count()).select_from(User)):
        raise NotAllowed("There are people in this database already.")
    rng, today, zone = Random(number), clock.today(), clock.zone()
    deadline = today + timedelta(days=DAYS_LEFT)
    last_year = deadline - timedelta(days=365)
    begin = datetime.combine(last_year - timedelta(days=150), time(8), zone)
    plans = [replace(plan, upp=plan.upp[:5]) for plan in opd_plans() if plan.kode in SMALL] if small else opd_plans()
    with clock.pretend(begin):
        people = People(hash_password(password), begin)
        with transaction():
            make_city_people(people)
            setup.open_for_all(ready=True, by=SYSTEM)
        upp = [place for plan in plans for place in make_opd(plan, people, rng)]
    events: list[Event] = []
    for when, running in ((last_year, False), (deadline, True)):
        periode_id = _open(when, zone_time=datetime.combine(when - timedelta(days=150), time(9), zone))
        events += _events(upp, periode_id, when, today, rng, running=running)
        if not running:
            _end_at = datetime.combine(when + timedelta(days=40), time(9), zone)
            with clock.pretend(_end_at), transaction():
                periods.end_periode(get_periode(periode_id), by=SYSTEM)
    _live(events, deadline, today, remind)


def _open(deadline: date, *, zone_time: datetime) -> UUID:
    with clock.pretend(zone_time), transaction():
        periode = periods.open_periode(
            name=f"SKM Tahunan {deadline.year}",
            opens_on=zone_time.date(),
            deadline=deadline,
            policy=Policy(),
            by=SYSTEM,
        )
        return periode.id


def _events(
    upp: list[UppPlace], periode_id: UUID, deadline: date, today: date, rng: Random, *, running: bool
) -> list[Event]:
    zone = clock.zone()
    return [
        event
        for place in upp
        for event in Story(place, periode_id, deadline, today, running, Random(rng.random()), zone).events()
    ]


def _live(events: list[Event], deadline: date, today: date, remind: Callable[[], None] | None) -> None:
    """Let everything happen in the order of time, with a look every working morning at who is to be reminded."""
    mornings = [
        datetime.combine(day, time(8, 5), clock.zone())
        for day in (deadline - timedelta(days=n) for n in range(45, -1, -1))
        if day < today or (day == today and clock.local_now().time() > time(8, 5))
    ]
    now = clock.now()
    for event in sorted(events, key=lambda event: event.at):
        if event.at > now:
            break  # the city has lived until today
        while mornings and mornings[0] <= event.at:
            _morning(mornings.pop(0), remind)
        happen(event)
    for morning in mornings:
        _morning(morning, remind)
    _fold()


def _morning(at: datetime, remind: Callable[[], None] | None) -> None:
    if remind and NATIONAL_CALENDAR.is_working_day(at.date()):
        with clock.pretend(at):
            _fold()  # reminders look at how far each OPD has come
            remind()


def _fold() -> None:
    with all_opds("demo: whose answers wait to be folded"):
        waiting = list(db.session.scalars(select(PendingFold.opd_id).distinct()))
    for opd_id in waiting:
        with opd_scope(opd_id), transaction():
            fold.fold_all()
