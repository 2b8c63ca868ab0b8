"""The guard against slowly getting slow: ratios of CPU time within one run, never times, against the floors of bench/core/goals.py.

Only what needs no server stands here, so that it costs seconds; the rest is `make bench`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from time import process_time

import pytest

from app.imports.reading.guessing import guess
from app.imports.reading.plan import Plan
from app.imports.reading.rows import read_rows
from app.imports.reading.sheets import open_sheets
from app.reports.rendering import skm
from app.web.csv_text import csv_bytes
from bench.core.goals import GOALS
from bench.goals.report import bare_tables
from tests.imports.steps import as_csv, numbered
from tests.imports.test_reading import LAYANAN, OPTIONS, RULES, TITIK
from tests.reports.rendering import samples
from tests.reports.rendering.reading import pages

ROUNDS = 5


def ratio(above: Callable[[], object], below: Callable[[], object]) -> float:
    """Return the ratio of the least CPU time of each, taken in turns: whatever else runs here can only add to it."""
    turns = [(_cpu(above), _cpu(below)) for _ in range(ROUNDS)]
    return min(above for above, _ in turns) / min(below for _, below in turns)


def _cpu(act: Callable[[], object]) -> float:
    begun = process_time()
    act()
    return process_time() - begun


def test_a_report_of_forty_layanan_costs_little_more_than_bare_tables_of_as_many_pages() -> None:
    report = replace(samples.forty_layanan(), trend=samples.five_years().trend)
    count = len(pages(skm.render(report)))
    assert ratio(partial(skm.render, report), partial(bare_tables, count)) <= GOALS["11"].floor


def _read(content: bytes) -> None:
    sheet = open_sheets("jawaban.csv", content)[0]
    found = guess(sheet, OPTIONS)
    plan = Plan(sheet.name, found.heading.row, found.meanings(), LAYANAN.id, TITIK.id, date(2026, 11, 1))
    assert not read_rows(sheet, plan, RULES).problems


def _write(count: int) -> None:
    row = (1, date(2026, 11, 1), "KTP-el", "Loket 1", "petugas", "dihitung", "L", *[4] * 9, "")
    csv_bytes([f"kolom {each}" for each in range(len(row))], (row for _ in range(count)))


@pytest.mark.parametrize(
    ("large", "small"),
    [
        (partial(_read, as_csv(numbered(10_000))), partial(_read, as_csv(numbered(1_000)))),
        (partial(_write, 50_000), partial(_write, 5_000)),
    ],
    ids=["reading a file of answers", "writing a CSV"],
)
def test_ten_times_as_many_rows_cost_ten_times_as_much(large: Callable[[], None], small: Callable[[], None]) -> None:
    assert ratio(large, small) <= GOALS["10b"].floor
