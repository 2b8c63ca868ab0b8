from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.journeys.city import ZONE, City, running

BEGIN = datetime(2026, 10, 5, 8, 30, tzinfo=ZONE)  # a Monday


@pytest.fixture
def city(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    """A city of this journey alone; its beat asks every half second, so that a month of days takes half a minute."""
    monkeypatch.setenv("BEAT_SECONDS", "0.5")
    with running(tmp_path_factory.mktemp("kota"), BEGIN) as city:
        yield city
