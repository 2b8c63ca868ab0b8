from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.kiosk.tablet import Tablet
from tests.links.conftest import make_link
from tests.offline.conftest import gate
from tests.offline.gate import Gate
from tests.world import World

__all__ = ["gate"]


@pytest.fixture
def code(world: World) -> str:
    return make_link(world.a)


@pytest.fixture
def new_tablet(
    playwright: Playwright, tmp_path: Path, browser_type_launch_args: dict[str, Any], gate: Gate
) -> Iterator[Callable[[], Tablet]]:
    """Return a function that gives a tablet of its own behind the gate."""
    tablets: list[Tablet] = []

    def make() -> Tablet:
        tablets.append(Tablet(playwright, tmp_path / f"tablet-{len(tablets)}", gate, browser_type_launch_args))
        return tablets[-1]

    yield make
    for tablet in tablets:
        tablet.kill()
        assert tablet.broken == []


@pytest.fixture
def tablet(new_tablet: Callable[[], Tablet], code: str) -> Tablet:
    """A kiosk that was set up once, with a network."""
    tablet = new_tablet()
    tablet.set_up(code)
    return tablet
