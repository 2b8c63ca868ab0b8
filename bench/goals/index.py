"""Goals 3 and 4, and the picture: the time to an index while the answers grow, beside raw SQL over the same answers.

The whole result page of one layanan is asked for, signed in, through gate, session and scope.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from bench.core.client import Act, time_calls
from bench.core.picture import Line, draw
from bench.core.place import Place, application, environment, place
from bench.core.record import Record
from bench.core.rounds import Spread, in_turns
from bench.core.servers import product
from bench.core.sessions import asking, sign_in
from bench.data import answers
from bench.data.city import Spot, build
from bench.data.writer import connect
from local.folders import TREE
from local.postgres import Urls

OPDS, LAYANAN, YEARS = 40, 5, 10
SIZE = 1_000_000
FEW = 10_000
ROUNDS, CALLS = 8, 25
RAW_CITY = (
    f"SELECT layanan_id, survey_id, {', '.join(f'avg(scores[{i}])' for i in range(1, 10))} FROM responses GROUP BY 1, 2"  # noqa: S608
)


def run(record: Record, *, size: int = 0) -> None:
    sizes = [n for n in (1_000, 10_000, 100_000, 1_000_000, 10_000_000) if n <= (size or SIZE)]
    ours: dict[int, Spread] = {}
    raw: dict[int, float] = {}
    with place() as here:
        few = _few(here)
        urls = here.database("index")
        city = build(urls, opds=OPDS, layanan=LAYANAN, years=YEARS)
        spot, before = city.spots[0], 0
        for n in sizes:
            answers.add(urls, before, n)
            before = n
            _rebuild(urls, city)
            with product(environment(urls), here.folder) as port:
                ours[n] = _in_turns((port, spot))[0]
            raw[n] = in_turns(3, lambda: _raw(urls))[0].median
            record.note(f"{n:>10,}: page p50 {ours[n].median:.1f}, p95 {ours[n].p95:.1f} ms; raw SQL {raw[n]:.1f} ms")
        last = sizes[-1]
        with (
            product(environment(few.urls), here.folder) as small,
            product(environment(urls), here.folder) as large,
        ):
            base, whole = _in_turns((small, few.spot), (large, spot))
    record.result("3", whole.p95, f"{last:,} answers, p50 {whole.median:.1f} ms, whole result page, one client")
    beside = f"p50 {whole.median:.1f} ms with {last:,} answers, {base.median:.1f} ms with {FEW:,}, in turns"
    record.result("4", whole.median / base.median, beside)
    if record.keep:
        lines = (Line("Potret", {n: each.median for n, each in ours.items()}), Line("SQL mentah", raw))
        (TREE / "docs" / "pictures" / "index-curve.svg").write_text(draw(lines), encoding="utf-8")


@dataclass(frozen=True)
class Few:
    """The same city with few answers, to compare with in turns."""

    urls: Urls
    spot: Spot


def _few(here: Place) -> Few:
    urls = here.database("index_few")
    city = build(urls, opds=OPDS, layanan=LAYANAN, years=YEARS)
    answers.add(urls, 0, FEW)
    _rebuild(urls, city)
    return Few(urls, city.spots[0])


def _page(port: int, spot: Spot) -> Act:
    return asking(f"/opd/{spot.kode}/upp/{spot.kode}/hasil", sign_in(port, f"kepala.{spot.kode}"))


def _in_turns(*places: tuple[int, Spot]) -> list[Spread]:
    """Return the milliseconds of the page at each place, asked for in turns: a slow minute of the machine hits all."""
    acts = [(port, _page(port, spot)) for port, spot in places]
    times: list[list[float]] = [[] for _ in acts]
    for port, act in acts:
        time_calls(port, 30, act)
    for _ in range(ROUNDS):
        for found, (port, act) in zip(times, acts, strict=True):
            found.extend(time_calls(port, CALLS, act))
    return [Spread(tuple(1000 * each for each in found)) for found in times]


def _rebuild(urls, city) -> None:
    from app.db import transaction
    from app.results import fold
    from app.tenancy.scope import opd_scope

    with application(urls):
        for opd_id in dict.fromkeys(spot.opd_id for spot in city.spots):
            with opd_scope(opd_id), transaction():
                fold.rebuild()
    with connect(urls.owner) as connection:
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE tallies")


def _raw(urls) -> float:
    with connect(urls.owner) as connection:
        begun = time.perf_counter()
        connection.execute(RAW_CITY).fetchall()
        return (time.perf_counter() - begun) * 1000
