"""R-09: a week without a network, by clocks that are hours or a year wrong, and then everything at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from tests.offline.conftest import FULL, Record, volume
from tests.offline.ledger import stored
from tests.offline.phone import Phone
from tests.world import World

DAYS = 7
HOUR = 3_600_000  # ms
WRONG = {"tepat": 0, "3 jam lambat": -3 * HOUR, "3 jam cepat": 3 * HOUR, "400 hari lambat": -400 * 24 * HOUR}
CLOCKS = list(WRONG) if FULL else ["3 jam cepat"]
INTERVIEWS = volume(500, 50) // len(CLOCKS)


@pytest.mark.parametrize("wrong", CLOCKS)
def test_r09_a_week_of_interviews_arrives_whole_and_on_the_right_days(
    phone: Phone, world: World, wrong: str, record_property: Record
) -> None:
    phone.go_offline()
    days: dict[str, int] = {}
    for day in range(DAYS, 0, -1):
        phone.set_clock(WRONG[wrong] - day * 24 * HOUR)
        for number in range(INTERVIEWS // DAYS + 1):
            if len(phone.ledger) < INTERVIEWS:
                days[phone.interview(tuple((number + no) % 4 + 1 for no in range(9)), "Parkirnya sempit")] = day
    phone.set_clock(WRONG[wrong])
    phone.cold_start()
    assert phone.unsent() == INTERVIEWS
    began = clock.now()
    phone.go_online()
    phone.send_all(timeout=60)
    phone.ledger.agrees(world)
    for row in stored(world):
        true_time = began - timedelta(days=days[str(row.id)])
        assert abs(row.finished_at - true_time) < timedelta(minutes=15)
        assert row.started_at is not None
        assert row.started_at <= row.finished_at
    record_property("injected", f"a week without a network in a browser, its clock {wrong}")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled, 0 refused, each on its day")
    record_property("acknowledged", len(phone.ledger))
