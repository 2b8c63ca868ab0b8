"""A link in each OPD, and how a respondent uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.ikm import Unsur
from app.links import operations, queries
from app.responses.models import Response
from app.tenancy.scope import opd_scope
from tests.workers.conftest import workers
from tests.world import Place, World

__all__ = ["workers"]

PHONE = {"width": 360, "height": 740}
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
SERIOUS = "async () => (await axe.run()).violations.filter(v => /serious|critical/.test(v.impact)).map(v => v.id)"
HIDDEN = ("response_id", "bukti", "questionnaire_id")


def make_link(place: Place) -> str:
    """Return the code of the place's link, made as an admin makes it."""
    with opd_scope(place.opd_id), transaction():
        line = next(
            line
            for line in queries.list_lines()
            if (line.layanan_id, line.titik_id) == (place.layanan_id, place.titik_id)
        )
        return operations.make_link(line, by=SYSTEM).code


@pytest.fixture
def code(world: World) -> str:
    return make_link(world.a)


def served(client: Any, code: str, address: str = "/s/{}") -> dict[str, str]:
    """Return the hidden fields of a freshly served form."""
    page = client.get(address.format(code))
    assert page.status_code == 200, page.status_code
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page.text).group(1) for name in HIDDEN}


def answered(fields: dict[str, str], scores: str = "334333333", **more: str) -> dict[str, str]:
    """Return a form that is filled in, a minute after it was served."""
    given = {f"jawaban-{unsur.value}": score.strip("-") for unsur, score in zip(Unsur, scores, strict=True)}
    return fields | given | {"jenis_kelamin": "P", "usia": "41"} | more


def responses(opd_id: UUID) -> list[Response]:
    with opd_scope(opd_id):
        return list(db.session.scalars(select(Response).order_by(Response.received_at)))


def at_once(app: Any, address: str, bodies: list[dict[str, str]]) -> list[int]:
    """Post each body from a phone of its own in the same moment; return the statuses in order."""
    statuses: list[int] = []
    barrier = Barrier(len(bodies))

    def send(body: dict[str, str]) -> None:
        client = app.test_client()
        barrier.wait()
        statuses.append(client.post(address, data=body).status_code)

    threads = [Thread(target=send, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


@pytest.fixture
def later(app: Any) -> Any:
    """Return a function that lets so many seconds pass on the application's clock."""
    file = Path(app.config["CLOCK_FILE"])

    def pass_by(seconds: float) -> None:
        file.write_text(str(clock.offset(str(file)).total_seconds() + seconds))

    return pass_by


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A cheap phone; an error of a script or of the policy fails the test."""
    context = browser.new_context(viewport=PHONE, locale="id-ID", timezone_id="Asia/Jakarta")
    page = context.new_page()
    page.set_default_timeout(15_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert broken == []
