"""What the city's programs read: where everybody stands, and the recap for national reporting."""

from __future__ import annotations

import json

from flask.testing import FlaskClient

from app.audit.operations import SYSTEM
from app.db import transaction
from app.ikm import Unsur, ikm, tally_rows
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from tests.api.test_api import city_token, token_of
from tests.compliance.test_sheet import train
from tests.results.recorded import record, submit
from tests.world import World

URL = "/api/v1/rekap"
ROWS = [(4, 3, 2, 4, 3, 3, 4, 2, 3), (3, 3, 3, 3, 3, 3, 3, 3, 3)] * 10


def test_the_recap_has_a_row_for_each_submitted_upp_and_names_those_awaited(client: FlaskClient, world: World) -> None:
    record(world.b, ROWS, sex="P")
    submit(world.b)
    with opd_scope(world.b.opd_id), transaction():
        surveys.verify(world.b.survey_id, by=SYSTEM)
    recap = client.get(URL, headers=city_token()).json
    (unit,) = recap["unit"]
    expected = str(ikm(tally_rows(ROWS, 9)))
    assert (unit["opd"], unit["upp"], unit["pelanggan"], unit["status"]) == ("b", "b", "masyarakat", "diverifikasi")
    assert (unit["responden"], unit["ikm"], unit["mutu"], unit["kinerja"]) == (20, expected, "C", "Kurang baik")
    assert set(unit["nrr"]) == {unsur.value for unsur in Unsur}
    assert unit["profil"]["jenis_kelamin"] == {"P": 20}
    assert unit["rtl"] == {"direncanakan": 0, "selesai": 0}
    assert (unit["disampaikan_pada"] is None, unit["diverifikasi_pada"] is None) == (False, False)
    assert unit["dipublikasikan_pada"] is None
    assert {(each["opd"], each["upp"], each["status"]) for each in recap["belum_menyampaikan"]} == {
        ("a", "a", "berjalan"), ("a", "a2", "berjalan"),
    }  # fmt: skip
    (city,) = recap["ikm_kota"]
    assert (city["responden"], city["rata_rata_opd"]["ikm"], city["gabungan"]["ikm"]) == (20, expected, expected)
    assert client.get(URL, headers=city_token(), query_string={"tahun": recap["tahun"]}).json == recap


def test_figures_of_very_few_people_do_not_leave_the_opd(client: FlaskClient, world: World) -> None:
    record(world.b, ROWS[:4], sex="P")
    submit(world.b)
    (unit,) = client.get(URL, headers=city_token()).json["unit"]
    assert (unit["responden"], unit["ikm"], unit["nrr"], unit["profil"]) == (4, None, {}, {})


def test_a_year_without_a_periode_is_not_there(client: FlaskClient, world: World) -> None:
    assert client.get(URL, headers=city_token(), query_string={"tahun": "2031"}).status_code == 404
    assert client.get(URL, headers=city_token(), query_string={"tahun": "dua"}).status_code == 422
    assert client.get(URL, headers=token_of(world.a)).status_code == 403


def test_compliance_says_what_the_board_says_with_the_petugas_who_are_trained(
    client: FlaskClient, world: World
) -> None:
    record(world.b, ROWS)
    train(world.b)
    answer = client.get("/api/v1/kepatuhan", headers=city_token())
    lines = {(each["opd"], each["upp"]): each for each in answer.json["kepatuhan"]}
    assert set(lines) == {("a", "a"), ("a", "a2"), ("b", "b")}
    b = lines["b", "b"]
    assert (b["status"], b["responden"], b["petugas"], b["petugas_terlatih"]) == ("berjalan", 20, 1, 1)
    assert lines["a", "a2"]["petugas_terlatih"] == 0
    assert b["keadaan"] in ("sesuai_jalur", "tertinggal")
    assert "ikm" not in json.dumps(answer.json)
