"""What Prometheus and the log are told, and who may ask."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from app.compliance.heartbeats import beat
from app.db import transaction
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from tests.world import World

TOKEN = "a-token-that-only-prometheus-has"


@pytest.fixture
def watchman(app: Flask, client: FlaskClient) -> FlaskClient:
    app.config["METRICS_TOKEN"] = TOKEN
    return client


def read(client: FlaskClient) -> dict[tuple[str, str], float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.get_data(as_text=True))
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in families
        for sample in family.samples
    }


def test_the_work_that_waits_is_counted(watchman: FlaskClient, world: World) -> None:
    before = read(watchman)
    with transaction():
        outbox.add(next(iter(Topic)), opd_id=world.a.opd_id)
        beat("worker")
    after = read(watchman)
    assert after["potret_outbox_waiting", ""] == before["potret_outbox_waiting", ""] + 1
    assert after["potret_outbox_oldest_seconds", ""] >= 0
    assert 0 <= after["potret_heartbeat_age_seconds", "worker"] < 60
    assert after["potret_outbox_parked", ""] == 0
    assert after["potret_alarms", ""] == 0


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", TOKEN])
def test_without_the_token_there_is_no_such_page(watchman: FlaskClient, world: World, header: str) -> None:
    assert watchman.get("/metrics", headers={"Authorization": header}).status_code == 404


def test_without_a_token_set_nobody_gets_in(client: FlaskClient, world: World) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_request_leaves_one_line_with_its_id_and_without_its_address(
    client: FlaskClient, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    client.get("/masuk?next=/opd/rahasia", headers={"X-Request-Id": "abcdef-123456"})
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"request"' in line]
    assert [line["endpoint"] for line in lines if line.get("request_id") == "abcdef-123456"] == ["accounts.sign_in"]
    assert "rahasia" not in json.dumps(lines)
