"""R-06: the browser's own storage fails. The app never says "tersimpan" of what is not, and offers the backup file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.devices import backup
from app.opd.queries import get_opd
from app.tenancy.scope import opd_scope
from tests.offline.conftest import Record, volume
from tests.offline.ledger import stored
from tests.offline.phone import Phone
from tests.world import World

KEEP = "window.utuh ??= { put: IDBObjectStore.prototype.put, transaction: IDBDatabase.prototype.transaction };"
MEND = "IDBObjectStore.prototype.put = utuh.put; IDBDatabase.prototype.transaction = utuh.transaction;"
BREAK = {
    "menolak": "IDBObjectStore.prototype.put = () => { throw new DOMException('broken', 'UnknownError'); };",
    "penuh": """IDBObjectStore.prototype.put = function (...given) {
        this.transaction.abort();
        throw new DOMException('full', 'QuotaExceededError');
    };""",
    "putus": """IDBDatabase.prototype.transaction = () => {
        throw new DOMException('lost', 'InvalidStateError');
    };""",
}
# The handle that died once while the phone slept: the next one works.
DIED_ONCE = """IDBDatabase.prototype.transaction = function () {
    IDBDatabase.prototype.transaction = utuh.transaction;
    throw new DOMException('closing', 'InvalidStateError');
};"""
SCORES = (4, 3, 2, 1, 4, 3, 2, 1, 4)


def test_r06_a_handle_that_died_is_opened_anew_and_nobody_notices(
    phone: Phone, world: World, record_property: Record
) -> None:
    phone.go_offline()
    for _ in range(volume(10, 2)):
        fill(phone)
        do(phone, KEEP + DIED_ONCE)
        phone.save(SCORES)
        expect(phone.page.locator(".alarm")).to_have_count(0)
        phone.show("beranda")
    phone.cold_start()
    phone.go_online()
    phone.send_all()
    phone.ledger.agrees(world)
    record_property("injected", "a handle to IndexedDB that died once")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled")
    record_property("acknowledged", len(phone.ledger))


@pytest.mark.parametrize("way", BREAK)
def test_r06_what_cannot_be_written_is_not_called_saved(
    phone: Phone, world: World, tmp_path: Path, way: str, record_property: Record
) -> None:
    phone.go_offline()
    phone.interview((2,) * 9)  # this one is on the disk before anything breaks
    phone.show("beranda")
    for _ in range(volume(10, 1)):
        fill(phone)
        do(phone, KEEP + BREAK[way])
        phone.page.get_by_role("button", name="Simpan jawaban").click()
        expect(phone.page.locator("[data-trouble]")).to_contain_text("Belum tersimpan")
        expect(phone.page.get_by_role("heading", name="Tersimpan")).to_have_count(0)
        expect(phone.page.locator(".alarm--error")).to_contain_text("tidak bisa menyimpan")
        offered(phone, world, tmp_path)
        do(phone, MEND)
        phone.save(SCORES)
        expect(phone.page.locator(".alarm")).to_have_count(0)
        phone.show("beranda")
    phone.cold_start()
    phone.go_online()
    phone.send_all()
    phone.ledger.agrees(world)
    record_property("injected", f"IndexedDB fails at every write: {way}")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "never called saved, the backup file holds it, 0 lost, 0 doubled")
    record_property("acknowledged", len(phone.ledger))


def test_r06_an_app_that_is_closed_before_the_browser_writes_again_finds_the_emergency_copy(
    phone: Phone, world: World, record_property: Record
) -> None:
    phone.go_offline()
    made = fill(phone)
    do(phone, KEEP + BREAK["penuh"])
    phone.page.get_by_role("button", name="Simpan jawaban").click()
    expect(phone.page.locator("[data-trouble]")).to_contain_text("Belum tersimpan")
    phone.context.close()
    phone.start(offline=True)
    phone.open()
    expect(phone.strip).to_contain_text("1 wawancara tersimpan di perangkat ini")
    phone.ledger.saved(made, SCORES)
    phone.go_online()
    phone.send_all()
    phone.ledger.agrees(world)
    record_property("injected", "IndexedDB is full, and the app closed before it can write again")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled")
    record_property("acknowledged", len(phone.ledger))


def test_r06_what_only_memory_holds_can_still_be_sent(phone: Phone, world: World, record_property: Record) -> None:
    made = fill(phone)
    do(phone, KEEP + BREAK["menolak"])
    phone.page.get_by_role("button", name="Simpan jawaban").click()
    expect(phone.page.locator("[data-trouble], .receipt-number").first).to_be_attached()
    while not stored(world):
        phone.page.wait_for_timeout(50)
    phone.ledger.saved(made, SCORES)
    do(phone, MEND)
    phone.cold_start()
    phone.go_online()
    phone.send_all()
    phone.ledger.agrees(world)
    record_property("injected", "IndexedDB refuses every write while the network is there")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled")
    record_property("acknowledged", len(phone.ledger))


def do(phone: Phone, script: str) -> None:
    phone.page.evaluate(f"() => {{ {script} }}")


def fill(phone: Phone) -> str:
    made = phone.start_interview()
    for no, score in enumerate(SCORES, 1):
        phone.answer(no, score)
    expect(phone.page.locator("#saran")).to_be_visible()
    return made


def offered(phone: Phone, world: World, folder: Path) -> None:
    """The backup file is offered, and the admin's side opens it: with what the disk holds and what it does not."""
    with phone.page.expect_download() as download:
        phone.page.get_by_role("button", name="Simpan cadangan").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    with opd_scope(world.a.opd_id):
        contents = backup.open_file(path.read_bytes(), get_opd(world.a.opd_id))
    assert path.name.startswith("cadangan-a-")
    assert tuple(SCORES) in [tuple(item["scores"].values()) for item in contents.items]
    assert len(contents.items) == len(phone.ledger) + 1
