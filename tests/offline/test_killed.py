"""R-05: the battery dies while an interview is being saved, and while it is being sent."""

from __future__ import annotations

from random import Random

from playwright.sync_api import expect

from tests.offline.conftest import Record, volume
from tests.offline.ledger import stored
from tests.offline.phone import Phone
from tests.world import World

SEED = 20261124
SLOWEST = 120  # ms in which a save or a sending of this machine falls


def test_r05_a_battery_that_dies_while_saving_or_sending_loses_and_doubles_nothing(
    phone: Phone, world: World, record_property: Record
) -> None:
    chance = Random(SEED)
    for run in range(volume(50, 6)):
        sending = run % 2 == 1
        if sending:
            phone.go_online()
        scores = tuple(chance.randint(1, 4) for _ in range(9))
        made = phone.start_interview()
        for no, score in enumerate(scores, 1):
            phone.answer(no, score)
        expect(phone.page.locator("#saran")).to_be_visible()
        phone.page.evaluate("document.querySelector('[data-send]').click()")
        phone.page.wait_for_timeout(chance.uniform(0, SLOWEST))
        phone.cold_start()
        finish_what_was_left(phone, scores[-1])
        # Said to be saved or not: the answers were given, so they are there, in the draft or in the queue.
        phone.ledger.saved(made, scores)
    phone.go_online()
    phone.send_all()
    phone.ledger.agrees(world)
    phone.cold_start()
    assert phone.unsent() == 0
    assert len(stored(world)) == len(phone.ledger)
    record_property("seed", SEED)
    record_property("injected", "the browser is killed -9 while it saves, and while it sends")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled")
    record_property("acknowledged", len(phone.ledger))


def finish_what_was_left(phone: Phone, last: int) -> None:
    """Killed before it was saved, the interview is still the draft that the home screen offers; at most one tap is lost."""
    left = phone.page.locator("a.main-act[href='#lanjut']:visible")
    expect(left.or_(phone.begin)).to_be_visible()
    if not left.is_visible():
        return
    left.click()
    save = phone.page.get_by_role("button", name="Simpan jawaban")
    expect(save.or_(phone.page.locator("#pertanyaan-9"))).to_be_visible()
    if not save.is_visible():
        phone.answer(9, last)
    save.click()
    expect(phone.page.get_by_role("heading", name="Tersimpan di perangkat", level=2)).to_be_visible()
    phone.show("beranda")
    expect(phone.begin).to_be_visible()
