"""R-01 and R-02: the network goes, at any question and at the end, and answers of the server are lost on the way."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.offline.conftest import Record, volume
from tests.offline.phone import Phone
from tests.world import World

SAVING = 10  # after question 9, before "Simpan jawaban"


def test_r01_the_network_may_go_at_any_question_and_at_the_end(
    phone: Phone, world: World, record_property: Record
) -> None:
    for run in range(volume(20, 3)):
        cut = run % SAVING + 1 if volume(1, 0) else (1, 6, SAVING)[run]
        phone.start_interview()
        scores = tuple((no + run) % 4 + 1 for no in range(9))
        for no, score in enumerate(scores, 1):
            if no == cut:
                lose_network(phone)
            phone.answer(no, score)
        if cut == SAVING:
            lose_network(phone)
        phone.save(scores)
        expect(phone.page.get_by_role("heading", name="Tersimpan di perangkat", level=2)).to_be_visible()
        phone.cold_start()
        expect(phone.strip).to_contain_text("Luring — 1 wawancara tersimpan di perangkat ini", timeout=2000)
        phone.go_online()
        phone.send_all()
        phone.show("beranda")
    phone.ledger.agrees(world)
    phone.show("antrean")
    expect(phone.page.locator("[data-text=sent_count]")).to_have_text(str(len(phone.ledger)))
    record_property("injected", "the network goes at each question in turn, and at the end; then the battery")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled; the banner says so within 2 s")
    record_property("acknowledged", len(phone.ledger))


def lose_network(phone: Phone) -> None:
    """The banner says the truth within two seconds, and the question on the screen stays."""
    phone.go_offline()
    expect(phone.strip).to_contain_text("Luring", timeout=2000)


def test_r02_a_receipt_that_got_lost_is_asked_for_again_and_counts_once(
    phone: Phone, world: World, record_property: Record
) -> None:
    phone.gate.mode = "lose replies"
    for place in range(volume(100, 6)):
        phone.interview((place % 4 + 1,) * 9, "Loketnya ditambah")
    phone.show("antrean")
    phone.press_send()
    expect(phone.page.locator(".item").first).to_contain_text("tidak ada jaringan")
    assert phone.gate.lost > 0
    assert phone.unsent() == len(phone.ledger), "without a receipt nothing leaves the device"
    phone.cold_start()
    phone.go_online()
    phone.send_all()
    phone.ledger.agrees(world)
    record_property("injected", f"{phone.gate.lost} replies of the server lost on their way to a browser")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled")
    record_property("acknowledged", len(phone.ledger))
