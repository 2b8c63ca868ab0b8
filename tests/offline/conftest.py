from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.faults.scale import FULL
from tests.offline.gate import Gate, standing_before
from tests.offline.phone import Phone

Record = Callable[[str, Any], None]  # of what was done, for docs/reliability.md


def volume(full: int, few: int) -> int:
    """Return how often: all of it, or about a tenth."""
    return full if FULL else few


@pytest.fixture
def gate(site: str) -> Iterator[Gate]:
    with standing_before(site) as gate:
        yield gate


@pytest.fixture
def new_phone(
    playwright: Playwright, tmp_path: Path, browser_type_launch_args: dict[str, Any]
) -> Iterator[Callable[[Gate], Phone]]:
    """Return a function that gives a phone of its own behind a gate."""
    phones: list[Phone] = []

    def make(gate: Gate) -> Phone:
        phones.append(Phone(playwright, tmp_path / f"ponsel-{len(phones)}", gate, browser_type_launch_args))
        return phones[-1]

    yield make
    for phone in phones:
        phone.kill()
        assert phone.broken == []


@pytest.fixture
def phone(new_phone: Callable[[Gate], Phone], gate: Gate) -> Phone:
    """A phone whose petugas has signed in once, through the gate."""
    phone = new_phone(gate)
    phone.sign_in()
    return phone
