"""R-08: people come and go on one phone, and its permission is withdrawn. What was recorded goes out all the same."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import select

from app.audit.operations import SYSTEM
from app.db import transaction
from app.devices import operations as devices
from app.devices.models import Device
from app.extensions import db
from app.opd.models import Assignment
from app.tenancy.scope import opd_scope
from tests.devices.phone import another_petugas
from tests.offline.conftest import Record
from tests.offline.phone import Phone
from tests.world import World


def test_r08_who_signs_out_is_gone_from_the_screen_and_the_queue_still_goes_out(
    phone: Phone, world: World, record_property: Record
) -> None:
    phone.go_offline()
    phone.interview((1,) * 9, "Antreannya panjang")
    phone.show("beranda")
    draft = phone.start_interview()
    phone.answer(1, 2)
    phone.at_question(2)
    sign_out(phone)
    expect(phone.page.get_by_role("heading", name="Semua petugas sudah keluar")).to_be_visible()
    phone.cold_start()
    expect(phone.page.get_by_text("1 wawancara di perangkat ini belum terkirim")).to_be_visible()
    assert "Antreannya" not in phone.page.content()
    phone.go_online()
    phone.send_all()
    phone.ledger.agrees(world)

    who = colleague(world)
    phone.sign_in(who)
    expect(phone.page.get_by_role("link", name="Lanjutkan")).to_have_count(0)
    phone.show("antrean")
    expect(phone.page.locator(".item")).to_have_count(0)
    phone.show("beranda")
    phone.interview((4,) * 9)

    phone.sign_in("petugas.a")
    expect(phone.page.get_by_text("Petugas A", exact=True)).to_be_visible()
    phone.page.locator("a.main-act[href='#lanjut']").click()
    phone.at_question(2)
    for no in range(2, 10):
        phone.answer(no, 2)
    phone.save((2,) * 9)
    assert draft in phone.ledger.entries, "the interview that was left is still the same one"
    phone.send_all()
    phone.ledger.agrees(world)
    record_property("injected", "a petugas signs out with interviews unsent and one begun; a colleague signs in")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled; the colleague sees nothing of it")
    record_property("acknowledged", len(phone.ledger))


def test_r08_a_withdrawn_phone_keeps_everything_and_sends_it_once_it_is_set_up_again(
    phone: Phone, world: World, record_property: Record
) -> None:
    phone.go_offline()
    for score in (1, 2, 3):
        phone.interview((score,) * 9)
    with opd_scope(world.a.opd_id), transaction():
        devices.revoke(db.session.scalars(select(Device.id)).one(), by=SYSTEM)
    phone.go_online()
    phone.show("antrean")
    expect(phone.page.get_by_text("Perangkat ini perlu disiapkan ulang.")).to_be_visible()
    phone.press_send()
    assert phone.unsent() == 3
    phone.cold_start()
    phone.interview((4,) * 9)
    assert phone.unsent() == 4, "a phone without permission goes on recording"
    phone.go_online()
    phone.sign_in()
    phone.send_all()
    phone.ledger.agrees(world)
    expect(phone.page.locator(".alarm")).to_have_count(0)
    record_property("injected", "the phone's permission is withdrawn with interviews unsent")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled")
    record_property("acknowledged", len(phone.ledger))


def test_r08_the_end_of_a_session_ends_nothing_on_the_phone(
    phone: Phone, world: World, record_property: Record
) -> None:
    phone.context.clear_cookies()
    phone.interview((3,) * 9)
    phone.send_all()
    phone.ledger.agrees(world)
    record_property("injected", "the session ends while interviews wait")
    record_property("volume", f"{len(phone.ledger)} interviews")
    record_property("outcome", "0 lost, 0 doubled")
    record_property("acknowledged", len(phone.ledger))


def sign_out(phone: Phone) -> None:
    phone.show("perangkat")
    phone.page.get_by_role("button", name="Keluar: Petugas A").click()
    phone.page.get_by_role("dialog").get_by_role("button", name="Keluar").click()


def colleague(world: World) -> str:
    """Another petugas at the first place of A, who can sign in; returns what stands before @."""
    membership_id = another_petugas(world.a)
    with opd_scope(world.a.opd_id), transaction():
        place = {"upp_id": world.a.upp_id, "layanan_id": world.a.layanan_id, "titik_id": world.a.titik_id}
        db.session.add(Assignment(membership_id=membership_id, **place))
    return "petugas77"
