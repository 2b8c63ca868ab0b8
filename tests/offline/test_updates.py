"""R-07: a new version of the app is delivered while interviews wait and one is being asked."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import expect

from tests.offline.conftest import Record, volume
from tests.offline.phone import Phone
from tests.world import World

LATER = 16 * 60_000  # ms: the app asks for a new version every quarter of an hour
LOOK = "() => document.dispatchEvent(new Event('visibilitychange'))"
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration('/isi')).waiting)"


def test_r07_a_new_version_waits_until_nobody_is_asked_and_leaves_the_queue_alone(
    phone: Phone, world: World, app: Flask, record_property: Record
) -> None:
    for run in range(volume(10, 2)):
        phone.go_offline()
        for score in range(volume(20, 3)):
            phone.interview((score % 4 + 1,) * 9, "Terima kasih")
        phone.show("beranda")
        phone.start_interview()
        phone.answer(1, 4)
        phone.at_question(2)
        phone.page.evaluate("document.body.dataset.lama = ''")
        queued = phone.unsent()
        deliver(phone, app, f"Kota Baru {run}")
        phone.page.wait_for_timeout(300)
        expect(phone.page.locator("body[data-lama]")).to_be_attached()  # the form that somebody answers is not reloaded
        assert phone.unsent() == queued
        for no in range(2, 10):
            phone.answer(no, 4)
        phone.save((4,) * 9)
        phone.let_workers_sleep()
        expect(phone.page.locator("body:not([data-lama])[data-screen]")).to_be_attached()  # the next idle moment
        expect(phone.page.locator("template#layar-serah-mulai")).to_be_attached()
        city = phone.page.evaluate("document.getElementById('layar-serah-mulai').content.textContent")
        assert f"Kota Baru {run}" in city
        assert phone.unsent() == queued + 1
        phone.cold_start()
        assert f"Kota Baru {run}" in phone.page.content()
        phone.go_online()
        phone.send_all()
        phone.show("beranda")
    phone.ledger.agrees(world)
    record_property("injected", "a new version of the app while interviews wait and one is being asked")
    record_property("volume", f"{volume(10, 2)} versions, {len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled; the open form is not reloaded")
    record_property("acknowledged", len(phone.ledger))


def deliver(phone: Phone, app: Flask, city: str) -> None:
    """A new version stands on the server, and the phone hears of it; what it recorded stays unsent for the moment."""
    app.config["CITY_NAME"] = city
    phone.gate.mode = "refuse the intake"
    phone.set_clock(LATER)
    phone.context.set_offline(False)
    phone.page.evaluate(LOOK)
    while not phone.page.evaluate(WAITS):
        phone.page.wait_for_timeout(50)
    phone.set_clock(0)
