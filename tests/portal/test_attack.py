"""Whoever adds and subtracts everything that is public learns nothing about fewer than five people."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.opd.models import CustomerKind, Layanan
from app.periods.policy import Aggregation
from app.portal import open_data
from app.portal.choice import Choice, Year
from app.portal.figures import of_city
from app.portal.published import LayananPublished, OpdPublished, Published, UppPublished
from app.responses import intake
from app.results.statistics import Statistics
from app.tenancy.scope import opd_scope
from tests.portal.attack import Cell, equations, worked_out
from tests.portal.test_public_pages import publish
from tests.world import World

COUNTS = st.one_of(st.integers(0, 4), st.integers(0, 30), st.integers(0, 300))
# A few OPD of one to three UPP of one to three layanan each.
CITIES = st.lists(st.lists(st.lists(COUNTS, min_size=1, max_size=3), min_size=1, max_size=3), min_size=1, max_size=4)
KIND = CustomerKind.MASYARAKAT


class Told(Year):
    """A year whose published results are given, not loaded."""

    given: Published

    @property
    def published(self) -> Published:
        return self.given


def city_of(counts: list[list[list[int]]]) -> tuple[Choice, dict[Cell, int]]:
    """Return a published year with so many complete answers in each layanan."""
    cells: dict[Cell, int] = {}
    opd = []
    for number, units in enumerate(counts):
        made = []
        for at, layanan in enumerate(units):
            cells |= {(f"o{number}", f"U{at}", f"L{place}"): n for place, n in enumerate(layanan)}
            made.append(_upp(f"U{at}", layanan))
        opd.append(OpdPublished(uuid4(), f"o{number}", f"OPD {number}", f"O{number}", tuple(made)))
    year = Told(uuid4(), 2026, "SKM 2026", Aggregation.MEAN, running=False)
    object.__setattr__(year, "given", Published(tuple(opd), "1"))
    return Choice((year,), year, None), cells


CODES = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarana")


def _upp(kode: str, counts: list[int]) -> UppPublished:
    layanan = tuple(
        LayananPublished(f"L{place}", f"L{place}", KIND, None, _threes(n), CODES) for place, n in enumerate(counts)
    )
    return UppPublished(uuid4(), kode, kode, (uuid4(),), CODES, layanan, ())


def _threes(n: int) -> Statistics:
    return Statistics(n, (0, 0, n, 0) * 9, n, 27 * n, 729 * n, (9 * n,) * 45, (3 * n,) * 9)


def attack(choice: Choice, cells: dict[Cell, int]) -> list[frozenset[Cell]]:
    """Return the small groups that follow from the open data and what the city's page says beside them."""
    rows = [dict(zip(open_data.IKM_HEAD, row, strict=True)) for row in open_data.ikm_rows(choice)]
    city = of_city(choice.now.published, KIND, choice.now.rule)
    return worked_out(cells, equations(cells, rows, city.pooled is not None))


@given(CITIES)
@settings(max_examples=100, deadline=None)
def test_no_small_group_of_any_city_can_be_worked_out(counts: list[list[list[int]]]) -> None:
    assert attack(*city_of(counts)) == []


def test_the_attacker_finds_what_one_hidden_cell_alone_would_give_away() -> None:
    """Were only the small layanan hidden, the whole minus the other would give it back: the attacker is no straw man."""
    cells = {("a", "a", "L0"): 40, ("a", "a", "L1"): 3}
    rows: list[dict[str, Any]] = [
        {"tingkat": "upp", "kode_opd": "a", "upp": "a", "layanan": "", "ikm": "80.00"},
        {"tingkat": "layanan", "kode_opd": "a", "upp": "a", "layanan": "L0", "ikm": "80.00"},
    ]
    assert worked_out(cells, equations(cells, rows, pooled=False)) == [frozenset({("a", "a", "L1")})]


SCORES = [(4, 3, 2, 4, 3, 3, 4, 2, 3), (3, 3, 3, 3, 3, 3, 3, 3, 3), (2, 3, 4, 4, 3, 2, 3, 3, 1)] * 4


def test_the_real_pages_and_files_give_no_small_group_away(app: Flask, client: FlaskClient, world: World) -> None:
    """Three answers in one unit of A and in one layanan of B, read from what anybody may fetch."""
    second = _second_layanan(world)
    for row in SCORES[:3]:
        intake.record(world.b.opd_id, world.b.answer(row, layanan_id=second))
    publish(world.a, SCORES)
    publish(world.a2, SCORES[:3])
    publish(world.b, SCORES)
    rows = client.get("/publik/data/semua.json").json["ikm"]
    cells = {
        ("a", "Dinas Contoh A", "Layanan Satu"): 12, ("a", "Puskesmas Contoh", "Layanan Satu"): 3,
        ("b", "Badan Contoh B", "Layanan Satu"): 12, ("b", "Badan Contoh B", "Layanan Dua"): 3,
    }  # fmt: skip
    assert {row["tingkat"] for row in rows} == {"kota", "opd", "upp", "layanan"}
    pooled = "Gabungan semua jawaban" in client.get("/publik").text
    known = equations(cells, rows, pooled)
    assert len(known) >= 4
    assert worked_out(cells, known) == []
    page = client.get("/publik/opd/b").text
    assert "disembunyikan" in page


def _second_layanan(world: World) -> Any:
    from sqlalchemy import select

    from app.extensions import db

    with opd_scope(world.b.opd_id):
        return db.session.scalars(select(Layanan.id).where(Layanan.name == "Layanan Dua")).one()
