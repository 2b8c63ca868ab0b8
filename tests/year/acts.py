"""What offices do, by the product's own operations and at the city's false time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select, update

from app import clock
from app.accounts.models import Membership
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.opd.models import Kewajiban, Opd
from app.periods.models import Periode
from app.publication import operations as publication
from app.publication.models import Medium
from app.responses import intake
from app.results import fold
from app.surveys import operations as surveys
from app.surveys.models import Executor, Survey
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.faults.november import open_office
from tests.world import Place, _place
from tests.year.tempers import DEADLINE, OPENS, TEMPERS, USERS, Temper

SEKDA = "Sekretaris Daerah <sekda@contoh.test>"
Office = tuple[Temper, Place]


def open_city(each: int) -> list[Office]:
    """A periode of a whole year, so many OPDs of each temper; the two of the world need not take part."""
    periode = db.session.scalars(select(Periode)).one()
    policy = dict(periode.policy) | {"escalation_emails": [SEKDA]}
    with transaction():
        db.session.execute(
            update(Periode).values(opens_on=OPENS, deadline=DEADLINE, name="SKM Tahunan 2026", policy=policy)
        )
        db.session.execute(update(Membership).values(created_at=clock.now()))  # of before this year
        db.session.execute(update(Opd).values(kewajiban=Kewajiban.DIKECUALIKAN, exemption_reason="uji"))
    return [_open(temper, number) for temper in TEMPERS for number in range(each)]


def _open(temper: Temper, number: int) -> Office:
    kode = f"{temper.name}-{number}"
    office = open_office(kode, users=USERS)
    place = _place(office.opd_id, kode, kode)
    if temper.plan:
        first, last = map(date.fromisoformat, temper.plan)
        with opd_scope(place.opd_id), transaction():
            surveys.plan(
                db.session.scalars(select(Survey)).one(), window_from=first, window_to=last, executor=Executor.MANDIRI,
                executor_name="", by=SYSTEM,
            )  # fmt: skip
    return temper, place


def perform(office: Office, act: str | int) -> None:
    """One act of the tempers' table happens now."""
    _, place = office
    if isinstance(act, int):
        for _ in range(act):
            intake.record(place.opd_id, place.answer(finished_at=clock.now()))
        with opd_scope(place.opd_id), transaction():
            fold.fold_all()
        return
    with opd_scope(place.opd_id), transaction():
        ACTS[act](place)


def _poster(place: Place) -> None:
    survey = get_survey(place.survey_id)
    publication.record(
        survey, medium=Medium.POSTER, place="Loket", published_on=clock.today(), evidence=None, by=SYSTEM
    )


ACTS: dict[str, Callable[[Place], object]] = {
    "start": lambda place: surveys.start(get_survey(place.survey_id), by=SYSTEM),
    "close": lambda place: surveys.close(place.survey_id, note="", by=SYSTEM),
    "submit": lambda place: surveys.submit(place.survey_id, by=SYSTEM),
    "return": lambda place: surveys.give_back(place.survey_id, note="Perbaiki kop laporan.", by=SYSTEM),
    "verify": lambda place: surveys.verify(place.survey_id, by=SYSTEM),
    "publish": lambda place: surveys.publish(place.survey_id, by=SYSTEM),
    "poster": _poster,
}
