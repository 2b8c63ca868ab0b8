"""A kiosk whose network goes, whose battery dies, and that gets a new version: nothing is lost, nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from flask import Flask
from playwright.sync_api import expect

from app.responses.models import Collection
from tests.kiosk.tablet import Tablet
from tests.links.conftest import make_link
from tests.offline.ledger import stored
from tests.world import World

SEED = 20261124
SLOWEST = 120  # ms in which a save or a sending of this machine falls
LATER = 16 * 60_000  # ms: the kiosk asks for a new version every quarter of an hour
LOOK = "() => document.dispatchEvent(new Event('visibilitychange'))"
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration('/kios/')).waiting)"


def test_a_day_without_a_network_and_a_dead_battery_lose_and_double_nothing(tablet: Tablet, world: World) -> None:
    tablet.visit((4,) * 9, "Terima kasih")
    tablet.go_offline()
    tablet.visit((3, 4) * 4 + (2,), "Kursinya kurang")
    expect(tablet.queue_line).to_have_text("1 jawaban menunggu sambungan")
    tablet.cold_start()
    expect(tablet.begin).to_be_visible()
    expect(tablet.queue_line).to_have_text("1 jawaban menunggu sambungan")
    tablet.visit((1,) * 9)
    expect(tablet.queue_line).to_have_text("2 jawaban menunggu sambungan")
    tablet.go_online()
    tablet.send_all()
    expect(tablet.queue_line).to_have_count(0)
    tablet.ledger.agrees(world)
    assert {row.collection for row in stored(world)} == {Collection.KIOS}


def test_the_thanks_say_where_the_answer_is(tablet: Tablet) -> None:
    tablet.go_offline()
    tablet.begin_now()
    tablet.answer_all()
    tablet.send()
    expect(tablet.page.get_by_text("Tersimpan di perangkat ini.")).to_be_visible()
    expect(tablet.page.get_by_text("Terkirim.")).to_be_hidden()
    tablet.go_online()
    expect(tablet.page.get_by_text("Terkirim. Jawaban Anda sudah diterima.")).to_be_visible()


def test_a_battery_that_dies_while_saving_or_sending_loses_and_doubles_nothing(tablet: Tablet, world: World) -> None:
    chance = Random(SEED)
    unsure: dict[str, tuple[int, ...]] = {}
    for run in range(3):
        if run % 2:
            tablet.go_online()
        scores = tuple(chance.randint(1, 4) for _ in range(9))
        made = tablet.begin_now()
        tablet.answer_all(scores)
        tablet.page.evaluate("document.querySelector('[data-send]').click()")
        tablet.page.wait_for_timeout(chance.uniform(0, SLOWEST))
        if tablet.thanks.is_visible():
            tablet.ledger.saved(made, scores)
        else:
            unsure[made] = scores
        tablet.cold_start()
    tablet.go_online()
    tablet.send_all()
    for row in stored(world):  # what was not said to be saved yet may be there, or may not; never twice, never changed
        if str(row.id) in unsure:
            tablet.ledger.saved(str(row.id), unsure[str(row.id)])
    tablet.ledger.agrees(world)


def test_lost_replies_double_nothing(tablet: Tablet, world: World) -> None:
    tablet.gate.mode = "lose replies"
    for score in (1, 2, 3):
        tablet.visit((score,) * 9)
    assert tablet.gate.lost >= 1
    tablet.gate.mode = "open"
    tablet.send_all()
    tablet.ledger.agrees(world)


def test_a_new_version_waits_until_nobody_answers_and_leaves_the_queue_alone(tablet: Tablet, app: Flask) -> None:
    tablet.go_offline()
    tablet.visit((2,) * 9)
    tablet.set_clock(tablet.clock_error + LATER)  # it is time to ask for a new version, once there is a network
    tablet.begin_now()
    tablet.answer(1, 4)
    tablet.at_question(2)
    tablet.page.evaluate("document.body.dataset.lama = ''")
    deliver(tablet, app, "Kota Baru")
    tablet.page.wait_for_timeout(300)
    expect(tablet.page.locator("body[data-lama]")).to_be_attached()  # whoever answers is not interrupted
    assert tablet.unsent() == 1
    for no in range(2, 10):
        tablet.answer(no, 4)
    tablet.page.get_by_role("button", name="Lanjut ke saran").click()
    tablet.send()
    expect(tablet.page.locator("body[data-lama]")).to_be_attached()  # nor is the thanks
    tablet.page.get_by_role("button", name="Selesai").click()
    expect(tablet.page.locator("body:not([data-lama])[data-stage='awal']")).to_be_attached()
    expect(tablet.page.locator(".kiosk-head")).to_contain_text("Kota Baru")
    assert tablet.unsent() == 2
    tablet.cold_start()
    expect(tablet.page.locator(".kiosk-head")).to_contain_text("Kota Baru")
    expect(tablet.begin).to_be_visible()


def deliver(tablet: Tablet, app: Flask, city: str) -> None:
    """A new version stands on the server, and the kiosk hears of it; what it recorded stays unsent for the moment."""
    app.config["CITY_NAME"] = city
    tablet.gate.mode = "refuse the intake"
    tablet.context.set_offline(False)
    tablet.page.evaluate(LOOK)
    for _ in range(200):
        if tablet.page.evaluate(WAITS):
            return
        tablet.page.wait_for_timeout(50)
    raise AssertionError("no new version arrived")


def test_a_tablet_that_moves_to_another_counter_still_sends_what_it_brought(tablet: Tablet, world: World) -> None:
    tablet.go_offline()
    tablet.visit((4,) * 9)
    tablet.go_online()
    tablet.gate.mode = "refuse the intake"
    tablet.code = make_link(world.b)
    tablet.open()
    expect(tablet.page.get_by_text("Badan Contoh B, Loket 1")).to_be_visible()
    tablet.gate.mode = "open"
    tablet.send_all()
    tablet.ledger.agrees(world)


def test_a_server_that_does_not_know_the_pass_gives_another_and_nothing_is_lost(
    tablet: Tablet, world: World, app: Flask
) -> None:
    app.config["SECRET_KEY"] = "another key, since the server was set up anew"
    tablet.visit((3,) * 9)
    tablet.send_all()
    tablet.ledger.agrees(world)


def test_a_tablet_that_was_never_connected_says_so(
    new_tablet: Callable[[], Tablet], tablet: Tablet, world: World
) -> None:
    tablet.go_offline()
    tablet.code = make_link(world.b)
    tablet.page.goto(f"{tablet.site}/kios/{tablet.code}")
    expect(tablet.page.get_by_role("heading", name="Menunggu sambungan")).to_be_visible()
    tablet.go_online()
    expect(tablet.begin).to_be_visible()
