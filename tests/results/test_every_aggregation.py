"""An OPD of two UPP and a city of two OPD, by each rule: every medium says what plain fractions come to."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from app.db import transaction
from app.extensions import db
from app.ikm import tally_rows
from app.ikm.rounding import round_half_up
from app.periods.models import Periode
from app.periods.policy import AGGREGATION_SENTENCES, Aggregation
from app.reports.models import CityDocumentKind
from app.surveys.models import SurveyLayanan
from app.tenancy.scope import opd_scope
from app.web.formats import angka
from tests.api.test_api import city_token
from tests.portal.test_public_pages import data
from tests.reports.rendering.reading import pages
from tests.reports.test_recap import made
from tests.results.pages import text_of
from tests.results.recorded import Row, record
from tests.results.test_every_medium import publish
from tests.results.test_same_figures import some_rows
from tests.workers.conftest import workers
from tests.world import World

__all__ = ["workers"]
USERS = {"a": 700, "a2": 9_000, "b": 1_500}  # each layanan's N, so that the rules come apart


def index(rows: list[Row]) -> Fraction:
    """Return the exact IKM of the rows together."""
    return Fraction(25, 9) * sum(tally.nrr for tally in tally_rows(rows, 9))


def by_rule(rule: Aggregation, units: dict[str, list[Row]]) -> Fraction:
    """Return the exact IKM of an OPD."""
    if rule is Aggregation.POOLED:
        return index([row for rows in units.values() for row in rows])
    weights = {kode: USERS[kode] if rule is Aggregation.WEIGHTED else 1 for kode in units}
    return sum((weights[kode] * index(rows) for kode, rows in units.items()), Fraction()) / sum(weights.values())


def ruled(world: World, rule: Aggregation) -> None:
    with transaction():
        periode = db.session.get_one(Periode, world.periode_id)
        periode.policy = {**periode.policy, "aggregation": rule.value}
    for place in (world.a, world.a2, world.b):
        with opd_scope(place.opd_id), transaction():
            db.session.execute(
                update(SurveyLayanan)
                .where(SurveyLayanan.survey_id == place.survey_id)
                .values(users=USERS[place.upp_kode])
            )


@pytest.mark.parametrize(("seed", "rule"), enumerate(Aggregation))
def test_every_medium_adds_up_by_the_rule(workers, world, client, sign_in, rule: Aggregation, seed: int) -> None:
    ruled(world, rule)
    rng = random.Random(seed)
    places = {place.upp_kode: place for place in (world.a, world.a2, world.b)}
    rows = {kode: some_rows(rng.randint(20, 60), rng.randrange(10**6)) for kode in places}
    for kode, place in places.items():
        record(place, rows[kode])
        publish(place)
    exact = {
        "a": by_rule(rule, {kode: rows[kode] for kode in ("a", "a2")}),
        "b": by_rule(rule, {"b": rows["b"]}),
    }
    opd = {kode: round_half_up(value) for kode, value in exact.items()}
    city = round_half_up(sum(exact.values(), Fraction()) / 2)
    pooled = round_half_up(index([row for each in rows.values() for row in each]))
    upp = {kode: round_half_up(index(each)) for kode, each in rows.items()}
    n = sum(map(len, rows.values()))

    own = text_of(sign_in("kepala.a").get("/opd/a/hasil"))
    assert f"{angka(opd['a'], 2)} IKM" in own
    assert AGGREGATION_SENTENCES[rule] in own
    page = text_of(sign_in("pemantau").get("/organisasi/hasil"))
    assert f"{angka(city, 2)} IKM kota" in page
    assert f"{angka(pooled, 2)} bila digabung" in page
    assert all(angka(each, 2) in page for each in opd.values())

    lines = data(client, "ikm")
    assert {each["kode_opd"]: Decimal(each["ikm"]) for each in lines if each["tingkat"] == "opd"} == opd
    assert sorted(Decimal(each["ikm"]) for each in lines if each["tingkat"] == "upp") == sorted(upp.values())
    assert city in {Decimal(each["ikm"]) for each in lines if each["tingkat"] == "kota"}
    assert angka(opd["a"], 2) in client.get("/publik/opd/a").text

    recap = client.get("/api/v1/rekap", headers=city_token()).json
    assert {each["upp"]: Decimal(each["ikm"]) for each in recap["unit"]} == upp
    (whole,) = recap["ikm_kota"]
    assert [Decimal(whole[name]["ikm"]) for name in ("rata_rata_opd", "gabungan")] == [city, pooled]
    assert whole["responden"] == n

    printed = " ".join(pages(made(world, CityDocumentKind.REKAP_KOTA_PDF)))
    book = load_workbook(BytesIO(made(world, CityDocumentKind.REKAP_KOTA_XLSX)))
    cells = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    for figure in (city, pooled, *opd.values(), *upp.values()):
        assert angka(figure, 2) in printed
        assert float(figure) in cells
