"""Chapter texts in the words of the office: printed as typed, kept apart, and never silently out of step."""

from __future__ import annotations

import pytest

from app.audit.operations import SYSTEM
from app.db import transaction
from app.reports import queries
from app.reports.assembly import assemble
from app.reports.operations import texts
from app.reports.rendering.texts import TITLES, Section, default_texts
from app.reports.text_pages import get_text
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.reports.rendering.reading import pages, solid
from tests.reports.steps import MASYARAKAT, ask, close, made, record, work
from tests.world import Place

pytestmark = pytest.mark.usefixtures("workers")
WORDS = "Kami akan <b>memperbaiki</b> antrean & loket.\n\n1. menambah loket;\n2. =melatih petugas."


def address(place: Place) -> str:
    return f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}/laporan/teks"


def write(place: Place, section: Section, text: str) -> None:
    with opd_scope(place.opd_id), transaction():
        texts.write(get_survey(place.survey_id), MASYARAKAT, section, text=text, by=SYSTEM)


def standing(place: Place) -> queries.Standing:
    with opd_scope(place.opd_id):
        found = queries.find_standing(get_survey(place.survey_id), MASYARAKAT)
        assert found is not None
        return found


def test_every_section_has_a_title_and_a_default(world) -> None:
    with opd_scope(world.a.opd_id):
        written = default_texts(assemble(get_survey(world.a.survey_id), MASYARAKAT))
    assert set(written) == set(TITLES) == set(Section)
    assert all(written.values())


def test_an_admin_writes_a_text_and_the_report_prints_it_as_typed(world, sign_in) -> None:
    record(world.a, 8)
    ask(world.a)
    work()
    admin = sign_in("admin.a")
    page = admin.get(address(world.a))
    check_page(page, "texts")
    assert page.get_data(as_text=True).count("Teks bawaan</p>") == len(Section)
    assert "Dari hasil survei dapat disimpulkan" in admin.get(f"{address(world.a)}/kesimpulan").get_data(as_text=True)
    answer = admin.post(f"{address(world.a)}/kesimpulan", data={"text": WORDS})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("#kesimpulan")
    page = admin.get(address(world.a)).get_data(as_text=True)
    assert "&lt;b&gt;memperbaiki&lt;/b&gt;" in page
    assert "Ditulis Admin A" in page
    assert not standing(world.a).current, "the report is out of date when its words are"
    text = " ".join(pages(made(world.a)))
    assert solid("Kami akan <b>memperbaiki</b> antrean & loket.") in solid(text)
    assert "2. =melatih petugas." in text
    assert "Dari hasil survei dapat disimpulkan" not in text


def test_going_back_asks_first_and_prints_the_default_again(world, sign_in) -> None:
    record(world.a, 8)
    ask(world.a)
    work()
    write(world.a, Section.METODE, "Cara kami sendiri.")
    kepala = sign_in("kepala.a")
    page = kepala.get(f"{address(world.a)}/metode/pengembalian")
    check_page(page, "reset")
    assert "Cara kami sendiri." in page.get_data(as_text=True)
    kepala.post(f"{address(world.a)}/metode/pengembalian")
    assert standing(world.a).current
    assert "Ditulis" not in kepala.get(address(world.a)).get_data(as_text=True)


def test_words_equal_to_the_default_follow_it(world) -> None:
    record(world.a, 8)
    with opd_scope(world.a.opd_id):
        default = get_text(get_survey(world.a.survey_id), MASYARAKAT, Section.KESIMPULAN).text
    write(world.a, Section.KESIMPULAN, default.replace("\n", "\r\n") + "\n\n")
    with opd_scope(world.a.opd_id):
        assert not get_text(get_survey(world.a.survey_id), MASYARAKAT, Section.KESIMPULAN).own


def test_when_figures_move_on_the_words_are_marked(world, sign_in) -> None:
    record(world.a, 8)
    write(world.a, Section.KESIMPULAN, "Responden berjumlah 8 orang.")
    admin = sign_in("admin.a")
    assert "berubah sejak teks ini ditulis" not in admin.get(address(world.a)).get_data(as_text=True)
    record(world.a, 2, seed=2)
    assert "berubah sejak teks ini ditulis" in admin.get(address(world.a)).get_data(as_text=True)
    assert "berubah sejak teks ini ditulis" in admin.get(f"{address(world.a)}/kesimpulan").get_data(as_text=True)


def test_an_emptied_text_is_not_printed(world) -> None:
    record(world.a, 8)
    write(world.a, Section.LATAR_BELAKANG, "")
    assert "rangkaian kegiatan untuk memenuhi kebutuhan" not in " ".join(pages(made(world.a)))


def test_each_survey_has_texts_of_its_own(world) -> None:
    write(world.a, Section.METODE, "Hanya di sini.")
    with opd_scope(world.a.opd_id):
        assert get_text(get_survey(world.a.survey_id), MASYARAKAT, Section.METODE).own
        assert not get_text(get_survey(world.a2.survey_id), MASYARAKAT, Section.METODE).own


def test_a_text_that_is_too_long_comes_back_with_its_words(world, sign_in) -> None:
    answer = sign_in("admin.a").post(f"{address(world.a)}/metode", data={"text": "panjang " * 1200})
    assert answer.status_code == 422
    assert "Paling panjang 8000 huruf." in answer.get_data(as_text=True)
    assert "panjang panjang panjang" in answer.get_data(as_text=True)


def test_only_those_who_write_the_report_may_and_only_their_own(world, sign_in) -> None:
    for who, status in (
        ("organisasi", 403),
        ("pemantau", 403),
        ("petugas.a", 403),
        ("admin.b", 404),
        ("admin_upp.a", 404),
    ):
        client = sign_in(who)
        for path in ("", "/kesimpulan", "/kesimpulan/pengembalian"):
            assert client.get(f"{address(world.a)}{path}").status_code in (status, 404), f"{who} {path}"
    assert sign_in("admin.a").get(f"{address(world.a)}/bab-enam").status_code == 404


def test_texts_can_be_written_after_closing(world, sign_in) -> None:
    record(world.a, 8)
    close(world.a)
    assert sign_in("admin.a").post(f"{address(world.a)}/rtl", data={"text": "Rencana kami."}).status_code == 302
    assert "Rencana kami." in " ".join(pages(made(world.a)))
