"""A batch of invitations in OPD A."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.links.queries import list_lines
from app.tenancy.scope import opd_scope
from app.tickets import operations
from tests.links.conftest import later, phone
from tests.world import Place, World

__all__ = ["later", "phone"]


@pytest.fixture
def codes(world: World) -> Callable[..., list[str]]:
    """Return a function that makes invitations and gives their codes."""

    def make(count: int = 1, *, place: Place = world.a, last_day: date | None = None) -> list[str]:
        with opd_scope(place.opd_id), transaction():
            line = next(
                line for line in list_lines() if (line.layanan_id, line.titik_id) == (place.layanan_id, place.titik_id)
            )
            last = last_day or clock.today() + timedelta(days=3)
            return operations.make_batch(uuid4(), line, count=count, last_day=last, by=SYSTEM)

    return make
