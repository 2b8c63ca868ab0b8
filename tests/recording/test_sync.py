"""What a phone sends, line by line of the contract: every interview gets an answer of its own."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID, uuid1, uuid4

import pytest
from sqlalchemy import func, select

from app import clock
from app.accounts.models import Membership
from app.audit.operations import SYSTEM
from app.db import transaction
from app.devices import operations
from app.devices.models import Device
from app.extensions import db
from app.opd.models import Titik
from app.responses.models import Collection, Quarantine, Response, ResponseState
from app.surveys import operations as surveys
from app.surveys.models import Survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.devices.phone import another_petugas, count_queries, set_up


@pytest.fixture
def phone(app, world):
    return set_up(app, world.a)


def stored(place) -> list[Response]:
    with opd_scope(place.opd_id):
        return list(db.session.scalars(select(Response).order_by(Response.finished_at)))


def aside(place) -> list[Quarantine]:
    with opd_scope(place.opd_id):
        return list(db.session.scalars(select(Quarantine).order_by(Quarantine.id)))


def test_an_interview_is_stored_with_all_that_is_known_of_it(world, phone) -> None:
    item = phone.item(
        saran="Telepon 0812-3456-7890 ya", collection="serah_ponsel", notice_version="2026-1", later_version={"x": [1]}
    )
    (result,) = phone.send(item)
    receipt = item["id"][:4].upper() + "-" + item["id"][4:8].upper()
    assert result == {"id": item["id"], "status": "diterima", "receipt": receipt, "message": ""}
    (row,) = stored(world.a)
    assert (str(row.id), row.scores, row.collection) == (item["id"], [3] * 9, Collection.SERAH_PONSEL)
    assert (row.sex, row.age_band, row.education, row.occupation) == ("P", "50-59", "SMA", "SWASTA")
    assert (row.device_id, row.petugas_id) == (phone.device_id, phone.petugas_id)
    assert (row.ui_version, row.notice_version) == ("abc123", "2026-1")
    assert abs(row.clock_offset) <= 2
    assert "0812" not in row.saran
    assert row.state is ResponseState.DITERIMA


def test_a_resend_is_told_so_and_one_row_stays(world, phone) -> None:
    item = phone.item(saran="Ruang tunggu panas")
    phone.send(item)
    later = item | {"finished_at": phone.now().isoformat(), "ui_version": "def"}
    assert [each["status"] for each in phone.send(item, later)] == ["sudah_diterima", "sudah_diterima"]
    assert phone.send(item)[0]["receipt"]
    assert len(stored(world.a)) == 1
    assert aside(world.a) == []


def test_other_answers_under_a_known_id_are_kept_once_and_change_nothing(world, phone) -> None:
    item = phone.item()
    phone.send(item)
    for _ in range(3):
        (result,) = phone.send(item | {"scores": dict.fromkeys(item["scores"], 1)})
        assert (result["status"], result["receipt"]) == ("berbeda", None)
        assert "tersimpan untuk admin" in result["message"]
    assert [row.scores for row in stored(world.a)] == [[3] * 9]
    (kept,) = aside(world.a)
    assert (str(kept.response_id), kept.device_id) == (item["id"], phone.device_id)
    assert "sudah dipakai" in kept.reason


BROKEN = [
    ({"scores": {"PERSYARATAN": 5}}, "1 sampai 4"),
    ({"scores": {"PERSYARATAN": 0}}, "1 sampai 4"),
    ({"scores": {"PERSYARATAN": True}}, "(jawaban)"),
    ({"scores": {"PERSYARATAN": "3"}}, "(jawaban)"),
    ({"scores": {"PERSYARATAN": 3.0}}, "(jawaban)"),
    ({"scores": {}}, "Belum ada pertanyaan yang dijawab"),
    ({"scores": [3] * 9}, "(jawaban)"),
    ({"scores": None}, "(jawaban)"),
    ({"questionnaire_id": str(uuid4())}, "Versi kuesioner"),
    ({"questionnaire_id": 7}, "(kuesioner)"),
    ({"survey_id": str(uuid4())}, "Survei wawancara ini tidak ada"),
    ({"layanan_id": str(uuid4())}, "Layanan wawancara ini tidak ada"),
    ({"layanan_id": ["x"]}, "(layanan)"),
    ({"titik_id": str(uuid4())}, "Titik layanan wawancara ini tidak ada"),
    ({"petugas": str(uuid4())}, "belum terdaftar di ponsel ini"),
    ({"petugas": None}, "(petugas)"),
    ({"collection": "kios"}, "(cara pengumpulan)"),
    ({"collection": {}}, "(cara pengumpulan)"),
    ({"age": 12}, "17 tahun ke atas"),
    ({"age": 400}, "110 tahun"),
    ({"age": "58"}, "(usia)"),
    ({"age": 10**30}, "(usia)"),
    ({"sex": "X"}, "Pilih salah satu"),
    ({"sex": 1}, "(profil responden)"),
    ({"education": []}, "(profil responden)"),
    ({"saran": "a" * 501}, "paling banyak 500"),
    ({"saran": {"a": 1}}, "(profil responden)"),
    ({"started_at": "kemarin"}, "(waktu mulai)"),
    ({"finished_at": "2026-11-24T08:00:00"}, "(waktu selesai)"),
    ({"finished_at": 1700000000}, "(waktu selesai)"),
]


def test_what_cannot_be_taken_says_why_is_kept_aside_and_fails_no_other(world, phone) -> None:
    for number, (wrong, words) in enumerate(BROKEN, 1):
        good, bad = phone.item(), phone.item(**wrong)
        results = phone.send(bad, good)
        assert [each["status"] for each in results] == ["ditolak", "diterima"], wrong
        assert (results[0]["id"], results[0]["receipt"]) == (bad["id"], None)
        assert words in results[0]["message"], wrong
        assert results[0]["message"].endswith("Salinannya tersimpan untuk admin.")
        phone.send(bad)
        kept = aside(world.a)
        assert len(kept) == number, "the same body is kept once"
        last = kept[-1]
        assert (str(last.response_id), last.device_id, last.upp_id) == (bad["id"], phone.device_id, world.a.upp_id)
        assert words in last.reason
    assert len(stored(world.a)) == len(BROKEN)


def test_an_id_that_cannot_be_read_is_refused_and_not_kept(world, phone) -> None:
    for wrong in ("", "x", 7, None, [], {"a": 1}, "9" * 5000, "\ud800", "{" + str(uuid4()) + "}"):
        results = phone.send(phone.item(id=wrong), phone.item())
        assert [each["status"] for each in results] == ["ditolak", "diterima"], wrong
        assert "Nomor wawancara" in results[0]["message"]
    assert aside(world.a) == []


def test_an_id_that_is_no_random_one_is_refused(world, phone) -> None:
    (result,) = phone.send(phone.item(id=str(uuid1())))
    assert result["status"] == "ditolak"
    assert len(aside(world.a)) == 1


def test_items_that_are_no_interviews_are_refused_one_by_one(world, phone) -> None:
    results = phone.send(None, 3, "x", [], {}, phone.item())
    assert [each["status"] for each in results] == ["ditolak"] * 5 + ["diterima"]
    assert [each["id"] for each in results[:5]] == [None] * 5


def raw(phone, body: str | bytes, **more):
    return phone.client.post("/isi/kirim", data=body, content_type="application/json", headers=phone.headers, **more)


def test_numbers_that_are_none_and_deep_things_spoil_only_their_interview(world, phone) -> None:
    good, bad = phone.item(), phone.item(age="AGE")
    for spoilt in ("NaN", "Infinity", "1e999", "9" * 5000, "[" * 300 + "]" * 300):
        body = json.dumps(phone.batch(good, bad)).replace('"AGE"', spoilt)
        assert [each["status"] for each in raw(phone, body).json["items"]][1] == "ditolak", spoilt[:20]
    assert len(stored(world.a)) == 1


def test_text_that_a_database_cannot_hold_is_tidied(world, phone) -> None:
    item = phone.item(saran="Bagus\x00 sekali \ud83d", occupation="LAINNYA", occupation_other="Nelayan\x00")
    assert phone.send(item)[0]["status"] == "diterima"
    assert stored(world.a)[0].saran == "Bagus sekali ?"


def test_a_body_that_is_no_batch_is_refused_as_json(phone) -> None:
    for body in ("", "x", "[]", "{}", '{"items": 3}', "[" * 100_000, b"\xff\xfe", '"' * 9, "null"):
        answer = raw(phone, body)
        assert (answer.status_code, bool(answer.json["pesan"])) == (400, True), body[:20]


def test_a_batch_without_a_readable_clock_is_still_taken(world, phone) -> None:
    for sent_at in (None, "x", 3, "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00"):
        batch = phone.batch(phone.item()) | {"sent_at": sent_at, "app_version": [1]}
        assert raw(phone, json.dumps(batch)).json["items"][0]["status"] == "diterima", sent_at
    assert {row.clock_offset for row in stored(world.a)} == {None}


def test_too_many_and_too_much_are_refused_before_they_are_read(world, phone) -> None:
    answer = phone.post(*[phone.item() for _ in range(26)])
    assert (answer.status_code, "25 wawancara" in answer.json["pesan"]) == (413, True)
    body = json.dumps(phone.batch(phone.item(extra="x" * 1_100_000)))
    assert raw(phone, body).status_code == 413

    class Unread:
        def read(self, *_):
            raise AssertionError("a body that is too large is not read")

        readline = read

    answer = raw(phone, b"", environ_overrides={"wsgi.input": Unread(), "CONTENT_LENGTH": "200000000"})
    assert (answer.status_code, bool(answer.json["pesan"])) == (413, True)
    assert stored(world.a) == []


def test_a_token_is_the_only_credential(world, app, phone, sign_in) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    item = phone.item()
    for headers in (
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": f"Basic {phone.token}"},
        {"Authorization": "Bearer"},
    ):
        for method, path in (("POST", "/isi/kirim"), ("GET", "/isi/data"), ("POST", "/isi/latihan")):
            answer = app.test_client().open(path, method=method, json=phone.batch(item), headers=headers)
            assert (answer.status_code, bool(answer.json["pesan"])) == (401, True), (path, headers)
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert "Set-Cookie" not in answer.headers
    app.config["WTF_CSRF_ENABLED"] = False
    phone.client = sign_in("petugas.b")  # a cookie of somebody else, in another OPD
    app.config["WTF_CSRF_ENABLED"] = True
    assert phone.send(item)[0]["status"] == "diterima"
    assert len(stored(world.a)) == 1
    assert stored(world.b) == []


def test_a_revoked_phone_is_told_and_its_queue_goes_through_after_a_new_set_up(app, world, phone) -> None:
    item = phone.item()
    with opd_scope(world.a.opd_id), transaction():
        operations.revoke(phone.device_id, by=SYSTEM)
    answer = phone.post(item)
    assert answer.status_code == 401
    assert "dicabut" in answer.json["pesan"]
    assert "tetap tersimpan" in answer.json["pesan"]
    again = set_up(app, world.a, phone.petugas_id)
    assert again.send(item)[0]["status"] == "diterima"


def test_two_opds_never_mix(app, world, phone) -> None:
    """A token of A with B's ids, each field alone and all together; and the same id in both."""
    other = set_up(app, world.b)
    item = other.item()
    own = phone.item()
    foreign = [
        own | {"id": str(uuid4()), name: item[name]} for name in ("petugas", "survey_id", "layanan_id", "titik_id")
    ]
    assert {each["status"] for each in phone.send(item, *foreign)} == {"ditolak"}
    assert stored(world.a) == stored(world.b) == []
    assert len(aside(world.a)) == 5
    assert aside(world.b) == []
    assert phone.send(own)[0]["status"] == other.send(item | {"id": own["id"]})[0]["status"] == "diterima"
    assert [row.opd_id for row in stored(world.a)] == [world.a.opd_id]
    assert [row.opd_id for row in stored(world.b)] == [world.b.opd_id]


def test_what_is_typed_into_a_refused_interview_is_masked_too(world, phone) -> None:
    phone.send(phone.item(sex="X", saran="KTP saya 3674011212900001"))
    assert "3674011212900001" not in aside(world.a)[0].body


def test_a_wrong_clock_is_corrected_by_what_it_shows_when_it_sends(world, phone) -> None:
    for hours in (3, -3, 24 * 400, -24 * 400):
        phone.clock_wrong_by = timedelta(hours=hours)
        item = phone.item()
        assert phone.send(item)[0]["status"] == "diterima"
        row = next(row for row in stored(world.a) if str(row.id) == item["id"])
        assert abs(row.clock_offset + hours * 3600) <= 5
        assert timedelta(0) <= clock.now() - row.finished_at < timedelta(minutes=2)
        assert row.started_at < row.finished_at


def test_a_clock_that_is_nearly_right_is_left_alone(app, world) -> None:
    phone = set_up(app, world.a, clock_wrong_by=timedelta(seconds=-100))
    item = phone.item()
    phone.send(item)
    assert stored(world.a)[0].finished_at.isoformat() == item["finished_at"]


def test_no_interview_lies_before_its_survey_or_in_the_future(world, phone) -> None:
    early = phone.item(started_at="2019-01-01T00:00:00Z", finished_at="2019-01-01T00:05:00Z")
    late = phone.item(started_at="9999-12-31T00:00:00Z", finished_at="9999-12-31T23:59:59Z")
    backwards = phone.item(
        started_at=phone.now().isoformat(), finished_at=(phone.now() - timedelta(hours=1)).isoformat()
    )
    assert {each["status"] for each in phone.send(early, late, backwards)} == {"diterima"}
    with opd_scope(world.a.opd_id):
        first_day = db.session.scalars(select(Survey.window_from).where(Survey.id == world.a.survey_id)).one()
    for row in stored(world.a):
        assert row.started_at <= row.finished_at <= row.received_at
        assert row.finished_at.astimezone(clock.zone()).date() >= first_day


def deactivate(place, ago: timedelta) -> None:
    with opd_scope(place.opd_id), transaction():
        titik = db.session.scalars(select(Titik).where(Titik.id == place.titik_id)).one()
        titik.active, titik.deactivated_at = False, clock.now() - ago


def test_an_interview_from_before_its_titik_was_closed_is_taken_and_one_from_after_is_not(world, phone) -> None:
    deactivate(world.a, timedelta(hours=1))
    before = phone.item(finished_at=(phone.now() - timedelta(hours=2)).isoformat())
    after = phone.item()
    results = phone.send(before, after)
    assert [each["status"] for each in results] == ["diterima", "ditolak"]
    assert "Loket 1 sudah tidak dipakai sejak" in results[1]["message"]


def test_what_we_have_we_have_also_when_its_titik_was_closed_since(world, phone) -> None:
    item = phone.item()
    phone.send(item)
    deactivate(world.a, timedelta(hours=1))
    assert phone.send(item)[0]["status"] == "sudah_diterima"


def test_after_closing_an_interview_is_kept_as_susulan_never_refused(world, phone) -> None:
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    item = phone.item()
    (result,) = phone.send(item)
    assert (result["status"], bool(result["receipt"])) == ("susulan", True)
    assert "susulan" in result["message"]
    assert stored(world.a)[0].state is ResponseState.SUSULAN
    assert phone.send(item)[0]["status"] == "sudah_diterima"


def test_a_survey_that_has_not_begun_takes_nothing_yet_and_everything_later(world, phone) -> None:
    item = phone.item()

    def state(value: SurveyState) -> None:
        with opd_scope(world.a.opd_id), transaction():
            db.session.scalars(select(Survey).where(Survey.id == world.a.survey_id)).one().state = value

    state(SurveyState.BELUM_MULAI)
    (result,) = phone.send(item)
    assert (result["status"], "Minta admin OPD memulainya, lalu kirim lagi." in result["message"]) == ("ditolak", True)
    state(SurveyState.BERJALAN)
    assert phone.send(item)[0]["status"] == "diterima"


def test_a_petugas_whose_role_has_ended_may_still_send_what_was_asked_before(world, phone) -> None:
    item = phone.item()
    with transaction():
        db.session.get_one(Membership, phone.petugas_id).active = False
    assert phone.send(item)[0]["status"] == "diterima"


def test_a_petugas_of_one_upp_sends_nothing_for_another(app, world) -> None:
    phone = set_up(app, world.a2, another_petugas(world.a2, upp_id=world.a2.upp_id))
    own = phone.item()
    phone.place = world.a
    foreign = phone.item()
    assert [each["status"] for each in phone.send(own, foreign)] == ["diterima", "ditolak"]


@pytest.mark.own_app
def test_a_phone_that_calls_far_too_often_waits_a_minute_and_500_interviews_go_through(app, world, phone) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    answers = [phone.post() for _ in range(125)]
    assert {answer.status_code for answer in answers[:20]} == {200}
    last = answers[-1]
    assert (last.status_code, last.headers["Retry-After"], bool(last.json["pesan"])) == (429, "60", True)


def test_a_batch_of_one_and_of_25_ask_the_database_the_same_number_of_questions(app, world, phone) -> None:
    items = [phone.item() for _ in range(25)]
    phone.send(*items)
    one, many = count_queries(lambda: phone.send(items[0])), count_queries(lambda: phone.send(*items))
    assert one == many <= 16


def test_it_is_known_when_a_phone_last_spoke_written_at_most_once_a_minute(app, world, phone) -> None:
    seen = []
    for _ in range(3):
        phone.send(phone.item())
        db.session.rollback()
        seen.append(db.session.scalars(select(Device.last_seen_at)).one())
    assert seen[0] is not None
    assert len(set(seen)) == 1
    assert db.session.scalars(select(Device.app_version)).one() == "v1"


def test_every_refusal_counts_as_none(world, phone) -> None:
    phone.send(phone.item(sex="X"))
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).select_from(Response)) == 0
    assert all(isinstance(row.response_id, UUID) for row in aside(world.a))
