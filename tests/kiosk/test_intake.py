"""What the server takes from a kiosk, what it flags, and what it refuses and keeps aside."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.ikm import Unsur
from app.kiosk import limits
from app.links import operations, queries
from app.responses.models import Collection, Quarantine, ResponseState
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from tests.links.conftest import answered, make_link, responses, served
from tests.world import Place, World

HALF_A_MINUTE = timedelta(seconds=30)


@dataclass
class Kiosk:
    """A kiosk as its requests see it."""

    app: Flask
    code: str

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.data = self.client.get(f"/kios/{self.code}/data").json

    def answer(self, finished: datetime, scores: str = "334333333", seconds: float = 60, **more: Any) -> dict[str, Any]:
        place = self.data["place"]
        return {
            "id": str(uuid4()), "collection": "kios", "survey_id": self.data["survey_id"], "layanan_id": place["layanan_id"],
            "titik_id": place["titik_id"], "questionnaire_id": self.data["questionnaire"]["id"],
            "scores": {unsur.value: int(score) for unsur, score in zip(Unsur, scores, strict=True)}, "sex": "P", "age": 41,
            "saran": "", "started_at": (finished - timedelta(seconds=seconds)).isoformat(), "finished_at": finished.isoformat(),
            "ui_version": "kios-1", "notice_version": "kios-2026-11",
        } | more  # fmt: skip

    def post(self, *items: Any, shown: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.data['pass'] if shown is None else shown}"}
        body = {"sent_at": clock.now().isoformat(), "app_version": "", "items": list(items)}
        return self.client.post("/kios/kirim", json=body, headers=headers)

    def send(self, *items: Any) -> list[dict[str, Any]]:
        answer = self.post(*items)
        assert answer.status_code == 200, answer.text
        return answer.json["items"]


@pytest.fixture
def kiosk(app: Flask, world: World, code: str) -> Kiosk:
    return Kiosk(app, code)


@pytest.fixture
def day_later(app: Flask, kiosk: Kiosk) -> datetime:
    """The kiosk has stood there for a day; gives the time."""
    Path(app.config["CLOCK_FILE"]).write_text(str(24 * 3600))
    return clock.now()


def flags(place: Place) -> list[list[str]]:
    return [row.flags for row in sorted(responses(place.opd_id), key=lambda row: row.finished_at)]


def aside(place: Place) -> list[Quarantine]:
    with opd_scope(place.opd_id):
        return list(db.session.scalars(select(Quarantine)))


def test_an_answer_is_stored_with_all_that_is_known_of_it(world: World, kiosk: Kiosk, day_later: datetime) -> None:
    (said,) = kiosk.send(kiosk.answer(day_later, saran="Loketnya ditambah"))
    assert (said["status"], bool(said["receipt"])) == ("diterima", True)
    (row,) = responses(world.a.opd_id)
    assert (row.collection, row.scores, row.saran) == (Collection.KIOS, [3, 3, 4, *[3] * 6], "Loketnya ditambah")
    assert (row.layanan_id, row.titik_id, row.survey_id) == (world.a.layanan_id, world.a.titik_id, world.a.survey_id)
    assert (row.sex, row.age_band, row.petugas_id, row.flags) == ("P", "40-49", None, [])
    assert (row.ui_version, row.notice_version) == ("kios-1", "kios-2026-11")
    assert row.finished_at - row.started_at == timedelta(minutes=1)


def test_a_resend_is_told_so_and_another_answer_under_its_id_is_kept_aside(
    world: World, kiosk: Kiosk, day_later: datetime
) -> None:
    first = kiosk.answer(day_later)
    assert [said["status"] for said in kiosk.send(first, first)] == ["diterima", "sudah_diterima"]
    (said,) = kiosk.send(kiosk.answer(day_later, "111111111", id=first["id"]))
    assert (said["status"], said["receipt"]) == ("berbeda", None)
    assert len(responses(world.a.opd_id)) == len(aside(world.a)) == 1


def test_a_whole_day_from_one_tablet_is_ordinary(world: World, kiosk: Kiosk, day_later: datetime) -> None:
    for batch in range(4):
        times = [day_later - timedelta(minutes=2 * (25 * batch + each)) for each in range(25)]
        kiosk.send(*(kiosk.answer(at, f"33{each % 4 + 1}333{batch % 4 + 1}33") for each, at in enumerate(times)))
    assert flags(world.a) == [[]] * 100


def test_whoever_presses_on_and_on_is_flagged_and_never_refused(
    world: World, kiosk: Kiosk, day_later: datetime
) -> None:
    times = [day_later - timedelta(hours=1) + timedelta(seconds=10 * each) for each in range(12)]
    said = kiosk.send(*(kiosk.answer(at, f"{each % 4 + 1}34333333", seconds=60) for each, at in enumerate(times)))
    assert {each["status"] for each in said} == {"diterima"}
    assert flags(world.a) == [["beruntun"]] * 12


def test_five_alike_in_a_row_and_nine_answers_in_a_breath_are_flagged(
    world: World, kiosk: Kiosk, day_later: datetime
) -> None:
    alike = [day_later - timedelta(minutes=90 - 3 * each) for each in range(5)]
    kiosk.send(*(kiosk.answer(at) for at in alike))
    kiosk.send(kiosk.answer(day_later, "444444444", seconds=5))
    assert flags(world.a) == [[], [], [], [], ["beruntun"], ["terlalu_cepat", "seragam"]]


def test_an_answer_from_before_the_kiosk_stood_there_says_so(world: World, kiosk: Kiosk) -> None:
    kiosk.send(kiosk.answer(clock.now() - timedelta(hours=3)))
    assert flags(world.a) == [["tanpa_bukti_waktu"]]


def test_answers_through_the_link_and_through_the_kiosk_are_not_one_crowd(
    world: World, kiosk: Kiosk, day_later: datetime
) -> None:
    kiosk.send(*(kiosk.answer(day_later - HALF_A_MINUTE * each, f"3{each % 4 + 1}4333333") for each in range(4)))
    page = kiosk.client.post(f"/s/{kiosk.code}", data=answered(served(kiosk.client, kiosk.code)))
    assert page.status_code == 303
    link = next(row for row in responses(world.a.opd_id) if row.collection is Collection.TAUTAN)
    assert "beruntun" not in link.flags
    assert "perangkat_ganda" not in link.flags


def test_a_pass_is_the_only_credential(world: World, kiosk: Kiosk) -> None:
    for shown in ("", "palsu", kiosk.data["pass"][:-2]):
        answer = kiosk.post(kiosk.answer(clock.now()), shown=shown)
        assert (answer.status_code, "belum disiapkan" in answer.json["pesan"]) == (401, True)
    assert responses(world.a.opd_id) == []


def test_a_kiosk_answers_for_its_own_place_only(app: Flask, world: World, kiosk: Kiosk) -> None:
    other = Kiosk(app, make_link(world.b))
    now = clock.now()
    (foreign,) = kiosk.send(other.answer(now))
    with opd_scope(world.a.opd_id):
        lines = queries.list_lines()
    elsewhere = next(line for line in lines if line.upp_id == world.a.upp_id and line.layanan_id != world.a.layanan_id)
    (moved,) = kiosk.send(kiosk.answer(now, layanan_id=str(elsewhere.layanan_id)))
    (petugas,) = kiosk.send(kiosk.answer(now, collection="petugas", petugas=str(uuid4())))
    assert {each["status"] for each in (foreign, moved, petugas)} == {"ditolak"}
    assert responses(world.a.opd_id) == responses(world.b.opd_id) == []
    assert {row.upp_id for row in aside(world.a)} == {world.a.upp_id}
    assert aside(world.b) == []


def test_what_is_broken_fails_no_other(world: World, kiosk: Kiosk) -> None:
    now = clock.now()
    items = [kiosk.answer(now), 7, None, {"id": "x"}, kiosk.answer(now, scores="533333333"), kiosk.answer(now, age=9)]
    assert [said["status"] for said in kiosk.send(*items)] == ["diterima", *["ditolak"] * 5]
    assert len(responses(world.a.opd_id)) == 1
    assert kiosk.post(*[kiosk.answer(now)] * 26).status_code == 413
    headers = {"Authorization": f"Bearer {kiosk.data['pass']}"}
    assert kiosk.client.post("/kios/kirim", data=b"\xff{", headers=headers).status_code == 400
    assert kiosk.client.post("/kios/kirim", data=b" " * (1024 * 1024 + 1), headers=headers).status_code == 413


def test_after_closing_an_answer_is_susulan(world: World, kiosk: Kiosk) -> None:
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    (said,) = kiosk.send(kiosk.answer(clock.now()))
    assert said["status"] == "susulan"
    assert [row.state for row in responses(world.a.opd_id)] == [ResponseState.SUSULAN]
    assert kiosk.client.get(f"/kios/{kiosk.code}/data").json["closed"] == "ended"


def test_what_was_answered_before_the_link_was_switched_off_still_counts(
    app: Flask, world: World, kiosk: Kiosk
) -> None:
    switch(world.a, kiosk.code, active=False)
    off_at = clock.now()
    Path(app.config["CLOCK_FILE"]).write_text("3600")
    before, after = kiosk.send(kiosk.answer(off_at - HALF_A_MINUTE), kiosk.answer(off_at + 10 * HALF_A_MINUTE))
    assert (before["status"], after["status"]) == ("diterima", "ditolak")
    assert "dimatikan" in after["message"]
    data = kiosk.client.get(f"/kios/{kiosk.code}/data").json
    assert (data["closed"], data["questionnaire"], data["survey_id"]) == ("off", None, None)
    switch(world.a, kiosk.code, active=True)
    assert kiosk.send(kiosk.answer(clock.now()))[0]["status"] == "diterima"


def switch(place: Place, code: str, *, active: bool) -> None:
    with opd_scope(place.opd_id), transaction():
        found = queries.find_link(code)
        assert found is not None
        operations.switch(queries.get_link(found.id), active=active, by=SYSTEM)


@pytest.mark.own_app
def test_a_flood_waits_at_the_sender_and_is_not_dropped(
    app: Flask, kiosk: Kiosk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    monkeypatch.setattr(limits, "ANSWERS", limits.parse("30 per 10 minutes"))
    item = kiosk.answer(clock.now())
    assert kiosk.post(*[item] * 25).status_code == 200
    crowded = kiosk.post(*[item] * 25)
    assert (crowded.status_code, crowded.headers["Retry-After"]) == (429, str(limits.WAIT_SECONDS))


def test_the_data_change_with_the_survey_and_hold_no_person(world: World, kiosk: Kiosk) -> None:
    first = kiosk.client.get(f"/kios/{kiosk.code}/data")
    again = kiosk.client.get(f"/kios/{kiosk.code}/data", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert [len(q["options"]) for q in first.json["questionnaire"]["questions"]] == [4] * 9
    assert first.json["pass"] != kiosk.data["pass"]
    assert "petugas" not in json.dumps({**first.json, "questionnaire": None}).lower()
    assert "Set-Cookie" not in first.headers
    assert UUID(first.json["survey_id"]) == world.a.survey_id
