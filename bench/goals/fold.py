"""Goals 7 and 8: folding new answers, and making all statistics anew beside the bare SQL that adds up as much.

The bare aggregation reads the same table once, without offices in scope, saran or days: sums, products and counts of nine
questions, for the whole and for each of the profile's segments.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from uuid import UUID

from app.db import transaction
from app.results import fold
from app.tenancy.scope import opd_scope
from bench.core.place import application, place
from bench.core.record import Record
from bench.core.rounds import in_turns, ratios
from bench.data import answers
from bench.data.city import build
from bench.data.writer import connect
from local.postgres import Urls

OPDS, SIZE, WORKERS, ROUNDS = 8, 200_000, 2, 3
SUMS = ", ".join(f"sum(scores[{i}])" for i in range(1, 10))
PRODUCTS = ", ".join(f"sum(scores[{i}] * scores[{j}])" for i in range(1, 10) for j in range(i, 10))
SEGMENTS = ("sex", "age_band", "education", "occupation", "collection", "petugas_id", "office_kind", "position")
KEY = "survey_id, layanan_id, titik_id"
BARE = f"""
SELECT {KEY}, count(*), {SUMS}, {PRODUCTS} FROM responses
 GROUP BY GROUPING SETS (({KEY}), {", ".join(f"({KEY}, {each})" for each in SEGMENTS)},
                         ({KEY}, to_char(finished_at, 'YYYY-MM')), ({KEY}, to_char(finished_at, 'HH24')))
"""  # noqa: S608


def run(record: Record, *, size: int = 0) -> None:
    size = size or SIZE
    with place() as here:
        urls = here.database("fold")
        opds = [spot.opd_id for spot in build(urls, opds=OPDS, layanan=1).spots]
        answers.add(urls, 0, size, pending=True)
        with ProcessPoolExecutor(WORKERS) as pool:
            list(pool.map(_begin, [urls] * WORKERS))
            begun = time.perf_counter()
            folded = sum(pool.map(_fold, [urls] * OPDS, opds))
            seconds = time.perf_counter() - begun
        assert folded == size
        record.result(
            "7",
            size / seconds,
            f"{size:,} answers of {OPDS} OPD in {seconds:.1f} s, {WORKERS} workers, one in ten with a saran",
        )
        rebuilt, bare = in_turns(ROUNDS, lambda: _rebuild(urls, opds), lambda: _bare(urls))
        found = ratios(rebuilt, bare)
        equal = _differences(urls, opds) == 0
        assert equal
        record.result(
            "8",
            found.median,
            f"{found.said()} ×; {size:,} answers: {rebuilt.said(1)} s, bare {bare.said(1)} s; equal to the bit",
        )


def _begin(urls: Urls) -> None:
    """Import and connect before the clock runs."""
    with application(urls):
        pass


def _fold(urls: Urls, opd_id: UUID) -> int:
    taken = 0
    with application(urls), opd_scope(opd_id):
        while True:
            with transaction():
                some = fold.fold_pending()
            taken += some
            if some < fold.BATCH:
                return taken


def _rebuild(urls: Urls, opds: list[UUID]) -> float:
    begun = time.perf_counter()
    with application(urls):
        for opd_id in opds:
            with opd_scope(opd_id), transaction():
                fold.rebuild()
    return time.perf_counter() - begun


def _differences(urls: Urls, opds: list[UUID]) -> int:
    found = 0
    with application(urls):
        for opd_id in opds:
            with opd_scope(opd_id), transaction():
                found += fold.compare().differences
    return found


def _bare(urls: Urls) -> float:
    with connect(urls.owner) as connection:
        connection.execute("SET max_parallel_workers_per_gather = 0")  # ours is one process
        begun = time.perf_counter()
        connection.execute(BARE).fetchall()
        return time.perf_counter() - begun
