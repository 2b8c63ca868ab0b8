"""Other words for a free or an online layanan: written, looked at, proposed, approved; and asked wherever people answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from app.db import transaction
from app.extensions import db
from app.opd.models import Layanan, ServiceChannel
from app.questionnaires.models import Adaptation
from app.responses.models import Response
from app.surveys.models import Questionnaire, Survey
from app.surveys.queries import get_survey
from app.surveys.questionnaire import get_questionnaire
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.devices.phone import set_up
from tests.links.conftest import make_link
from tests.pages import check_page
from tests.recording.test_routes import choose_place
from tests.reports.rendering.reading import pages
from tests.reports.steps import made
from tests.results.pages import text_of
from tests.world import World

PAGE = "/opd/a/upp/a/kuesioner"
EDIT = f"{PAGE}/penyesuaian"
FREE = "Bagaimana pendapat Saudara tentang kesesuaian layanan ini dengan janji tanpa biaya?"
WORDS = {
    "BIAYA_wanted": "y", "BIAYA_text": FREE, "BIAYA_option_1": "Tidak sesuai", "BIAYA_option_2": "Kurang sesuai",
    "BIAYA_option_3": "Sesuai", "BIAYA_option_4": "Sangat sesuai",
}  # fmt: skip
OFFICIAL = "kewajaran biaya/tarif dalam pelayanan"


@pytest.fixture(autouse=True)
def free(world: World) -> None:
    """The first layanan of A is free by law and its survey has not begun; the second is neither free nor online."""
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(update(Layanan).where(Layanan.id == world.a.layanan_id).values(free_by_law=True))
        db.session.execute(update(Survey).where(Survey.id == world.a.survey_id).values(state=SurveyState.BELUM_MULAI))


def approved(sign_in) -> None:
    admin, organisasi = sign_in("admin.a"), sign_in("organisasi")
    assert admin.post(EDIT, data=WORDS).status_code == 302
    assert admin.post(f"{EDIT}/pengajuan").status_code == 302
    assert organisasi.post(f"{EDIT}/keputusan", data={"decision": "setujui"}).status_code == 302


def run(world: World) -> None:
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(update(Survey).where(Survey.id == world.a.survey_id).values(state=SurveyState.BERJALAN))


def version_of(world: World, survey_id=None):
    with opd_scope(world.a.opd_id):
        return get_survey(survey_id or world.a.survey_id).questionnaire_id


def test_from_draft_to_version(world, sign_in) -> None:
    before = version_of(world)
    admin = sign_in("admin.a")
    page = admin.get(EDIT)
    check_page(page, "other words")
    assert "Kompetensi" not in text_of(page)  # no layanan of this UPP is online
    assert admin.post(EDIT, data=WORDS).status_code == 302
    draft = admin.get(PAGE)
    check_page(draft, "the questionnaire with a draft")
    assert FREE in draft.text
    assert FREE not in admin.get(f"{PAGE}?tampilan=berlaku").text
    with opd_scope(world.a.opd_id):
        other = db.session.scalars(
            select(Layanan.id).where(Layanan.upp_id == world.a.upp_id, Layanan.name == "Layanan Dua")
        ).one()
    assert FREE not in admin.get(f"{PAGE}?layanan={other}").text
    admin.post(f"{EDIT}/pengajuan")
    waiting = sign_in("organisasi").get("/organisasi/kuesioner")
    check_page(waiting, "what waits")
    assert "1 penyesuaian kuesioner menunggu persetujuan" in text_of(waiting)
    assert version_of(world) == before
    answer = sign_in("organisasi").post(f"{EDIT}/keputusan", data={"decision": "setujui"}, follow_redirects=True)
    assert "dipakai 1 survei yang belum mulai" in text_of(answer)
    assert version_of(world) != before
    assert version_of(world, world.a2.survey_id) == before  # the other UPP asks as before
    version = get_questionnaire(version_of(world))
    assert version.codes == get_questionnaire(before).codes  # trends are keyed by code


def test_a_survey_that_has_begun_keeps_its_version(world, sign_in) -> None:
    before = version_of(world)
    run(world)
    approved(sign_in)
    assert version_of(world) == before


def test_the_words_are_asked_wherever_people_answer(app, world, sign_in, client) -> None:
    approved(sign_in)
    run(world)
    petugas = sign_in("petugas.a")
    choose_place(petugas, world)
    page = petugas.get("/isi/wawancara").text
    assert FREE in page
    assert OFFICIAL not in page
    code = make_link(world.a)
    public = client.get(f"/s/{code}").text
    assert FREE in public
    assert OFFICIAL not in public
    phone = set_up(app, world.a)
    data = phone.client.get("/isi/data", headers=phone.headers).json
    own = {row["id"]: row["wordings"] for row in data["layanan"]}
    assert own[str(world.a.layanan_id)]["BIAYA"]["text"] == FREE
    assert [words for layanan, words in own.items() if layanan != str(world.a.layanan_id)] == [{}] * (len(own) - 1)
    item = phone.item(questionnaire_id=str(version_of(world)))
    assert [each["status"] for each in phone.send(item)] == ["diterima"]
    with opd_scope(world.a.opd_id):
        row = db.session.scalars(select(Response)).one()
        assert row.questionnaire_id == version_of(world)


@pytest.mark.usefixtures("workers")
def test_the_report_prints_what_was_asked_where(world, sign_in) -> None:
    approved(sign_in)
    run(world)
    said = " ".join(" ".join(pages(made(world.a))).split())
    assert f"Untuk layanan gratis: {FREE}" in said
    assert OFFICIAL in said


def test_words_that_do_not_do_are_told_beside_their_fields(world, sign_in) -> None:
    admin = sign_in("admin.a")
    for change, words in (
        ({"BIAYA_wanted": ""}, "Pilih paling sedikit satu pertanyaan"),
        ({"BIAYA_text": "Murah?"}, "Tulis 20 sampai 160 huruf"),
        ({"BIAYA_text": FREE[:-1]}, "diakhiri tanda tanya"),
        ({"BIAYA_option_2": "tidak sesuai"}, "Jawaban ini sudah ada di atas."),
        ({"BIAYA_option_4": ""}, "Tulis jawabannya."),
    ):
        data = {name: value for name, value in (WORDS | change).items() if value or name != "BIAYA_wanted"}
        answer = admin.post(EDIT, data=data)
        check_page(answer, "wrong words")
        assert words in text_of(answer, 422), change
        assert "Sangat sesuai" in answer.text or "BIAYA_option_4" in change
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(Adaptation)).all() == []


def test_bagian_organisasi_returns_with_notes_and_the_upp_corrects(world, sign_in) -> None:
    admin, organisasi = sign_in("admin.a"), sign_in("organisasi")
    admin.post(EDIT, data=WORDS)
    admin.post(f"{EDIT}/pengajuan")
    assert admin.post(EDIT, data=WORDS).status_code == 409  # it waits
    assert "Tulis apa yang perlu" in text_of(
        organisasi.post(f"{EDIT}/keputusan", data={"decision": "kembalikan"}, follow_redirects=True)
    )
    organisasi.post(f"{EDIT}/keputusan", data={"decision": "kembalikan", "note": "Sebut dasar hukumnya."})
    assert "Sebut dasar hukumnya." in text_of(admin.get(PAGE))
    assert admin.post(EDIT, data=WORDS).status_code == 302
    assert admin.post(f"{EDIT}/pengajuan").status_code == 302
    assert admin.post(f"{EDIT}/penarikan").status_code == 302
    assert organisasi.post(f"{EDIT}/keputusan", data={"decision": "setujui"}).status_code == 302
    assert db.session.scalars(select(Questionnaire).where(Questionnaire.code.like("%/a/a/%"))).all() == []


def test_who_may_write_and_who_may_decide(world, sign_in) -> None:
    for who, status in (
        ("kepala.a", 403),
        ("pemantau", 403),
        ("petugas.a", 403),
        ("admin.b", 404),
        ("admin_upp.a", 404),
    ):
        assert sign_in(who).post(EDIT, data=WORDS).status_code == status, who
    sign_in("admin.a").post(EDIT, data=WORDS)
    sign_in("admin.a").post(f"{EDIT}/pengajuan")
    for who, status in (("admin.a", 403), ("kepala.a", 403), ("pemantau", 403), ("admin.b", 404)):
        assert sign_in(who).post(f"{EDIT}/keputusan", data={"decision": "setujui"}).status_code == status, who
    assert FREE in sign_in("pemantau").get(PAGE).text


def test_an_online_layanan_may_reword_competence_and_behaviour(world, sign_in) -> None:
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(
            update(Layanan).where(Layanan.id == world.a.layanan_id).values(channel=ServiceChannel.DARING)
        )
    said = text_of(sign_in("admin.a").get(EDIT))
    assert "Kompetensi Pelaksana" in said
    assert "Perilaku Pelaksana" in said
