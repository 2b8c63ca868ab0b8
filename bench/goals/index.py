"""Goals 3 and 4, and the picture: the time to an index while the answers grow, beside raw SQL over the same answers.

The whole result page of one layanan is asked for, signed in, through gate, session and scope.
"""

from __future__ import annotations

import time

from bench.core.client import time_calls
from bench.core.picture import Line, draw
from bench.core.place import application, environment, place
from bench.core.record import Record
from bench.core.rounds import Spread, in_turns
from bench.core.servers import product
from bench.core.sessions import asking, sign_in
from bench.data import answers
from bench.data.city import build
from bench.data.writer import connect
from local.folders import TREE

OPDS, LAYANAN, YEARS = 40, 5, 10
SIZE = 1_000_000
ROUNDS, CALLS = 8, 25
RAW_CITY = (
    f"SELECT layanan_id, survey_id, {', '.join(f'avg(scores[{i}])' for i in range(1, 10))} FROM responses GROUP BY 1, 2"  # noqa: S608
)


def run(record: Record, *, size: int = 0) -> None:
    sizes = [n for n in (1_000, 10_000, 100_000, 1_000_000, 10_000_000) if n <= (size or SIZE)]
    ours: dict[int, Spread] = {}
    raw: dict[int, float] = {}
    with place() as here:
        urls = here.database("index")
        city = build(urls, opds=OPDS, layanan=LAYANAN, years=YEARS)
        spot, before = city.spots[0], 0
        for n in sizes:
            answers.add(urls, before, n)
            before = n
            _rebuild(urls, city)
            with product(environment(urls), here.folder) as port:
                cookie = sign_in(port, f"kepala.{spot.kode}")
                path = f"/opd/{spot.kode}/upp/{spot.kode}/hasil"
                act = asking(path, cookie)
                time_calls(port, 30, act)
                times: list[float] = []
                for _ in range(ROUNDS):
                    times += time_calls(port, CALLS, act)
                ours[n] = Spread(tuple(1000 * each for each in times))
            raw[n] = in_turns(3, lambda: _raw(urls))[0].median
            record.note(f"{n:>10,}: page p50 {ours[n].median:.1f}, p95 {ours[n].p95:.1f} ms; raw SQL {raw[n]:.1f} ms")
    last = sizes[-1]
    record.result(
        "3", ours[last].p95, f"{last:,} answers, p50 {ours[last].median:.1f} ms, whole result page, one client"
    )
    record.result("4", ours[last].median / ours[10_000].median, f"p50 with {last:,} ÷ with 10,000 answers")
    if record.keep:
        lines = (Line("Potret", {n: each.median for n, each in ours.items()}), Line("SQL mentah", raw))
        (TREE / "docs" / "pictures" / "index-curve.svg").write_text(draw(lines), encoding="utf-8")


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
