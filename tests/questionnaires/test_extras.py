"""Pertanyaan tambahan: written beside the nine, approved, and asked wherever people answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.questionnaires.models import Adaptation
from app.responses.models import Response
from app.surveys.questionnaire import get_questionnaire
from app.tenancy.scope import opd_scope
from tests.devices.phone import set_up
from tests.links.conftest import answered, later, make_link, served
from tests.pages import check_page
from tests.paper import stacks as paper
from tests.paper.test_printing import pages
from tests.questionnaires.test_adaptation import EDIT, PAGE, WORDS, free, run, version_of
from tests.recording.test_routes import choose_place
from tests.results.pages import text_of
from tests.tickets.conftest import codes

__all__ = ["codes", "free", "later"]
ANSWERS = {f"option_{score}": words for score, words in enumerate(("Buruk", "Kurang baik", "Baik", "Sangat baik"), 1)}
QUEUE = {"code": "", "unsur": "WAKTU", "text": "Bagaimana pendapat Saudara tentang lamanya antre di loket?", **ANSWERS}
CLEAN = {
    "code": "", "unsur": "x", "name": "Kebersihan", "text": "Bagaimana pendapat Saudara tentang kebersihan ruang tunggu?", **ANSWERS,
}  # fmt: skip


def posted(*slots: dict[str, str]) -> dict[str, str]:
    found = {"extra_count": str(len(slots))}
    for number, slot in enumerate(slots):
        found |= {f"extra_{number}_{name}": value for name, value in slot.items()}
    return found


def test_a_upp_writes_them_looks_at_them_and_bagian_organisasi_approves(world, sign_in) -> None:
    admin, organisasi = sign_in("admin.a"), sign_in("organisasi")
    added = admin.post(EDIT, data=posted(QUEUE) | {"tambah": "1"})
    check_page(added, "room for one more")
    assert added.status_code == 200
    assert QUEUE["text"] in added.text
    assert "Tambahan 2" in text_of(added)
    assert admin.post(EDIT, data=WORDS | posted(QUEUE, CLEAN, {})).status_code == 302
    draft = admin.get(PAGE)
    check_page(draft, "a draft with pertanyaan tambahan")
    assert "Kata lain untuk Biaya; 1 subpertanyaan; 1 unsur tambahan" in text_of(draft)
    assert "Pertanyaan 4 dari 11 Waktu Penyelesaian" in text_of(draft)
    assert QUEUE["text"] not in admin.get(f"{PAGE}?tampilan=berlaku").text
    admin.post(f"{EDIT}/pengajuan")
    waiting = organisasi.get("/organisasi/kuesioner")
    check_page(waiting, "what waits")
    assert "1 subpertanyaan; 1 unsur tambahan" in text_of(waiting)
    organisasi.post(f"{EDIT}/keputusan", data={"decision": "setujui"})
    version = get_questionnaire(version_of(world))
    assert [each.code for each in version.extras] == ["waktu.2", "x.kebersihan"]
    assert [each.code for each in version.asked][2:5] == ["WAKTU", "waktu.2", "BIAYA"]
    assert version.asked[-1].code == "x.kebersihan"


def test_codes_stay_in_the_next_version_and_are_never_used_again(world, sign_in) -> None:
    admin, organisasi = sign_in("admin.a"), sign_in("organisasi")

    def decide(*slots: dict[str, str]) -> list[str]:
        assert admin.post(EDIT, data=posted(*slots)).status_code == 302
        admin.post(f"{EDIT}/pengajuan")
        organisasi.post(f"{EDIT}/keputusan", data={"decision": "setujui"})
        return [each.code for each in get_questionnaire(version_of(world)).extras]

    other = QUEUE | {"text": "Bagaimana pendapat Saudara tentang ketepatan jam buka loket?"}
    assert decide(QUEUE, CLEAN) == ["waktu.2", "x.kebersihan"]
    assert "waktu.2" in admin.get(EDIT).text  # the next one begins from what holds
    assert decide(other, CLEAN | {"code": "x.kebersihan"}) == ["waktu.3", "x.kebersihan"]
    gone = CLEAN | {"code": "x.kebersihan", "gone": "y"}
    assert decide(QUEUE | {"code": "biaya.7"}, gone) == ["waktu.4"]  # not a code of this UPP
    assert decide(QUEUE | {"code": "waktu.4", "gone": "y"}) == []  # back to the standard questionnaire


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ([QUEUE | {"unsur": ""}], "Pilih unsurnya."),
        ([QUEUE | {"text": "Lama?"}], "Tulis 20 sampai 160 huruf"),
        ([QUEUE | {"option_4": "Baik"}], "Jawaban ini sudah ada di atas."),
        ([CLEAN | {"name": ""}], "Tulis nama unsur tambahan"),
        ([CLEAN | {"name": "Biaya/Tarif"}], "Nama ini sudah dipakai."),
        ([QUEUE] * 5, "Paling banyak 4 subpertanyaan"),
        ([CLEAN | {"name": f"Hal {number}"} for number in range(6)], "Paling banyak 5 unsur tambahan"),
        ([QUEUE | {"gone": "y"}], "Pilih paling sedikit satu pertanyaan"),
    ],
)
def test_what_does_not_do_is_told_beside_its_field_and_nothing_is_lost(world, sign_in, slots, words) -> None:
    answer = sign_in("admin.a").post(EDIT, data=posted(*slots))
    check_page(answer, "wrong pertanyaan tambahan")
    assert words in text_of(answer, 422)
    assert slots[0]["text"] in answer.text
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(Adaptation)).all() == []


def test_they_are_asked_and_kept_wherever_people_answer(app, world, sign_in, client) -> None:
    sign_in("admin.a").post(EDIT, data=posted(QUEUE, CLEAN))
    approved_as_written(sign_in)
    run(world)
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    page = petugas.get("/isi/wawancara")
    check_page(page, "an interview with pertanyaan tambahan")
    assert "Pertanyaan 11 dari 11" in text_of(page)
    assert CLEAN["text"] in client.get(f"/s/{make_link(world.a)}").text
    phone = set_up(app, world.a)
    data = phone.client.get("/isi/data", headers=phone.headers).json
    (questionnaire,) = [each for each in data["questionnaires"] if each["id"] == str(version_of(world))]
    assert [each["no"] for each in questionnaire["questions"]] == list(range(1, 12))
    item = phone.item(questionnaire_id=str(version_of(world)))
    item["scores"] |= {"waktu.2": 2, "x.kebersihan": None}
    assert [each["status"] for each in phone.send(item)] == ["diterima"]
    for wrong, words in (({"biaya.2": 3}, "pertanyaan yang tidak ada"), ({"waktu.2": 5}, "1 sampai 4")):
        bad = phone.item(questionnaire_id=str(version_of(world)))
        bad["scores"] |= wrong
        (told,) = phone.send(bad)
        assert told["status"] == "ditolak"
        assert words in told["message"]
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(Response.extra_scores)).all() == [{"waktu.2": 2}]


def test_an_invitation_and_a_paper_questionnaire_ask_them_too(world, sign_in, client, codes, later, tmp_path) -> None:
    admin = sign_in("admin.a")
    admin.post(EDIT, data=posted(QUEUE, CLEAN))
    approved_as_written(sign_in)
    run(world)
    (code,) = codes()
    assert CLEAN["text"] in client.get(f"/u/{code}").text
    fields = served(client, code, "/u/{}")
    later(60)
    said = answered(fields) | {"jawaban-waktu.2": "1", "jawaban-x.kebersihan": "4"}
    assert "sudah diterima" in client.post(f"/u/{code}", data=said, follow_redirects=True).text
    place = {"layanan": world.a.layanan_id, "titik": world.a.titik_id}
    printed = admin.get(paper.path(world.a, rest="/kuesioner.pdf"), query_string=place)
    words = " ".join(pages(printed.data, tmp_path))
    assert f"4. {QUEUE['text']}" in words
    assert f"11. {CLEAN['text']}" in words
    stack = paper.open_stack(world.a)
    assert admin.post(
        paper.path(world.a, stack, "/lembar"), data=paper.posted(1) | {"jawaban-waktu.2": "3", "jawaban-x.kebersihan": ""}
    ).headers["Location"] == paper.path(world.a, stack)  # fmt: skip
    admin.post(paper.path(world.a, stack, "/penyelesaian"))
    with opd_scope(world.a.opd_id):
        kept = db.session.scalars(select(Response.extra_scores)).all()
    assert sorted(kept, key=len) == [{"waktu.2": 3}, {"waktu.2": 1, "x.kebersihan": 4}]


def approved_as_written(sign_in) -> None:
    sign_in("admin.a").post(f"{EDIT}/pengajuan")
    sign_in("organisasi").post(f"{EDIT}/keputusan", data={"decision": "setujui"})
