"""The pages of reminding, and Ingatkan sekarang from the press to the trail."""

from __future__ import annotations

import re
import threading
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app.access.roles import Role
from app.accounts.models import Membership, User
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters.models import Letter, LetterState
from app.outbox.models import OutboxRow
from app.periods import operations as periods
from app.periods.models import Periode
from app.reminders import log, operations, queries
from app.reminders.deciding import decide_due
from app.reminders.operations import HandReminder
from app.tenancy.scope import all_opds, opd_scope
from tests.pages import check_page
from tests.reminders.conftest import get_user, letters, submit

INDEX = "/organisasi/pengingat"
MANUAL = f"{INDEX}/manual"
SEND = f"{MANUAL}/pengiriman"


@pytest.fixture
def decided(november, days):
    """It is H−7, and its letters are decided."""
    days.at("2026-11-23 08:00")
    decide_due()
    return november


def set_state(opd_id, who: str, **values) -> None:
    with opd_scope(opd_id), transaction():
        db.session.execute(update(Letter).where(Letter.to_email == f"{who}@contoh.test").values(**values))


def body(answer) -> str:
    check_page(answer, "page")
    return answer.get_data(as_text=True)


def test_the_page_says_what_was_done_and_what_comes(decided, sign_in) -> None:
    for who in ("admin.b", "kepala.b", "ganda"):
        set_state(decided.b.opd_id, who, state=LetterState.SENT)
    page = body(sign_in("organisasi").get(INDEX))
    assert "Pengingat H−7: 3 dari 9 terkirim" in page
    assert "Berikutnya Jumat, 27 November 2026, 08.00 (H−1), ke 2 OPD" in page
    assert "H−3 digabung" in page
    assert "9 e-mail ke 2 OPD" in page
    assert "Ingatkan 2 OPD sekarang" in page
    assert "sedang tidak berjalan" not in page


def test_a_beat_that_stopped_is_said(decided, days, sign_in) -> None:
    days.at("2026-11-23 08:30")
    assert "Pengingat otomatis sedang tidak berjalan" in body(sign_in("organisasi").get(INDEX))


def test_a_wrong_address_leads_to_the_person(decided, sign_in) -> None:
    with transaction():
        get_user("admin.b").email_trouble = "550 no such user"
    set_state(decided.b.opd_id, "admin.b", state=LetterState.BAD_ADDRESS)
    page = body(sign_in("organisasi").get(INDEX))
    assert "Alamat salah" in page
    assert re.search(r'href="/opd/b/orang"[^>]*><span>Perbarui alamat', page)
    assert [(bad.kode, bad.person) for bad in queries.list_bad_addresses()] == [("b", "Admin B")]


def test_after_the_address_is_put_right_the_letter_is_sent_again(decided, days, sign_in) -> None:
    set_state(decided.b.opd_id, "admin.b", state=LetterState.BAD_ADDRESS)
    letter = next(x for x in letters() if x.who == "admin.b")
    address = f"{INDEX}/b/{letter.id}"
    with transaction():
        get_user("admin.b").email_trouble = "550 no such user"
    client = sign_in("organisasi")
    client.post(f"{address}/pengiriman-ulang")
    assert "masih salah" in body(client.get(address))
    with transaction():
        user = get_user("admin.b")
        user.email, user.email_trouble = "baru.b@contoh.test", ""
    before = len(outbox_rows())
    client.post(f"{address}/pengiriman-ulang")
    client.post(f"{address}/pengiriman-ulang")  # it waits already: refused, not sent twice
    assert [(x.who, x.state) for x in letters() if x.id == letter.id] == [("baru.b", "menunggu")]
    assert len(outbox_rows()) == before + 1


def test_a_letter_that_comes_back_after_all_marks_the_address_as_wrong(decided, sign_in) -> None:
    letter = next(x for x in letters() if x.who == "admin.b")
    address, client = f"{INDEX}/b/{letter.id}", sign_in("organisasi")
    client.post(f"{address}/pengembalian")  # it waits still: there is nothing that could have come back
    assert get_user("admin.b").email_trouble == ""
    set_state(decided.b.opd_id, "admin.b", state=LetterState.SENT)
    assert "Catat kembali ke pengirim" in body(client.get(address))
    client.post(f"{address}/pengembalian")
    page = body(client.get(address))
    assert "Alamat salah" in page
    assert "Perbarui alamatnya, lalu kirim ulang." in page
    db.session.rollback()
    assert get_user("admin.b").email_trouble.startswith("Kembali ke pengirim")
    with opd_scope(decided.b.opd_id):
        assert "reminder:returned" in db.session.scalars(select(AuditEntry.action)).all()
    assert sign_in("pemantau").post(f"{address}/pengembalian").status_code == 403


def outbox_rows() -> list[OutboxRow]:
    rows = list(db.session.scalars(select(OutboxRow).where(OutboxRow.topic == "letter:send")))
    db.session.rollback()
    return rows


def test_the_log_is_filtered_and_leads_back_in_time(decided, sign_in, monkeypatch) -> None:
    client = sign_in("organisasi")
    page = body(client.get(f"{INDEX}?opd=b"))
    assert "Admin B" in page
    assert "Admin A" not in page.split('id="log"')[1].split("</table>")[0]
    assert "Tidak ada e-mail yang cocok" in body(client.get(f"{INDEX}?status=gagal"))
    assert "Admin A" in body(client.get(f"{INDEX}?langkah=H-7"))
    assert "Tidak ada e-mail yang cocok" in body(client.get(f"{INDEX}?langkah=manual"))
    monkeypatch.setattr(log, "PAGE", 4)
    seen, address = [], INDEX
    while address:
        page = body(client.get(address))
        table = page.split('id="log"')[1].split("</table>")[0]
        seen += re.findall(rf'href="{INDEX}/[ab]/([0-9a-f-]+)"', table)
        older = re.search(r'href="([^"]*sebelum=[^"]*)"', page)
        address = older.group(1).replace("&amp;", "&") if older else ""
    assert sorted(seen) == sorted(str(x.id) for x in letters())
    for broken in ("sebelum=x", "sebelum=2026-11-23,x", f"sebelum=2026-11-23T08:00,{uuid4()}", "status=x", "opd=zz"):
        assert client.get(f"{INDEX}?{broken}").status_code == 200


def test_a_letters_page_shows_it_as_sent_and_as_it_looks(decided, sign_in) -> None:
    set_state(decided.b.opd_id, "admin.b", state=LetterState.SENT, subject="OPD B: kurang", body="Yth. <Admin B>")
    letter = next(x for x in letters() if x.who == "admin.b")
    client = sign_in("organisasi")
    page = body(client.get(f"{INDEX}/b/{letter.id}"))
    assert "Yth. &lt;Admin B&gt;" in page
    view = client.get(f"{INDEX}/b/{letter.id}/tampilan")
    assert "sandbox" in view.headers["Content-Security-Policy"]
    assert "default-src 'none'" in view.headers["Content-Security-Policy"]
    assert "Yth. Bapak/Ibu Admin B" in view.get_data(as_text=True)
    assert client.get(f"{INDEX}/a/{letter.id}").status_code == 404  # it is B's letter


def test_pemantau_sees_it_without_buttons_and_petugas_by_code(decided, sign_in) -> None:
    client = sign_in("pemantau")
    page = body(client.get(INDEX))
    assert "Petugas P-01" in page
    assert "Petugas B" not in page
    assert "Ingatkan 2 OPD" not in page
    letter = next(x for x in letters() if x.who == "petugas.b")
    assert client.get(f"{INDEX}/b/{letter.id}").status_code == 404
    assert client.get(f"{INDEX}/b/{letter.id}/tampilan").status_code == 404
    other = next(x for x in letters() if x.who == "admin.b")
    assert "@contoh.test" not in body(client.get(f"{INDEX}/b/{other.id}"))
    assert client.post(MANUAL, data={"opd": "b"}).status_code == 403


def test_the_preview_sends_nothing_and_says_whom_it_would_reach(november, days, sign_in) -> None:
    days.at("2026-11-20 10:00")
    submit(november.b)
    page = body(sign_in("organisasi").post(MANUAL, data={"opd": ["a", "b", "zz"]}))
    assert "Ingatkan Dinas Contoh A: 4 e-mail" in page
    assert "Dilewati, karena sudah menyampaikan laporan:</b> OPD B" in page
    for name in ("Admin A", "Ganda", "Admin_Upp A", "Kepala A"):
        assert name in page
    assert "Petugas A" not in page
    assert "SKM Tahunan 2026: 2 dari 2 UPP belum selesai di Dinas Contoh A; tenggat 10 hari lagi" in page
    assert letters() == []


def test_the_preview_shows_the_words_as_they_will_read(november, days, sign_in) -> None:
    days.at("2026-11-20 10:00")
    client = sign_in("organisasi")
    page = body(
        client.post(MANUAL, data={"opd": "b", "token": str(uuid4()), "text": "Mohon & segera", "with_kepala": "y"})
    )
    views = [found.replace("&amp;", "&") for found in re.findall(r'src="(/organisasi/[^"]+)"', page)]
    assert len(views) == 2
    admin, kepala = (client.get(view).get_data(as_text=True) for view in views)
    assert "Mohon &amp; segera" in admin
    assert "Yth. Bapak/Ibu Admin B" in admin
    assert "Yth. Bapak/Ibu Ganda" in kepala or "Yth. Bapak/Ibu Kepala B" in kepala
    assert "Ingatkan Badan Contoh B: 3 e-mail" in page


def test_nothing_chosen_or_all_finished_says_so(november, days, sign_in) -> None:
    days.at("2026-11-20 10:00")
    submit(november.b)
    client = sign_in("organisasi")
    for data in ({}, {"opd": "b"}, {"opd": "tidak-ada"}):
        assert "Tidak ada yang perlu diingatkan" in body(client.post(MANUAL, data=data))
    answer = client.post(SEND, data={"opd": "b", "token": str(uuid4())})
    assert answer.status_code == 422
    assert letters() == []


def test_one_press_reminds_many_and_stands_in_each_trail(november, days, sign_in) -> None:
    days.at("2026-11-20 10:00")
    client = sign_in("organisasi")
    data = {"opd": ["a", "b"], "token": str(uuid4()), "text": "Mohon kabarnya.", "with_kepala": "y"}
    answer = client.post(SEND, data=data)
    assert answer.status_code == 302
    assert "7 e-mail masuk antrean kirim." in body(client.get(INDEX))
    assert sorted(x.who for x in letters() if x.opd == "b") == ["admin.b", "ganda", "kepala.b"]
    assert len(outbox_rows()) == 7
    for place, count in ((november.a, 4), (november.b, 3)):
        with opd_scope(place.opd_id):
            entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reminder:sent")).one()
            assert entry.details == {"letters": count, "text": "Mohon kabarnya.", "reason": ""}
            assert entry.actor_role == "organisasi"
    with all_opds("test"):
        assert queries.counts_by_opd(november.periode_id, [november.b.opd_id])[november.b.opd_id].count == 1


def test_a_double_click_sends_once(november, days, sign_in) -> None:
    days.at("2026-11-20 10:00")
    client = sign_in("organisasi")
    data = {"opd": "b", "token": str(uuid4())}
    for _ in range(2):
        assert client.post(SEND, data=data).status_code == 302
    assert "tidak ada yang dikirimi dua kali" in body(client.get(INDEX))
    assert [x.who for x in letters()] == ["admin.b"]
    assert len(outbox_rows()) == 1


def test_two_clicks_at_once_send_once(app, november, days, sign_in) -> None:
    days.at("2026-11-20 10:00")
    data = {"opd": ["a", "b"], "token": str(uuid4()), "with_kepala": "y"}
    clients = [sign_in("organisasi") for _ in range(3)]
    barrier, answers = threading.Barrier(len(clients)), []

    def press(client) -> None:
        barrier.wait()
        answers.append(client.post(SEND, data=data).status_code)

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302, 302]
    assert len(letters()) == 7
    assert len(outbox_rows()) == 7
    with opd_scope(november.a.opd_id):
        assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reminder:sent")).all()) == 1


def test_a_second_reminder_within_twenty_hours_asks_for_a_reason(decided, days, sign_in) -> None:
    days.at("2026-11-23 11:00")
    client = sign_in("organisasi")
    data = {"opd": "b", "token": str(uuid4()), "text": "Kalimat saya"}
    answer = client.post(SEND, data=data)
    page = body(answer)
    assert answer.status_code == 422
    assert "Tulis alasan" in page
    assert "Kalimat saya</textarea>" in page
    assert not [x for x in letters() if x.kind == "pengingat_manual"]
    assert client.post(SEND, data=data | {"reason": "Rapat dimajukan."}).status_code == 302
    with opd_scope(decided.b.opd_id):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reminder:sent")).one()
        assert entry.details["reason"] == "Rapat dimajukan."
    days.at("2026-11-24 07:30")  # 20 hours and a half later
    answer = sign_in("organisasi").post(SEND, data={"opd": "b", "token": str(uuid4())})
    assert answer.status_code == 302


def test_of_two_people_who_press_at_once_the_second_must_say_why(november, days) -> None:
    days.at("2026-11-20 10:00")
    with opd_scope(november.b.opd_id), transaction():
        assert operations.remind(HandReminder(uuid4(), november.periode_id), by=SYSTEM) == 3
    with pytest.raises(operations.Rejected), opd_scope(november.b.opd_id), transaction():
        operations.remind(HandReminder(uuid4(), november.periode_id), by=SYSTEM)
    assert len(letters()) == 3


def test_bad_input_is_refused_in_words_and_keeps_what_was_typed(november, days, sign_in) -> None:
    days.at("2026-11-20 10:00")
    client = sign_in("organisasi")
    answer = client.post(SEND, data={"opd": "b", "token": str(uuid4()), "text": "panjang " * 200})
    assert answer.status_code == 422
    assert "Paling panjang 1000 huruf." in body(answer)
    assert "panjang panjang" in answer.get_data(as_text=True)
    assert client.post(SEND, data={"opd": "b", "token": "bukan-token"}).status_code == 422
    assert letters() == []


def test_someone_of_an_opd_cannot_look_or_remind(decided, sign_in) -> None:
    letter = next(x for x in letters() if x.who == "admin.b")
    client = sign_in("admin.b")
    assert client.get(INDEX).status_code == 403
    assert client.get(f"{INDEX}/b/{letter.id}").status_code == 403
    assert sign_in("admin.a").get(f"{INDEX}/b/{letter.id}").status_code == 404
    assert client.post(SEND, data={"opd": "a", "token": str(uuid4())}).status_code == 403


def test_without_a_periode_the_page_says_what_will_stand_here(november, sign_in) -> None:
    with transaction():
        periods.end_periode(db.session.get_one(Periode, november.periode_id), by=SYSTEM)
    client = sign_in("organisasi")
    assert "Belum ada periode yang berjalan" in body(client.get(INDEX))
    assert client.post(MANUAL, data={"opd": "a"}).status_code == 404


def test_somebody_with_two_roles_gets_one_letter(november, days, sign_in) -> None:
    days.at("2026-11-20 10:00")
    with transaction():
        kepala = db.session.scalars(select(User).where(User.email == "kepala.b@contoh.test")).one()
        db.session.add(
            Membership(user_id=kepala.id, role=Role.ADMIN_OPD, opd_id=november.b.opd_id, created_at=kepala.created_at)
        )
    client = sign_in("organisasi")
    assert "Ingatkan Badan Contoh B: 3 e-mail" in body(client.post(MANUAL, data={"opd": "b"}))
    client.post(SEND, data={"opd": "b", "token": str(uuid4()), "with_kepala": "y"})
    assert sorted(x.who for x in letters()) == ["admin.b", "ganda", "kepala.b"]
