"""The page says what `ikm hitung` says on the same rows, to the last digit."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.cli import ikm_commands
from app.ikm import Unsur
from app.web.formats import angka
from tests.results.pages import text_of
from tests.results.recorded import Row, close, perpusnas, record, sekadau

CODES = tuple(Unsur)


def computed(rows: list[Row], folder: Path) -> dict[str, Any]:
    """Return what the command computes from the rows, written as the CSV that it reads."""
    lines = [",".join(CODES), *(",".join("" if score is None else str(score) for score in row) for row in rows)]
    file = folder / "jawaban.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(ikm_commands, ["hitung", str(file), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def shown(number: str) -> str:
    return angka(Decimal(number))


def assert_the_page_says(page: str, figures: dict[str, Any]) -> None:
    assert f"{angka(figures['n'])} responden" in page
    assert f"{shown(figures['ikm'])} IKM" in page
    assert f"Mutu {figures['mutu']} Kinerja: {figures['kinerja']}" in page
    weights = figures["weights"]
    assert (
        f"Dengan bobot 0,111 IKM menjadi {shown(weights['0.111'])}; dengan 0,11 menjadi {shown(weights['0.11'])}"
        in page
    )
    for code in CODES:
        assert f"{shown(figures['nrr'][code])} " in page, code
    # One layanan was answered, by people of one group: its row, the total and the group's say the same, in questionnaire order.
    row = " ".join(shown(figures["nrr"][code]) for code in CODES)
    assert page.replace(" (terendah)", "").count(row) == 3


def some_rows(n: int, seed: int) -> list[Row]:
    """Return rows that all count (5 of 9 answered or more), some with answers left out."""
    rng = random.Random(seed)
    rows = []
    for _ in range(n):
        row: list[int | None] = [rng.choice((1, 2, 3, 3, 4, 4)) for _ in range(9)]
        for left_out in rng.sample(range(9), rng.choice((0, 0, 1, 4))):
            row[left_out] = None
        rows.append(tuple(row))
    return rows


@pytest.mark.parametrize("frozen", [False, True])
def test_random_answers_with_some_left_out(world, sign_in, tmp_path, frozen: bool) -> None:
    rows = some_rows(137, seed=20)
    record(world.b, rows)
    if frozen:
        close(world.b)
    assert_the_page_says(text_of(sign_in("kepala.b").get("/opd/b/hasil")), computed(rows, tmp_path))


def test_the_published_rows_of_sekadau(world, sign_in, tmp_path) -> None:
    record(world.b, sekadau())
    page = text_of(sign_in("admin.b").get("/opd/b/hasil"))
    assert_the_page_says(page, computed(sekadau(), tmp_path))
    assert "78,74 IKM" in page
    assert "Mutu B" in page
    assert "Dengan bobot 0,111 IKM menjadi 78,66; dengan 0,11 menjadi 77,95; mutu tetap B." in page


def test_the_published_frequencies_of_the_national_library(world, sign_in, tmp_path) -> None:
    rows = perpusnas(CODES)
    assert len(rows) == 187
    record(world.b, rows)
    page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
    assert_the_page_says(page, computed(rows, tmp_path))
    assert "87,64 IKM" in page
    assert "Mutu B" in page


def test_all_threes_are_75_and_c_and_the_page_says_why(world, sign_in) -> None:
    record(world.b, [(3,) * 9] * 12)
    page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
    assert "75,00 IKM" in page
    assert "Mutu C Kinerja: Kurang baik" in page
    assert "Semua unsur sama nilainya, 3,000." in page
    assert "Mengapa semua jawaban 3 menjadi C?" in page
