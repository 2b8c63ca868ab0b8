"""A Dinas with several UPP sees where its own stand, and reminds them itself."""

from __future__ import annotations

import re
from uuid import uuid4

from sqlalchemy import select

from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters.models import Letter
from app.opd.queries import get_opd
from app.reminders.decision import MANUAL
from app.reminders.operations import HandReminder
from app.reminders.operations import remind as remind_by_city
from app.reminders.writing import write
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.results.recorded import close, record, submit
from tests.world import World

BOARD = "/opd/a/papan-upp"
ROWS = [(3, 3, 2, 4, 3, 3, 3, 3, 4)] * 8


def letters(world: World) -> list[Letter]:
    with opd_scope(world.a.opd_id):
        rows = list(db.session.scalars(select(Letter).order_by(Letter.created_at)))
        for row in rows:
            db.session.expunge(row)
        return rows


def remind(client, *kodes: str, text: str = "", token: str = ""):
    data = {"upp": list(kodes), "text": text, "token": token or str(uuid4())}
    return client.post(f"{BOARD}/pengingat", data=data, follow_redirects=True)


def test_the_board_says_how_many_are_done_and_what_waits_for_the_kepala(world: World, sign_in) -> None:
    record(world.a, ROWS)
    record(world.a2, ROWS)
    submit(world.a)
    close(world.a2)
    kepala = sign_in("kepala.a")
    answer = kepala.get(BOARD)
    check_page(answer, "papan")
    assert "1 dari 2 UPP sudah menyampaikan laporan SKM" in answer.text
    assert "1 hasil menunggu pengesahan Anda" in answer.text
    assert f"/survei/{world.a2.survey_id}/pengajuan" in answer.text
    assert "Papan UPP" in kepala.get("/opd/a/pengumpulan").text


def test_people_of_a_upp_and_of_another_opd_do_not_see_the_board(world: World, sign_in) -> None:
    assert sign_in("kepala_upp.a").get(BOARD).status_code == 403
    assert sign_in("admin.b").get(BOARD).status_code == 404


def test_the_dinas_reminds_one_upp_in_its_own_name_once_in_twenty_hours(world: World, sign_in) -> None:
    admin, token = sign_in("admin.a"), str(uuid4())
    sent = remind(admin, "a2", text="Mohon dikejar minggu ini.", token=token)
    assert "1 e-mail masuk antrean kirim." in sent.text
    remind(admin, "a2", token=token)  # the same press again
    again = remind(admin, "a2")
    assert "kurang dari 20 jam yang lalu" in again.text
    found = letters(world)
    assert [(each.to_email, each.upp_id) for each in found] == [("admin_upp.a@contoh.test", world.a2.upp_id)]
    with opd_scope(world.a.opd_id):
        words = write(found[0])
        assert words is not None
        assert "Dinas Contoh A" in words.text
        assert "Mohon dikejar minggu ini." in words.text


def test_the_citys_own_reminder_is_not_held_back_by_it(world: World, sign_in) -> None:
    remind(sign_in("admin.a"), "a2")
    with opd_scope(world.a.opd_id), transaction():
        assert remind_by_city(HandReminder(token=uuid4(), periode_id=world.periode_id), by=SYSTEM)
    assert any((each.step or "").startswith(MANUAL) for each in letters(world))


def test_nobody_chosen_or_already_finished_is_not_written_to(world: World, sign_in) -> None:
    record(world.a2, ROWS)
    submit(world.a2)
    admin = sign_in("admin.a")
    for kodes in ((), ("a2",), ("b",)):
        answer = remind(admin, *kodes, text="kalimat saya")
        assert answer.status_code == 422
        assert "Pilih UPP yang akan diingatkan." in answer.text
        assert "kalimat saya" in answer.text
    assert letters(world) == []


def test_the_admin_decides_who_submits_and_the_kepala_sees_it(world: World, sign_in) -> None:
    admin = sign_in("admin.a")
    said = admin.post(f"{BOARD}/pengiriman-hasil", data={"lewat_opd": "ya"}, follow_redirects=True)
    assert "disahkan dan dikirim kepala OPD" in said.text
    assert get_opd(world.a.opd_id).submits_for_upp
    assert re.search("Kepala OPD: UPP menutup surveinya", sign_in("kepala.a").get(BOARD).text)
    assert sign_in("kepala.a").post(f"{BOARD}/pengiriman-hasil").status_code == 403
