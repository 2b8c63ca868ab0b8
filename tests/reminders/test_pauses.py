"""Somebody is away for a while: their reminders stop, everybody else's go on, and Bagian Organisasi sees why."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import select, update

from app.audit.models import AuditEntry
from app.db import transaction
from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.letters.operations import queue_letter
from app.periods.models import Periode
from app.reminders import writing
from app.reminders.deciding import decide_due
from app.reminders.limits import heeded_at, last_day
from app.reminders.models import ReminderPause
from app.reminders.plan import Plan
from app.reminders.recipients import Recipient
from app.reminders.schedule import DEFAULT_POLICY, planned_steps
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.reminders.conftest import get_user, letters, readers

MINE = "/opd/a/jeda-pengingat"
CITY = "/organisasi/pengingat"
REASON = "Cuti tahunan, digantikan Ibu Sari"


def pause(client, until: str, address: str = MINE, reason: str = REASON):
    return client.post(address, data={"until": until, "reason": reason})


def body(answer) -> str:
    check_page(answer, "page")
    return answer.get_data(as_text=True)


def pauses(opd_id) -> list[ReminderPause]:
    with opd_scope(opd_id):
        return list(db.session.scalars(select(ReminderPause).order_by(ReminderPause.made_at)))


def plan() -> Plan:
    deadline = date(2026, 11, 30)
    return Plan(None, "SKM", date(2026, 10, 1), deadline, DEFAULT_POLICY, planned_steps(deadline))


def test_who_paused_hears_nothing_until_the_day_is_over_and_everybody_else_does(november, days, sign_in) -> None:
    days.at("2026-11-13 09:00")
    assert pause(sign_in("admin.a"), "2026-11-25").status_code == 302
    days.at("2026-11-16 08:00")  # H−14
    decide_due()
    assert readers("H-14", "a") == ["admin_upp.a", "ganda", "kepala.a"]
    assert readers("H-14", "b") == ["admin.b", "ganda", "kepala.b"]
    days.at("2026-11-23 08:00")  # H−7
    decide_due()
    assert "admin.a" not in readers("H-7")
    assert {"admin_upp.a", "kepala.a", "ganda"} <= set(readers("H-7", "a"))
    days.at("2026-11-25 10:00")  # the pause lasts to the end of this day
    decide_due()
    assert "admin.a" not in readers("H-7")
    days.at("2026-11-26 08:00")  # it is over: only the latest step follows, and once
    decide_due()
    decide_due()
    assert readers("H-7", "a").count("admin.a") == 1
    assert "admin.a" not in readers("H-14")
    days.at("2026-11-27 08:00")
    decide_due()
    assert "admin.a" in readers("H-1", "a")


def test_a_pause_is_of_one_opd_and_holds_in_all_roles_there(november, days, sign_in) -> None:
    days.at("2026-11-20 09:00")
    pause(sign_in("ganda"), "2026-11-24")  # admin of A, kepala of B
    days.at("2026-11-23 08:00")
    decide_due()
    assert "ganda" not in readers("H-7", "a")
    assert "ganda" in readers("H-7", "b")


def test_a_kepala_may_be_away_but_hears_the_last_steps(november, days, sign_in) -> None:
    days.at("2026-11-16 07:00")
    kepala = sign_in("kepala.a")
    assert "tetap menerima pengingat sejak H−3" in body(kepala.get(MINE))
    refused = pause(kepala, "2026-11-27")  # H−3 and H−1 leave on this Friday
    assert refused.status_code == 422
    assert "sampai 26 November 2026" in body(refused)
    assert REASON in body(refused)
    assert pause(kepala, "2026-11-26").status_code == 302
    for moment in ("2026-11-16 08:00", "2026-11-23 08:00", "2026-11-27 08:00"):
        days.at(moment)
        decide_due()
    assert "kepala.a" not in readers("H-14") + readers("H-7")
    assert "kepala.a" in readers("H-1", "a")
    assert "Sejak H−3 pengingat kepada kepala OPD tidak dapat dijeda" in body(sign_in("kepala.a").get(MINE))


def test_even_a_longer_pause_left_by_a_moved_deadline_ends_with_it(november, days, sign_in) -> None:
    days.at("2026-11-10 09:00")
    pause(sign_in("admin.a"), "2026-11-30")
    with transaction():
        db.session.execute(update(Periode).values(deadline=date(2026, 11, 17)))
    days.at("2026-11-18 08:00")  # H+1
    decide_due()
    assert "admin.a" in readers("H+1", "a")


def test_the_pure_rules_of_who_may_be_silent_until_when() -> None:
    steps = {step.code: step for step in plan().steps}
    assert Recipient.KEPALA in heeded_at(steps["H-7"])
    assert heeded_at(steps["H-1"]) == {Recipient.ADMIN_OPD, Recipient.ADMIN_UPP, Recipient.PETUGAS}
    assert heeded_at(steps["H+1"]) == frozenset()
    assert last_day(plan(), date(2026, 10, 12), head=False) == date(2026, 11, 11)
    assert last_day(plan(), date(2026, 11, 20), head=False) == date(2026, 11, 30)
    assert last_day(plan(), date(2026, 11, 20), head=True) == date(2026, 11, 26)
    assert last_day(plan(), date(2026, 11, 27), head=True) is None
    assert last_day(plan(), date(2026, 12, 1), head=False) is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"until": ""}, "Isi tanggal terakhir jedanya."),
        ({"until": "besok"}, "Tulis tanggal yang ada"),
        ({"until": "2026-11-15"}, "Pilih tanggal dari hari ini sampai 30 November 2026."),
        ({"until": "2026-12-01"}, "Pilih tanggal dari hari ini sampai 30 November 2026."),
        ({"reason": "  "}, "Tulis alasannya, supaya Bagian Organisasi tahu."),
        ({"reason": "x" * 301}, "Paling panjang 300 huruf."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_paused(november, days, sign_in, wrong, message) -> None:
    days.at("2026-11-16 09:00")
    answer = sign_in("admin.a").post(MINE, data={"until": "2026-11-20", "reason": REASON} | wrong)
    assert answer.status_code == 422
    assert message in body(answer)
    assert not pauses(november.a.opd_id)


def test_one_press_leaves_out_who_paused_and_the_preview_says_so(november, days, sign_in) -> None:
    days.at("2026-11-12 09:00")
    for who in ("admin.a", "ganda", "admin_upp.a"):
        assert pause(sign_in(who), "2026-11-20").status_code == 302
    page = body(sign_in("organisasi").post(f"{CITY}/manual", data={"opd": "a"}))
    assert "Admin A, Admin OPD: menjeda pengingat" in page
    token = "00000000-0000-4000-8000-000000000001"
    sign_in("organisasi").post(f"{CITY}/manual/pengiriman", data={"opd": "a", "with_kepala": "y", "token": token})
    assert [x.who for x in letters()] == ["kepala.a"]
    sign_in("admin.a").post(f"{MINE}/pengakhiran")
    sign_in("kepala.a").post(
        "/opd/a/papan-upp/pengingat", data={"upp": "a2", "token": "00000000-0000-4000-8000-000000000002"}
    )
    assert [x.who for x in letters()] == ["kepala.a"], "the admin of the UPP has paused what the own OPD sends, too"


def test_where_pauses_leave_nobody_bagian_organisasi_sees_it_and_the_kepala_is_told_all_the_same(
    november, days, sign_in
) -> None:
    days.at("2026-10-26 09:00")
    for who in ("admin.a", "ganda", "admin_upp.a"):
        pause(sign_in(who), "2026-11-20")
    page = body(sign_in("organisasi").get(CITY))
    assert "Tidak ada yang menerima pengingat</b> pada H−30 di OPD A" in page
    assert page.count(REASON) == 3
    days.at("2026-10-30 08:00")
    decide_due()
    assert readers("H-30", "a") == []
    assert readers("H-30", "b")
    days.at("2026-11-16 08:00")  # nothing has begun at H−14: the kepala hears
    decide_due()
    assert readers("H-14", "a") == ["kepala.a"]
    days.at("2026-11-20 09:00")
    assert "Tidak ada yang menerima pengingat" not in body(sign_in("organisasi").get(CITY))


def test_one_resumes_at_any_time(november, days, sign_in) -> None:
    days.at("2026-11-20 09:00")
    admin = sign_in("admin.a")
    pause(admin, "2026-11-30")
    assert "dijeda sampai 30 November 2026" in body(admin.get(MINE))
    assert pause(admin, "2026-11-25").status_code == 409
    admin.post(f"{MINE}/pengakhiran")
    assert "tidak sedang dijeda" in body(admin.post(f"{MINE}/pengakhiran", follow_redirects=True))
    days.at("2026-11-23 08:00")
    decide_due()
    assert "admin.a" in readers("H-7", "a")
    with opd_scope(november.a.opd_id):
        told = [
            (entry.action, entry.subject_name, entry.details)
            for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            if entry.action in ("reminder:paused", "reminder:resumed")
        ]
    assert told == [
        ("reminder:paused", "Admin A", {"until": "2026-11-30"}),
        ("reminder:resumed", "Admin A", {"note": ""}),
    ]


def test_bagian_organisasi_ends_a_pause_with_a_note_that_the_person_reads(november, days, sign_in) -> None:
    days.at("2026-11-20 09:00")
    admin, office = sign_in("admin.a"), sign_in("organisasi")
    pause(admin, "2026-11-30")
    address = f"{CITY}/a/jeda/{pauses(november.a.opd_id)[0].id}/pengakhiran"
    assert REASON in body(office.get(address))
    assert office.post(address, data={"note": " "}).status_code == 422
    assert office.post(address, data={"note": "Belum ada pengganti"}).status_code == 302
    assert "sudah berakhir" in body(office.post(address, data={"note": "lagi"}, follow_redirects=True))
    assert "Belum ada pengganti" in body(admin.get(MINE))
    assert sign_in("pemantau").post(address, data={"note": "x"}).status_code == 403
    assert sign_in("admin.b").get(address).status_code == 404
    days.at("2026-11-23 08:00")
    decide_due()
    assert "admin.a" in readers("H-7", "a")


def test_reasons_are_for_bagian_organisasi_and_petugas_keep_their_code(november, days, sign_in) -> None:
    days.at("2026-11-20 09:00")
    assert pause(sign_in("petugas.a"), "2026-11-24").status_code == 302
    pause(sign_in("admin.a"), "2026-11-24", reason="Menunggui orang tua di rumah sakit")
    looking = body(sign_in("pemantau").get(CITY))
    assert "Petugas P-01" in looking
    assert "Petugas A" not in looking
    assert "rumah sakit" not in looking
    assert REASON not in looking
    journey = "/opd/a/upp/a/perjalanan"
    assert "Pengingat dijeda sampai 24 November 2026: Menunggui" in body(sign_in("organisasi").get(journey))
    for who in ("kepala.a", "pemantau"):
        seen = body(sign_in(who).get(journey))
        assert "Pengingat dijeda sampai 24 November 2026" in seen
        assert "rumah sakit" not in seen
    with opd_scope(november.a.opd_id):
        entries = db.session.scalars(select(AuditEntry)).all()
        assert not any("rumah sakit" in str(entry.details) for entry in entries), "the trail forgets nothing"
    decide_due()
    days.at("2026-11-23 08:00")
    decide_due()
    assert "petugas.a" not in readers("H-7")


def test_the_letters_foot_leads_to_the_page_and_other_letters_have_none(november, days) -> None:
    days.at("2026-11-23 08:00")
    decide_due()
    with opd_scope(november.b.opd_id):
        written = [writing.write(letter) for letter in db.session.scalars(select(Letter))]
    assert len([each for each in written if each]) == 4
    assert all("http://localhost:8000/opd/b/jeda-pengingat" in each.text for each in written if each)
    assert all('href="http://localhost:8000/opd/b/jeda-pengingat"' in each.html for each in written if each)


def test_letters_that_are_no_reminders_come_all_the_same(november, days, sign_in) -> None:
    days.at("2026-11-20 09:00")
    pause(sign_in("admin.a"), "2026-11-30")
    admin = get_user("admin.a")
    with opd_scope(november.a.opd_id), transaction():
        queue_letter(LetterKind.TRIAL, opd_id=november.a.opd_id, user_id=admin.id, name=admin.name, email=admin.email)
    assert [x.who for x in letters()] == ["admin.a"]


def test_of_a_pause_and_a_decision_at_the_same_moment_one_is_first(app, november, days, sign_in) -> None:
    days.at("2026-11-23 08:00")
    client = sign_in("admin.a")
    for _ in range(6):
        begin = threading.Barrier(2)

        def decides(begin=begin) -> None:
            with app.app_context():
                begin.wait()
                decide_due()

        other = threading.Thread(target=decides)
        other.start()
        begin.wait()
        pause(client, "2026-11-30")
        other.join()
        client.post(f"{MINE}/pengakhiran")
    assert readers("H-7", "a").count("admin.a") <= 1
    assert len({(x.opd, x.step, x.who) for x in letters()}) == len(letters())


def test_the_page_is_reached_from_ones_account(november, days, sign_in) -> None:
    days.at("2026-11-20 09:00")
    account = body(sign_in("ganda").get("/akun"))
    assert "/opd/a/jeda-pengingat" in account
    assert "/opd/b/jeda-pengingat" in account
    assert "jeda-pengingat" not in body(sign_in("organisasi").get("/akun"))
    assert sign_in("kepala_upp.a").get(MINE).status_code == 403
