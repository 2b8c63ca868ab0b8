"""The API does what its own documentation says, whatever is sent: schemathesis asks the real application.

Fixed seed and a bounded number of requests for each operation, so that a failure is the same tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import EngineEvent, NonFatalError, ScenarioFinished
from sqlalchemy import func, select

from app.api import operations
from app.api.scopes import OF_CITY, OF_OPD
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.responses.models import Response
from app.tenancy.scope import opd_scope
from app.tickets.models import Ticket
from tests.live import serving
from tests.world import Place, World

UUID_SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
EXAMPLES = 15  # invented for each operation, beside one for each edge of each field
NOTHING_LEARNED = {"responses": False}  # from the answers before: their ids differ from run to run
OF_THE_CITY = ["/api/v1/kepatuhan", "/api/v1/rekap"]


def test_every_answer_is_one_that_the_documentation_names(app: Flask) -> None:
    asked: set[str] = set()
    wrong: list[str] = []
    place, config = _prepared(app)
    with serving(app) as address, _leading(place):
        schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", config=config)
        for event in from_schema(schema).execute():
            if isinstance(event, ScenarioFinished):
                asked.add(event.recorder.label)
            wrong += _complaints(event)
    assert wrong == [], f"{len(wrong)} findings:\n" + "\n\n".join(sorted(set(wrong))[:10])
    with app.app_context(), opd_scope(place.opd_id):
        stored, issued = (db.session.scalar(select(func.count()).select_from(kind)) for kind in (Response, Ticket))
    assert stored >= 3
    assert issued >= 3
    assert {operation.ok().label for operation in schema.get_all_operations()} <= asked


@contextmanager
def _leading(place: Place) -> Iterator[None]:
    def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
        _lead(case.body, place)

    schemathesis.hook(before_call)
    yield
    schemathesis.hooks.unregister(before_call)


def _lead(body: Any, place: Place) -> None:
    """Let what is invented lead to a layanan and titik that exist: only there is anything stored."""
    for item in [body, *(body.get("jawaban") or [])] if isinstance(body, dict) else []:
        for name in ("layanan_id", "titik_id"):
            if isinstance(item, dict) and isinstance(item.get(name), str) and UUID_SHAPE.fullmatch(item[name]):
                item[name] = str(getattr(place, name))


def _prepared(app: Flask) -> tuple[Place, SchemathesisConfig]:
    """Return a place, and how to ask: as programs of its OPD and of the city."""
    with app.app_context():
        place = World.load().a
        with opd_scope(place.opd_id), transaction():
            own = operations.issue(place.opd_id, name="Penguji", scopes=OF_OPD, days=1, by=SYSTEM)
        with transaction():
            city = operations.issue(None, name="Penguji", scopes=OF_CITY, days=1, by=SYSTEM)
    app.config.update(WTF_CSRF_ENABLED=True)  # as in the product
    return place, SchemathesisConfig.from_dict(
        {
            "seed": 2026,
            "headers": _shown(own),
            "operations": [{"include-path": OF_THE_CITY, "headers": _shown(city)}],
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
            "phases": {
                "examples": {"extra-data-sources": NOTHING_LEARNED},
                "coverage": {"extra-data-sources": NOTHING_LEARNED},
                "fuzzing": {"extra-data-sources": NOTHING_LEARNED, "error-feedback": {"enabled": False}},
                "stateful": {"enabled": False},  # the API has no sequences that one request alone does not show
            },
            "analysis": {"constants": {"enabled": False}},
            "cache": {"enabled": False},
            "continue-on-failure": True,
            # A loaded machine is slow, and that is not what is asked here.
            "request-timeout": 60,
            "suppress-health-check": ["all"],
        }
    )


def _shown(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _complaints(event: EngineEvent) -> list[str]:
    if isinstance(event, NonFatalError):
        return [f"{event.label}: {event.info.format()}"]
    if not isinstance(event, ScenarioFinished):
        return []
    found: list[Any] = [check for checks in event.recorder.checks.values() for check in checks if check.failure_info]
    return [
        f"{event.recorder.label}: {check.failure_info.failure}\n{check.failure_info.code_sample}" for check in found
    ]
