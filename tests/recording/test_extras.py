"""Every way of collection carries the answers to pertanyaan tambahan from the hand that gives them to the database."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.paper import operations as paper
from app.responses.models import Response
from app.tenancy.scope import opd_scope
from tests.api.test_api import token_of
from tests.kiosk.test_intake import Kiosk
from tests.links.conftest import answered, later, make_link, served
from tests.offline.conftest import gate, new_phone, phone
from tests.offline.phone import Phone
from tests.pages import check_page
from tests.paper.stacks import open_stack, path, posted
from tests.recording.test_routes import choose_place
from tests.results.extras import EXTRAS, ask_extras
from tests.world import Place, World

__all__ = ["gate", "later", "new_phone", "phone"]
GIVEN = {"biaya.2": 2, "x.parkir": 4}
FIELDS = {f"jawaban-{code}": str(score) for code, score in GIVEN.items()}


@pytest.fixture
def asked(world: World) -> Place:
    return ask_extras(world.a)


def stored(place: Place) -> list[Any]:
    with opd_scope(place.opd_id):
        return list(db.session.scalars(select(Response.extra_scores)))


def test_the_page_of_a_petugas(asked, world, sign_in) -> None:
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    page = petugas.get("/isi/wawancara")
    check_page(page, "an interview")
    fields = {
        name: page.text.split(f'name="{name}" value="')[1].split('"')[0]
        for name in ("response_id", "questionnaire_id", "layanan_id", "titik_id", "started_at")
    }
    wrong = petugas.post("/isi/wawancara", data=answered(fields) | FIELDS | {"jawaban-biaya.2": "7"})
    assert wrong.status_code == 422
    check_page(wrong, "an interview with a wrong answer")
    assert "Pilih salah satu jawaban, 1 sampai 4." in wrong.text
    assert petugas.post("/isi/wawancara", data=answered(fields) | FIELDS).status_code == 302
    assert stored(asked) == [GIVEN]


def test_a_link(asked, client) -> None:
    code = make_link(asked)
    page = client.get(f"/s/{code}")
    check_page(page, "the public form")
    assert all(each["text"] in page.text for each in EXTRAS)
    assert client.post(f"/s/{code}", data=answered(served(client, code)) | FIELDS).status_code in (302, 303)
    assert stored(asked) == [GIVEN]


def test_a_kiosk(app, asked, later) -> None:
    kiosk = Kiosk(app, make_link(asked))
    assert len(kiosk.data["questionnaire"]["questions"]) == 9 + len(EXTRAS)
    later(24 * 3600)
    item = kiosk.answer(clock.now())
    item["scores"] |= GIVEN
    assert [each["status"] for each in kiosk.send(item)] == ["diterima"]
    assert stored(asked) == [GIVEN]


def test_a_program(asked, client) -> None:
    body = {
        "id": str(uuid4()), "layanan_id": str(asked.layanan_id), "titik_id": str(asked.titik_id),
        "nilai": {"WAKTU": 3, "BIAYA": 4}, "selesai": clock.now().isoformat(),
    }  # fmt: skip
    both = [body | {"nilai_tambahan": GIVEN}, body | {"id": str(uuid4()), "nilai_tambahan": {"biaya.9": 3}}]
    told = client.post("/api/v1/jawaban", json={"jawaban": both}, headers=token_of(asked)).json["jawaban"]
    assert [each["status"] for each in told] == ["diterima", "ditolak"]
    assert stored(asked) == [GIVEN]


def test_paper(asked, sign_in) -> None:
    batch, admin = open_stack(asked), sign_in("admin.a")
    page = admin.get(path(asked, batch))
    check_page(page, "the grid")
    assert 'name="jawaban-x.parkir"' in page.text
    assert admin.post(path(asked, batch, "/lembar"), data=posted(1) | FIELDS).status_code == 302
    few = posted(2, "4444-----") | {f"jawaban-{each['code']}": "4" for each in EXTRAS}
    assert admin.post(path(asked, batch, "/lembar"), data=few).status_code == 302
    assert "Tidak dihitung" in admin.get(path(asked, batch)).text
    with opd_scope(asked.opd_id), transaction():
        paper.finish(batch, by=SYSTEM)
    assert GIVEN in stored(asked)


def test_the_app_without_a_network_asks_a_sub_question_after_its_unsur(asked, phone: Phone) -> None:
    phone.show("perangkat")
    phone.show("beranda")
    phone.page.reload()
    phone.ready()
    phone.start_interview()
    phone.go_offline()
    scores = (3, 3, 3, 2, 3, 1, 4, 3, 3, 3, 3, 3, 4, 2)
    for no, score in enumerate(scores, 1):
        if no == 4:
            phone.page.get_by_text(EXTRAS[0]["text"]).wait_for()
        phone.answer(no, score)
    phone.save(scores)
    phone.go_online()
    phone.send_all()
    assert stored(asked) == [{"waktu.2": 2, "biaya.2": 1, "biaya.3": 4, "x.kebersihan": 4, "x.parkir": 2}]
