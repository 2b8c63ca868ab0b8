"""Two published surveys, as their offices printed them."""

import json
from pathlib import Path

import pytest

from app.ikm import Table, Unsur, UnsurTally, read_table

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def sekadau_file() -> Path:
    return DATA / "sekadau_2019_s1_rows.csv"


@pytest.fixture(scope="session")
def sekadau(sekadau_file: Path) -> Table:
    """The 49 respondents of Pemkab Sekadau, semester I 2019, U1 to U9."""
    return read_table(sekadau_file.read_text())


@pytest.fixture(scope="session")
def perpusnas() -> dict[Unsur, UnsurTally]:
    """The 187 respondents of Perpusnas, May and June 2023, published in the order of the definitions."""
    published = json.loads((DATA / "perpusnas_2023_frequencies.json").read_text())
    frequencies = published["frequencies_of_values_1_to_4"]
    return {Unsur(code): UnsurTally.from_frequencies(counts) for code, counts in frequencies.items()}
