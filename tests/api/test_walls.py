"""What a token opens: over every operation that the documentation names, so that a new one is covered unasked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from app import clock
from app.api.scopes import OF_CITY, OF_OPD, Scope
from app.db import transaction
from app.extensions import db
from app.ikm import Unsur
from app.opd.models import Layanan, Titik, Upp
from app.responses import intake
from app.responses.models import Response
from app.results import fold
from app.tenancy.scope import opd_scope
from app.tickets.models import Ticket
from tests.api.test_api import city_token, token_of
from tests.world import Place, World

CANARY = "KENARI-B"
Call = Callable[[FlaskClient, dict[str, str], Place], Any]


def _send(client: FlaskClient, headers: dict[str, str], place: Place) -> Any:
    item = {
        "id": str(uuid4()), "layanan_id": str(place.layanan_id), "titik_id": str(place.titik_id),
        "nilai": {unsur.value: 3 for unsur in Unsur}, "selesai": clock.now().isoformat(),
    }  # fmt: skip
    return client.post("/api/v1/jawaban", headers=headers, json={"jawaban": [item]})


def _issue(client: FlaskClient, headers: dict[str, str], place: Place) -> Any:
    body = {"referensi": "izin 1", "layanan_id": str(place.layanan_id), "titik_id": str(place.titik_id)}
    return client.post("/api/v1/undangan", headers=headers, json=body)


def _get(path: str, **query: str) -> Call:
    return lambda client, headers, _place: client.get(f"/api/v1/{path}", headers=headers, query_string=query)


# How each operation is called about a place, and the scope that it needs.
CALLS: dict[tuple[str, str], tuple[Scope, Call]] = {
    ("get", "/api/v1/layanan"): (Scope.LAYANAN_READ, _get("layanan")),
    ("post", "/api/v1/jawaban"): (Scope.RESPONSE_SEND, _send),
    ("post", "/api/v1/undangan"): (Scope.INVITATION_ISSUE, _issue),
    ("get", "/api/v1/undangan"): (Scope.INVITATION_ISSUE, _get("undangan", referensi="izin 1")),
    ("get", "/api/v1/hasil"): (Scope.RESULT_READ, _get("hasil")),
    ("get", "/api/v1/kepatuhan"): (Scope.COMPLIANCE_READ, _get("kepatuhan")),
    ("get", "/api/v1/rekap"): (Scope.RECAP_READ, _get("rekap")),
}
OF_AN_OPD = {key: (scope, call) for key, (scope, call) in CALLS.items() if scope in OF_OPD}
OPERATIONS = pytest.mark.parametrize(("scope", "call"), CALLS.values(), ids=[" ".join(key) for key in CALLS])


@pytest.fixture
def canaries(world: World, client: FlaskClient) -> World:
    """OPD B with answers and an invitation, and a canary in every name of it."""
    with opd_scope(world.b.opd_id), transaction():
        for kind in (Upp, Layanan, Titik):
            db.session.execute(update(kind).values(name=kind.name + CANARY))
    for _ in range(6):
        intake.record(world.b.opd_id, world.b.answer())
    with opd_scope(world.b.opd_id), transaction():
        fold.fold_all()
    assert _issue(client, token_of(world.b), world.b).status_code == 201
    return world


def test_every_documented_operation_is_asked_here(client: FlaskClient, world: World) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    documented = {(method, path) for path, methods in paths.items() for method in methods if method != "parameters"}
    assert documented == set(CALLS), "Say in CALLS how the new operation is called, so that its walls are tested."


@pytest.mark.parametrize("call", [call for _, call in OF_AN_OPD.values()], ids=[" ".join(key) for key in OF_AN_OPD])
def test_a_token_of_one_opd_sees_and_changes_nothing_of_another(
    client: FlaskClient, canaries: World, call: Call
) -> None:
    theirs = canaries.b
    answer = call(client, token_of(canaries.a), theirs)
    for secret in (CANARY, str(theirs.survey_id), str(theirs.upp_id), '"b"'):
        assert secret not in answer.text
    with opd_scope(theirs.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == 6
        assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1
    with opd_scope(canaries.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == 0


@OPERATIONS
def test_an_operation_opens_with_its_own_scope_and_with_no_other(
    client: FlaskClient, world: World, scope: Scope, call: Call
) -> None:
    place = world.a
    others = [each for each in OF_OPD if each is not scope]
    assert call(client, token_of(place, *others), place).status_code == 403
    own = city_token() if scope in OF_CITY else token_of(place, scope)
    assert call(client, own, place).status_code in (200, 201, 404)
    stranger = token_of(place) if scope in OF_CITY else city_token()
    assert call(client, stranger, place).status_code == 403


@OPERATIONS
def test_without_a_living_token_no_operation_opens(client: FlaskClient, world: World, scope: Scope, call: Call) -> None:
    for header in ({}, {"Authorization": "Bearer tebakan"}, {"Authorization": "Basic YTpi"}):
        answer = call(client, header, world.a)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert set(answer.json) == {"pesan"}
