"""A phone as the server meets it: a token, people, interviews. Sends real requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.accounts.passwords import hash_password
from app.audit.operations import SYSTEM
from app.db import transaction
from app.devices import operations
from app.extensions import db
from app.ikm import Unsur
from app.tenancy.scope import opd_scope
from tests.world import PASSWORD, Place


@dataclass
class Phone:
    client: FlaskClient
    token: str
    device_id: UUID
    place: Place
    petugas_id: UUID
    clock_wrong_by: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """Return what the phone takes for the present moment."""
        return clock.now() + self.clock_wrong_by

    def item(self, score: int | None = 3, **more: Any) -> dict[str, Any]:
        """Return a finished interview that may be sent."""
        return {
            "id": str(uuid4()),
            "petugas": str(self.petugas_id),
            "survey_id": str(self.place.survey_id),
            "layanan_id": str(self.place.layanan_id),
            "titik_id": str(self.place.titik_id),
            "questionnaire_id": str(self.place.questionnaire_id),
            "collection": "petugas",
            "scores": {unsur.value: score for unsur in Unsur},
            "sex": "P",
            "age": 58,
            "education": "SMA",
            "occupation": "SWASTA",
            "occupation_other": None,
            "office_kind": None,
            "position": None,
            "saran": "",
            "started_at": (self.now() - timedelta(minutes=3)).isoformat(),
            "finished_at": (self.now() - timedelta(minutes=1)).isoformat(),
            "ui_version": "abc123",
        } | more

    def batch(self, *items: Any) -> dict[str, Any]:
        return {"sent_at": self.now().isoformat(), "app_version": "v1", "items": list(items)}

    def post(self, *items: Any) -> Any:
        """Send the interviews; return the whole answer."""
        return self.client.post("/isi/kirim", json=self.batch(*items), headers=self.headers)

    def send(self, *items: Any) -> list[dict[str, Any]]:
        """Send the interviews; return what became of each."""
        answer = self.post(*items)
        assert answer.status_code == 200, answer.text
        return answer.json["items"]

    def send_all(self, items: Sequence[Any]) -> list[dict[str, Any]]:
        """Send a long queue as the app does, 25 at a time."""
        return [result for start in range(0, len(items), 25) for result in self.send(*items[start : start + 25])]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def petugas_of(place: Place) -> UUID:
    return db.session.scalars(
        select(Membership.id).where(Membership.opd_id == place.opd_id, Membership.petugas_code == "P-01")
    ).one()


def another_petugas(place: Place, *, upp_id: UUID | None = None, code: str = "P-77") -> UUID:
    """Return the membership of one more petugas, limited to a UPP where one is named; signs in as petugas77."""
    now = clock.now()
    with transaction():
        user = User(
            email="petugas77@contoh.test", name="Sari Dewi", password_hash=hash_password(PASSWORD), created_at=now
        )
        db.session.add(user)
        db.session.flush()
        row = Membership(
            user_id=user.id, role=Role.PETUGAS, opd_id=place.opd_id, upp_id=upp_id, petugas_code=code, created_at=now
        )
        db.session.add(row)
        db.session.flush()
        return row.id


def count_queries(act: Callable[[], Any]) -> int:
    """Return how many statements the act sends to the database."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engines = (db.engine, db.engines["alone"])
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def set_up(app: Flask, place: Place, petugas_id: UUID | None = None, **more: Any) -> Phone:
    """Return a phone that is a device of the place's petugas."""
    petugas_id = petugas_id or petugas_of(place)
    with opd_scope(place.opd_id), transaction():
        enrolment = operations.enrol(
            db.session.get_one(Membership, petugas_id), token="", label="Redmi 9A · Chrome", by=SYSTEM, way="masuk"
        )
    return Phone(app.test_client(), enrolment.token, enrolment.device_id, place, petugas_id, **more)
