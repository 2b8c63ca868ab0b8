"""The result of the city: what was submitted, side by side, with the chance that is in it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from scipy import stats

from app.ikm import CompleteResponses
from app.opd.models import CustomerKind
from app.results.city import figures
from app.results.city.comparing import Standing, standings
from app.results.city.submitted import load
from app.results.periode_choice import list_every
from tests.results.pages import text_of
from tests.results.recorded import record, submit
from tests.results.test_pages import GOOD, POOR, last_year

MIXED = [GOOD, POOR, (4,) * 9, (3,) * 9] * 10


def test_no_figure_is_shown_before_it_was_submitted(world, sign_in) -> None:
    record(world.a, MIXED)
    record(world.b, MIXED)
    page = text_of(sign_in("organisasi").get("/organisasi/hasil"))
    assert "Belum ada hasil yang disampaikan" in page
    submit(world.b)
    page = text_of(sign_in("pemantau").get("/organisasi/hasil"))
    assert "1 dari 2 OPD sudah menyampaikan hasil" in page
    assert "Badan Contoh B" in page
    assert "Dinas Contoh A" not in page
    assert "1 OPD belum menyampaikan hasil dan tidak ikut dihitung." in page


def test_the_city_is_the_mean_of_opds_and_the_pooled_figure_stands_beside_it(world, sign_in) -> None:
    record(world.a, [(4,) * 9] * 30)
    record(world.a2, [(3,) * 9] * 10)
    record(world.b, [(2,) * 9] * 10)
    for place in (world.a, world.a2, world.b):
        submit(place)
    page = text_of(sign_in("organisasi").get("/organisasi/hasil"))
    assert "68,75 IKM kota" in page  # OPD A is (100 + 75) / 2, OPD B is 50
    assert "85,00 bila digabung" in page
    assert "Dinas Contoh A" in page
    upp = text_of(sign_in("organisasi").get("/organisasi/hasil?lihat=upp"))
    assert "Puskesmas Contoh" in upp
    assert "Dinas 2 OPD" in text_of(sign_in("organisasi").get("/organisasi/hasil?lihat=jenis"))


def test_a_ranking_comes_with_its_note_and_as_ranges(world, sign_in) -> None:
    for place in (world.a, world.b):
        record(place, MIXED)
        submit(place)
    by_name = text_of(sign_in("organisasi").get("/organisasi/hasil"))
    assert "Peringkat" not in by_name
    ranked = text_of(sign_in("organisasi").get("/organisasi/hasil?urut=ikm&arah=turun"))
    assert "Peringkat ini berupa rentang." in ranked
    assert ranked.count("1–2") >= 2  # the same answers: nobody is above the other


def test_fewer_than_five_answers_have_no_figure(world, sign_in) -> None:
    record(world.a, MIXED)
    record(world.b, [(1,) * 9] * 4)
    for place in (world.a, world.b):
        submit(place)
    page = text_of(sign_in("organisasi").get("/organisasi/hasil"))
    row = page[page.index("Badan Contoh B") :][:60]
    assert "25,00" not in row


def test_only_the_same_opds_are_compared_with_last_year(world, sign_in) -> None:
    last_year(world.b, [POOR] * 40)
    record(world.a, [(1,) * 9] * 20)
    record(world.b, MIXED)
    for place in (world.a, world.b):
        submit(place)
    page = text_of(sign_in("organisasi").get("/organisasi/hasil"))
    assert "Naik 12,50 dari 72,22 tahun lalu, pada 1 OPD yang sama" in page
    assert "Badan Contoh B +12,50 melebihi variasi sampel" in page


def test_broken_filters_are_the_page_without_them(world, sign_in) -> None:
    record(world.b, MIXED)
    submit(world.b)
    client = sign_in("organisasi")
    for query in ("lihat=x&urut=y&arah=z", "jenis=tidak-ada", "pelanggan=%00", "jenis=%27%3B--&lihat=upp"):
        assert client.get(f"/organisasi/hasil?{query}").status_code == 200
    assert client.get("/organisasi/hasil?periode=bukan").status_code == 404
    assert sign_in("kepala.a").get("/organisasi/hasil").status_code in (403, 404)


def test_a_new_version_is_seen_at_once(world) -> None:
    periode = list_every()[0]
    record(world.b, [POOR] * 12)
    submit(world.b)
    kind, rule = CustomerKind.MASYARAKAT, periode.aggregation
    first = figures.mean_of([rollup for _, rollup in figures.rollups(load(periode.id), kind, rule)])
    record(world.a, [GOOD] * 12)
    submit(world.a)
    second = figures.mean_of([rollup for _, rollup in figures.rollups(load(periode.id), kind, rule)])
    assert (first.statistics.n, second.statistics.n) == (12, 24)
    assert second.aggregate.units == 2
    assert sum(weight for weight, _ in second.strata) == 1


@pytest.mark.parametrize("seed", range(5))
def test_ranks_tell_apart_exactly_what_scipy_tells_apart(seed: int) -> None:
    rng = random.Random(seed)
    sets = [
        [tuple(rng.choice((level, level + 1)) for _ in range(9)) for _ in range(rng.randint(3, 40))]
        for level in (1, 2, 2, 2, 3)
    ]
    found = standings([((Fraction(1), CompleteResponses.from_rows(rows)),) for rows in [*sets, [(3,) * 9]]])
    totals = [[sum(row) for row in rows] for rows in sets]
    for own, standing in zip(totals, found, strict=False):
        z = [stats.ttest_ind(other, own, equal_var=False).statistic for other in totals if other is not own]
        limit = stats.norm.ppf(0.975)
        assert standing == Standing(1 + sum(each > limit for each in z), 5 - sum(each < -limit for each in z), 5)
    assert found[-1] is None  # one answer cannot be compared
