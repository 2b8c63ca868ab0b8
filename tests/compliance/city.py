"""Tuesday 24 November 2026, as the tests of compliance know it, and how they read the board."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.opd.models import Kewajiban
from app.opd.operations.opd import register_opd
from app.responses import intake
from app.results import fold
from app.surveys import operations as surveys
from app.surveys.models import Executor, Survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.world import Place

BOARD = "/organisasi/kepatuhan"
OPENS, DEADLINE = date(2026, 10, 1), date(2026, 11, 30)
WINDOW = (date(2026, 11, 2), date(2026, 11, 27))
NOW = "2026-11-24 10:15"
FACTS = {"kind": "dinas", "kewajiban": Kewajiban.WAJIB, "exemption_reason": "", "address": ""}


def at(moment: str) -> datetime:
    """Return a moment of the city."""
    return datetime.fromisoformat(moment).replace(tzinfo=clock.zone())


def answers(place: Place, count: int, day: str) -> None:
    """So many people answer at the place on a day."""
    for _ in range(count):
        intake.record(place.opd_id, place.answer(finished_at=at(f"{day} 10:00")))
    with opd_scope(place.opd_id), transaction():
        fold.fold_all()


def submit(place: Place) -> None:
    with opd_scope(place.opd_id), transaction():
        surveys.close(place.survey_id, note="", by=SYSTEM)
    with opd_scope(place.opd_id), transaction():
        surveys.submit(place.survey_id, by=SYSTEM)


def register(kode: str, name: str, **facts: Any) -> UUID:
    """Bagian Organisasi registers an OPD, which joins the periode with a survey of its own."""
    opd_id = uuid4()
    with opd_scope(opd_id), transaction():
        register_opd(opd_id, kode=kode, by=SYSTEM, **(FACTS | {"name": name, "short_name": kode.upper()} | facts))
    return opd_id


def plan(opd_id: UUID, first: date, last: date, executor: Executor = Executor.MANDIRI) -> None:
    name = "Lembaga Contoh" if executor is Executor.PIHAK_KETIGA else ""
    with opd_scope(opd_id), transaction():
        survey = db.session.scalars(select(Survey)).one()
        surveys.plan(survey, window_from=first, window_to=last, executor=executor, executor_name=name, by=SYSTEM)
        survey.target = 40


def get(client: FlaskClient, **query: Any) -> str:
    answer = client.get(BOARD, query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    check_page(answer, f"{BOARD} {query}")
    return answer.get_data(as_text=True)


def plain(html: str) -> str:
    """Return the text of a piece of HTML, with single blanks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace(" ,", ",")


def rows(html: str) -> dict[str, str]:
    """Return the text of each OPD on the board, its opened UPP included, in the order of the page."""
    found = re.findall(r'<tbody role="rowgroup" id="opd-([a-z0-9-]+)">(.*?)</tbody>', html, re.DOTALL)
    return {kode: plain(body) for kode, body in found}


def groups(html: str) -> list[str]:
    return re.findall(r'id="kelompok-(\w+)"', html)


def headline(html: str) -> str:
    return plain(re.search(r"<h1.*?</h1>", html, re.DOTALL).group())  # type: ignore[union-attr]


def legend(html: str) -> dict[str, int]:
    items = re.findall(r'<li class="stacked__item.*?</li>', html, re.DOTALL)
    return {words: int(count) for words, count in (plain(item).rsplit(" ", 1) for item in items)}
