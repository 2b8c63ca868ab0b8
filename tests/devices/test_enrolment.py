"""How a phone is let in, by a petugas who is signed in or by a link, and what it then may know."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

from sqlalchemy import select, update

from app import clock
from app.accounts.models import Membership
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.devices import operations
from app.devices.models import Device, DevicePerson, DeviceSetup, OpdKey, Training
from app.devices.tokens import code_of, hash_of
from app.extensions import db
from app.tenancy.scope import opd_scope
from tests.devices.phone import another_petugas, count_queries, petugas_of, set_up

LABEL = "Redmi 9A · Chrome"


def trail(place, action: str) -> list[tuple[str, dict]]:
    with opd_scope(place.opd_id):
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))
        return [(row.subject_name, row.details) for row in rows]


def prepare(place, petugas_id=None) -> str:
    with opd_scope(place.opd_id), transaction():
        member = db.session.get_one(Membership, petugas_id or petugas_of(place))
        return code_of(operations.prepare_setup(member, by=SYSTEM))


def people_of(place) -> set:
    with opd_scope(place.opd_id):
        return {(row.device_id, row.membership_id) for row in db.session.scalars(select(DevicePerson))}


def test_a_petugas_who_is_signed_in_makes_their_phone_a_device(world, sign_in) -> None:
    petugas = sign_in("petugas.a")
    said = petugas.post("/isi/perangkat", json={"token": None, "label": LABEL}).json
    assert said["person"] == str(petugas_of(world.a))
    assert said["opd"] == "a"
    device = db.session.scalars(select(Device)).one()
    assert (str(device.id), device.label, device.opd_id) == (said["device_id"], LABEL, world.a.opd_id)
    assert device.token_hash == hash_of(said["token"])
    assert said["token"] not in device.token_hash
    assert petugas.post("/isi/perangkat", json={"token": said["token"], "label": "lain"}).json == said
    assert trail(world.a, "device:enrolled") == [(LABEL, {"petugas": "P-01", "way": "masuk"})]


def test_a_second_petugas_joins_the_phone_of_the_first(world, sign_in) -> None:
    first = sign_in("petugas.a").post("/isi/perangkat", json={"token": None, "label": LABEL}).json
    other = another_petugas(world.a)
    second = sign_in("petugas77").post("/isi/perangkat", json={"token": first["token"], "label": LABEL}).json
    assert (second["token"], second["device_id"], second["person"]) == (first["token"], first["device_id"], str(other))
    assert len(people_of(world.a)) == 2


def test_a_token_of_another_opd_or_a_revoked_one_gives_a_new_device(app, world, sign_in) -> None:
    foreign, revoked = set_up(app, world.b), set_up(app, world.a)
    with opd_scope(world.a.opd_id), transaction():
        operations.revoke(revoked.device_id, by=SYSTEM)
    petugas = sign_in("petugas.a")
    for token in (foreign.token, revoked.token, "x", "\ud800"):
        said = petugas.post("/isi/perangkat", json={"token": token, "label": LABEL}).json
        assert said["token"] not in (foreign.token, revoked.token, "x")
        assert said["device_id"] not in (str(foreign.device_id), str(revoked.device_id))
    assert len(people_of(world.b)) == 1


def test_what_is_no_introduction_is_refused_and_a_nameless_phone_gets_a_name(world, sign_in) -> None:
    petugas = sign_in("petugas.a")
    for wrong in ({"token": 3}, {"token": None, "label": [1]}, [], 3, "x"):
        answer = petugas.post("/isi/perangkat", json=wrong)
        assert (answer.status_code, bool(answer.json["pesan"])) == (422, True), wrong
    agent = {"User-Agent": "Mozilla/5.0 (Linux; Android 11) Chrome/129.0"}
    petugas.post("/isi/perangkat", json={"token": None, "label": "  "}, headers=agent)
    petugas.post("/isi/perangkat", json={"token": None, "label": "x\x00y " * 40})
    labels = list(db.session.scalars(select(Device.label).order_by(Device.created_at)))
    assert labels[0] == "Chrome di Android"
    assert len(labels[1]) == 60


def test_enrolling_needs_a_petugas_a_session_and_a_form_token(app, sign_in, client) -> None:
    assert sign_in("admin.a").post("/isi/perangkat", json={"token": None, "label": LABEL}).status_code == 403
    answer = client.post("/isi/perangkat", json={"token": None, "label": LABEL})
    assert (answer.status_code, bool(answer.json["pesan"])) == (401, True)
    petugas = sign_in("petugas.a")
    app.config["WTF_CSRF_ENABLED"] = True
    assert petugas.post("/isi/perangkat", json={"token": None, "label": LABEL}).status_code == 400
    token = re.search(r'name="csrf_token" value="([^"]+)"', petugas.get("/isi").text).group(1)
    answer = petugas.post("/isi/perangkat", json={"token": None, "label": LABEL}, headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_a_link_sets_up_one_phone_once_and_opening_it_uses_nothing_up(world, app) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    code, phone = prepare(world.a), app.test_client()
    for _ in range(3):
        page = phone.get(f"/isi/pasang/{code}")
        assert page.status_code == 200
        assert "Pasang di ponsel ini" in page.text
        assert "Petugas A" in page.text
        assert "Set-Cookie" not in page.headers
    said = phone.post(f"/isi/pasang/{code}", json={"token": None, "label": LABEL})
    assert (said.json["person"], said.json["opd"]) == (str(petugas_of(world.a)), "a")
    again = phone.post(f"/isi/pasang/{code}", json={"token": None, "label": LABEL})
    assert (again.status_code, "sudah dipakai" in again.json["pesan"]) == (409, True)
    over = phone.get(f"/isi/pasang/{code}")
    assert (over.status_code, "sudah dipakai" in over.text) == (410, True)
    data = phone.get("/isi/data", headers={"Authorization": f"Bearer {said.json['token']}"})
    assert [person["code"] for person in data.json["people"]] == ["P-01"]
    assert trail(world.a, "device:enrolled") == [(LABEL, {"petugas": "P-01", "way": "tautan"})]
    assert code not in db.session.scalars(select(DeviceSetup.code_hash)).one()


def test_of_two_phones_that_open_a_link_at_once_one_wins(world, app) -> None:
    code, barrier = prepare(world.a), Barrier(2)

    def use(_: int) -> int:
        phone = app.test_client()
        barrier.wait()
        return phone.post(f"/isi/pasang/{code}", json={"token": None, "label": LABEL}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, range(2))) == [200, 409]
    assert len(people_of(world.a)) == 1


def test_a_link_that_is_unknown_old_replaced_or_withdrawn_opens_nothing(world, app) -> None:
    phone = app.test_client()

    def tried(code: str) -> tuple[int, int]:
        posted = phone.post(f"/isi/pasang/{code}", json={"token": None, "label": LABEL})
        assert posted.json["pesan"]
        return phone.get(f"/isi/pasang/{code}").status_code, posted.status_code

    assert tried("tidak-ada") == (404, 404)
    replaced, code = prepare(world.a), prepare(world.a)
    assert tried(replaced) == (410, 409)
    with transaction():
        db.session.get_one(Membership, petugas_of(world.a)).active = False
    assert tried(code) == (410, 409)
    with transaction():
        db.session.get_one(Membership, petugas_of(world.a)).active = True
        db.session.execute(update(DeviceSetup).values(expires_at=clock.now() - timedelta(seconds=1)))
    assert tried(code) == (410, 409)
    assert people_of(world.a) == set()


def test_a_link_adds_its_petugas_to_the_device_that_the_phone_is_already(app, world) -> None:
    phone = set_up(app, world.a)
    code = prepare(world.a, another_petugas(world.a))
    said = app.test_client().post(f"/isi/pasang/{code}", json={"token": phone.token, "label": LABEL}).json
    assert said["token"] == phone.token
    assert len(people_of(world.a)) == 2


def test_a_phone_gets_what_it_needs_and_nothing_of_anybody_else(app, world) -> None:
    phone = set_up(app, world.a)
    phone.send(phone.item())
    said = phone.client.get("/isi/data", headers=phone.headers).json
    assert set(said) == {
        "server_time", "version", "device", "opd", "people", "upp", "layanan", "titik", "surveys", "questionnaires", "notice",
    }  # fmt: skip
    assert said["device"] == {"id": str(phone.device_id), "label": "Redmi 9A · Chrome"}
    assert set(said["opd"]["public_key"]) == {"kty", "crv", "x", "y"}
    (person,) = said["people"]
    assert (person["id"], person["code"], person["today"], person["trained"]) == (
        str(phone.petugas_id),
        "P-01",
        1,
        False,
    )
    assert len(person["places"]) == 4
    assert person["day_target"] > 0
    assert {row["id"] for row in said["upp"]} == {str(world.a.upp_id), str(world.a2.upp_id)}
    assert {row["upp_id"] for row in said["surveys"]} == {str(world.a.upp_id), str(world.a2.upp_id)}
    assert {row["state"] for row in said["surveys"]} == {"berjalan"}
    assert set(said["surveys"][0]["target"]) == {"achieved", "required", "until"}
    (questionnaire,) = said["questionnaires"]
    assert [len(question["options"]) for question in questionnaire["questions"]] == [4] * 9
    assert len(said["notice"]["text"].split()) <= 40
    text = str(said)
    for foreign in (world.b.upp_id, world.b.layanan_id, world.b.titik_id, world.b.survey_id, petugas_of(world.b)):
        assert str(foreign) not in text


def test_what_has_not_changed_is_not_sent_again(app, world) -> None:
    phone = set_up(app, world.a)
    first = phone.client.get("/isi/data", headers=phone.headers)
    again = phone.headers | {"If-None-Match": first.headers["ETag"]}
    answer = phone.client.get("/isi/data", headers=again)
    assert (answer.status_code, answer.data) == (304, b"")
    phone.send(phone.item())
    assert phone.client.get("/isi/data", headers=again).status_code == 200


def test_data_for_many_people_asks_as_many_questions_as_for_one(app, world) -> None:
    phone = set_up(app, world.a)

    def fetch() -> None:
        assert phone.client.get("/isi/data", headers=phone.headers).status_code == 200

    fetch()
    one = count_queries(fetch)
    other = another_petugas(world.a)
    with opd_scope(world.a.opd_id), transaction():
        operations.enrol(db.session.get_one(Membership, other), token=phone.token, label="", by=SYSTEM, way="masuk")
    assert count_queries(fetch) == one <= 20


def test_a_new_secret_key_makes_a_new_key_pair_by_itself(app, world) -> None:
    phone = set_up(app, world.a)
    before = phone.client.get("/isi/data", headers=phone.headers).json["opd"]["public_key"]
    app.config["SECRET_KEY"] = "another one, and long enough for tests"
    after = phone.client.get("/isi/data", headers=phone.headers).json["opd"]["public_key"]
    assert after != before
    with opd_scope(world.a.opd_id):
        assert len(db.session.scalars(select(OpdKey)).all()) == 2


def test_the_first_pass_of_the_training_is_kept(app, world) -> None:
    phone = set_up(app, world.a)

    def pass_with(**more) -> int:
        said = {"petugas": str(phone.petugas_id), "score": 80, "finished_at": clock.now().isoformat()} | more
        return phone.client.post("/isi/latihan", json=said, headers=phone.headers).status_code

    for wrong in (
        {"score": 101}, {"score": -1}, {"score": True}, {"score": "90"}, {"finished_at": "kemarin"}, {"petugas": str(uuid4())},
        {"petugas": str(petugas_of(world.b))}, {"petugas": []},
    ):  # fmt: skip
        assert pass_with(**wrong) == 422, wrong
    assert pass_with(finished_at=(clock.now() + timedelta(days=400)).isoformat()) == 204
    assert pass_with(score=100) == 204
    with opd_scope(world.a.opd_id):
        row = db.session.scalars(select(Training)).one()
    assert (row.membership_id, row.score) == (phone.petugas_id, 80)
    assert row.passed_at <= clock.now()
    (person,) = phone.client.get("/isi/data", headers=phone.headers).json["people"]
    assert person["trained"] is True


def test_a_petugas_whose_role_has_ended_is_no_longer_shown_on_the_phone(app, world) -> None:
    phone = set_up(app, world.a)
    with transaction():
        db.session.get_one(Membership, phone.petugas_id).active = False
    assert phone.client.get("/isi/data", headers=phone.headers).json["people"] == []
