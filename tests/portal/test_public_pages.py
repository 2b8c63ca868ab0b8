"""What everybody may see: verified results that were published, and nothing that points to a person."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from flask.testing import FlaskClient

from app.audit.operations import SYSTEM
from app.db import transaction
from app.followups import operations as followups
from app.ikm import Unsur, ikm, tally_rows
from app.responses import intake
from app.results import fold
from app.surveys import operations as surveys
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.world import Place, World

SCORES = [(4, 3, 2, 4, 3, 3, 4, 2, 3), (3, 3, 3, 3, 3, 3, 3, 3, 3), (2, 3, 4, 4, 3, 2, 3, 3, 1)] * 4
SECRET = "rahasia yang ditulis responden"


def publish(place: Place, rows: list[tuple[int, ...]] = SCORES) -> None:
    """Record the rows, close, certify, verify and publish."""
    with opd_scope(place.opd_id):
        for row in rows:
            intake.record(place.opd_id, place.answer(row, saran=SECRET))
        with transaction():
            fold.fold_all()
            surveys.close(place.survey_id, note="", by=SYSTEM)
            surveys.submit(place.survey_id, by=SYSTEM)
            surveys.verify(place.survey_id, by=SYSTEM)
            surveys.publish(place.survey_id, by=SYSTEM)


def data(client: FlaskClient, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get(f"/publik/data/{name}.csv").text)))


def test_before_anything_is_published_the_page_says_so(client: FlaskClient, world: World) -> None:
    answer = client.get("/publik")
    assert answer.status_code == 200
    assert "Belum ada hasil yang dipublikasikan" in answer.text
    assert client.get("/publik/opd/a").status_code == 404
    assert client.get("/publik/data/ikm.csv").status_code == 404


def test_a_submitted_result_is_not_public(client: FlaskClient, world: World) -> None:
    with opd_scope(world.b.opd_id):
        for row in SCORES:
            intake.record(world.b.opd_id, world.b.answer(row))
        with transaction():
            surveys.close(world.b.survey_id, note="", by=SYSTEM)
            surveys.submit(world.b.survey_id, by=SYSTEM)
            surveys.verify(world.b.survey_id, by=SYSTEM)
    assert "Badan Contoh B" not in client.get("/publik").text
    assert client.get("/publik/opd/b").status_code == 404


def test_a_published_result_equals_the_calculation_and_shows_no_text_of_respondents(
    client: FlaskClient, world: World
) -> None:
    publish(world.b)
    expected = ikm(tally_rows(SCORES, 9))
    shown = str(expected).replace(".", ",")
    for address in ("/publik", "/publik/opd/b", "/publik/opd/b/b"):
        answer = client.get(address)
        check_page(answer, address)
        assert answer.status_code == 200
        assert shown in answer.text, address
        assert SECRET not in answer.text
    rows = data(client, "ikm")
    assert {row["ikm"] for row in rows if row["tingkat"] in ("kota", "opd", "upp")} == {str(expected)}
    assert SECRET not in json.dumps(client.get("/publik/data/semua.json").json)


def test_the_mean_of_units_is_the_rule_of_the_periode(client: FlaskClient, world: World) -> None:
    publish(world.a)
    publish(world.a2, SCORES[:6])
    rows = {(row["tingkat"], row["upp"]): row for row in data(client, "ikm")}
    parts = [ikm(tally_rows(part, 9)) for part in (SCORES, SCORES[:6])]
    assert [rows["upp", name]["ikm"] for name in ("Dinas Contoh A", "Puskesmas Contoh")] == [
        str(each) for each in parts
    ]
    assert parts[0] is not None
    assert rows["opd", ""]["ikm"] == str(parts[0])  # both hold the same three rows in equal shares
    assert "2 unit" not in client.get("/publik/opd/a").text


def test_few_answers_stay_hidden_also_against_subtraction(client: FlaskClient, world: World) -> None:
    publish(world.a, SCORES)
    publish(world.a2, SCORES[:3])
    rows = [row for row in data(client, "ikm") if row["kode_opd"] == "a"]
    by_level = {(row["tingkat"], row["upp"]): row["ikm"] for row in rows if row["tingkat"] != "layanan"}
    assert by_level["upp", "Puskesmas Contoh"] == ""
    assert by_level["upp", "Dinas Contoh A"] == "", "with it the small unit could be worked out of the OPD's mean"
    page = client.get("/publik/opd/a").text
    assert "disembunyikan" in page
    assert "kurang dari 5" in page


def test_the_page_of_a_hidden_unit_holds_no_figures(client: FlaskClient, world: World) -> None:
    publish(world.a, SCORES)
    publish(world.a2, SCORES[:3])
    answer = client.get("/publik/opd/a/a2")
    assert "IKM: " not in answer.text
    assert ikm_of(SCORES[:3]) not in answer.text
    assert ikm_of(SCORES) not in client.get("/publik/opd/a/a").text, (
        "it is hidden in the list, so its own page hides it too"
    )


def ikm_of(rows: list[tuple[int, ...]]) -> str:
    return str(ikm(tally_rows(rows, 9))).replace(".", ",")


def test_search_finds_an_opd_by_its_layanan(client: FlaskClient, world: World) -> None:
    publish(world.b)
    assert "OPD B" in client.get("/publik?cari=layanan+satu").text
    nothing = client.get("/publik?cari=tidak+ada+<b>ini")
    assert "Tidak ada perangkat daerah" in nothing.text
    assert "<b>ini" not in nothing.text


def test_what_is_taken_back_disappears_at_once(client: FlaskClient, world: World) -> None:
    publish(world.b)
    first = client.get("/publik/opd/b")
    assert client.get("/publik/opd/b", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    with opd_scope(world.b.opd_id), transaction():
        surveys.reopen_verified(world.b.survey_id, reason="Salah hitung", by=SYSTEM)
    assert client.get("/publik/opd/b", headers={"If-None-Match": first.headers["ETag"]}).status_code == 404


def test_pages_need_no_session_and_set_none(client: FlaskClient, world: World) -> None:
    publish(world.b)
    answer = client.get("/publik")
    assert "Set-Cookie" not in answer.headers
    assert "public" in answer.headers["Cache-Control"]
    assert "<script" not in answer.text


@pytest.mark.parametrize("address", ["/publik/tentang", "/publik/data", "/publik/perbaikan"])
def test_the_other_pages_are_whole(client: FlaskClient, world: World, address: str) -> None:
    publish(world.b)
    with opd_scope(world.b.opd_id), transaction():
        followups.add(
            get_survey(world.b.survey_id), unsur=Unsur.WAKTU, activity="Menambah loket", quarter=1, due_year=2027,
            responsible="Kepala seksi", by=SYSTEM,
        )  # fmt: skip
    answer = client.get(address)
    assert answer.status_code == 200
    check_page(answer, address)


def test_a_year_that_is_not_there_is_a_404(client: FlaskClient, world: World) -> None:
    publish(world.b)
    assert client.get("/publik?tahun=1999").status_code == 404
    assert client.get("/publik/data/orang.csv").status_code == 404
