"""What a respondent meets behind a link, without a browser's help: forms, receipts, closed doors."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.links import form, queries
from app.links import operations as links
from app.links.codes import ALPHABET, grouped, new_code, normalise
from app.links.words import ENGLISH, INDONESIAN, PRIVACY, PRIVACY_ENGLISH
from app.opd.models import CustomerKind, Layanan
from app.opd.operations.titik import deactivate_titik
from app.opd.queries import get_titik
from app.responses.models import Collection, ResponseState
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from tests.links.conftest import answered, at_once, make_link, responses, served
from tests.pages import check_page


def test_an_answer_is_received_and_its_receipt_says_so(client, world, code, later) -> None:
    fields = served(client, code)
    later(95)
    answer = client.post(f"/s/{code}", data=answered(fields, saran="Hubungi 0812-3456-7890 ya"), follow_redirects=True)
    assert "Jawaban Anda sudah diterima." in answer.text
    assert fields["response_id"][:4].upper() in answer.text
    (row,) = responses(world.a.opd_id)
    assert (str(row.id), row.scores) == (fields["response_id"], [3, 3, 4, 3, 3, 3, 3, 3, 3])
    assert (row.collection, row.layanan_id, row.titik_id) == (Collection.TAUTAN, world.a.layanan_id, world.a.titik_id)
    assert (row.sex, row.age_band, row.petugas_id) == ("P", "40-49", None)
    assert "0812" not in row.saran
    assert (row.ui_version, row.notice_version) == (form.UI_VERSION, form.NOTICE_VERSION)
    assert 95 <= (row.finished_at - row.started_at).total_seconds() < 100
    assert row.flags == []


def test_every_page_behind_a_link_is_a_page_for_everybody(client, world, code) -> None:
    fields = served(client, code)
    addresses = ["/s/", "/s/?kode=abc", f"/s/{code}", f"/s/{code}/privasi", "/s/TIDAKADA"]
    client.post(f"/s/{code}", data=answered(fields))
    addresses += [f"/s/{code}", f"/s/{code}?lagi=1", f"/s/{code}/diterima/{fields['response_id']}"]
    for address in addresses:
        check_page(client.get(address), address)


def test_nobody_needs_a_session_and_only_an_answer_leaves_a_cookie(client, code) -> None:
    page = client.get(f"/s/{code}")
    assert "Set-Cookie" not in page.headers
    assert "csrf" not in page.text
    answer = client.post(f"/s/{code}", data=answered(served(client, code)))
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"potret_s_{code}=")
    assert "Max-Age=86400" in cookie
    assert "HttpOnly" in cookie


def test_a_token_of_the_session_is_not_asked_for(app, client, world, code) -> None:
    app.config.update(WTF_CSRF_ENABLED=True)
    assert client.post(f"/s/{code}", data=answered(served(client, code))).status_code == 303
    assert len(responses(world.a.opd_id)) == 1


def test_a_program_gets_the_same_receipt_as_words_and_number(client, code) -> None:
    fields = served(client, code)
    answer = client.post(f"/s/{code}", data=answered(fields), headers={"Accept": "application/json"})
    assert answer.json["outcome"] == "diterima"
    assert answer.json["receipt"].replace("-", "") == fields["response_id"][:8].upper()
    assert "sudah diterima" in answer.json["html"]
    assert client.get(answer.json["url"]).status_code == 200


def test_sent_twice_it_was_received_before_and_counts_once(client, world, code, later) -> None:
    body = answered(served(client, code))
    later(60)
    client.post(f"/s/{code}", data=body)
    again = client.post(f"/s/{code}", data=body, follow_redirects=True)
    assert "sudah diterima sebelumnya" in again.text
    other = client.post(f"/s/{code}", data=body | {"jawaban-WAKTU": "1"}, follow_redirects=True)
    assert "jawaban yang pertama" in other.text.lower()
    (row,) = responses(world.a.opd_id)
    assert (row.scores[2], row.flags) == (4, [])


def test_the_same_answer_sent_at_once_four_times_is_one_response(app, client, world, code) -> None:
    body = answered(served(client, code))
    assert at_once(app, f"/s/{code}", [body] * 4) == [303] * 4
    assert len(responses(world.a.opd_id)) == 1


def test_a_hall_of_phones_that_send_at_once_is_served(app, client, world, code) -> None:
    """More than there are database connections: each answer holds one at a time, so none waits for itself."""
    bodies = [answered(served(client, code)) for _ in range(24)]
    assert at_once(app, f"/s/{code}", bodies) == [303] * 24
    assert len(responses(world.a.opd_id)) == 24


def test_an_answer_that_took_a_week_is_still_an_answer(client, world, code, later) -> None:
    fields = served(client, code)
    later(7 * 24 * 3600)
    assert client.post(f"/s/{code}", data=answered(fields, lama="80")).status_code == 303
    (row,) = responses(world.a.opd_id)
    assert (row.finished_at - row.started_at).total_seconds() == 80
    assert row.flags == []


def test_the_browsers_own_count_cannot_make_an_answer_slower_than_it_was(client, world, code, later) -> None:
    fields = served(client, code)
    later(5)
    client.post(f"/s/{code}", data=answered(fields, lama="900"))
    assert responses(world.a.opd_id)[0].flags == ["terlalu_cepat"]


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(client, world, code) -> None:
    answer = client.post(f"/s/{code}", data=answered(served(client, code), usia="12", saran="Kursi kurang"))
    assert answer.status_code == 422
    assert "17 tahun ke atas; untuk anak, pendamping yang menjawab" in answer.text
    assert "Kursi kurang" in answer.text
    assert re.search(r'name="jawaban-WAKTU" value="4" checked', answer.text)
    check_page(answer, "returned form")
    nothing = client.post(f"/s/{code}", data=served(client, code))
    assert nothing.status_code == 422
    assert "Belum ada pertanyaan yang dijawab" in nothing.text
    assert responses(world.a.opd_id) == []


def test_a_broken_page_is_told_to_load_again(client, code) -> None:
    fields = served(client, code) | {"questionnaire_id": "5f0c8b1e-58f5-4d0f-9b52-0a6a2f1c9d11"}
    answer = client.post(f"/s/{code}", data=answered(fields))
    assert answer.status_code == 422
    assert "Muat ulang halaman" in answer.text


def test_a_typed_code_opens_in_any_case_and_grouping(client, code) -> None:
    lower = f"{code[:4]}-{code[4:]}".lower()
    assert client.get(f"/s/{lower}").status_code == 200
    found = client.get("/s/", query_string={"kode": grouped(code)})
    assert found.headers["Location"] == f"/s/{code}"


def test_a_code_has_no_look_alikes_and_forgives_them() -> None:
    assert not set("ILOU") & set(ALPHABET)
    assert len({new_code() for _ in range(200)}) == 200
    assert normalise("k7m2-oil4") == "K7M20114"
    assert grouped("K7M294QX") == "K7M2 94QX"
    assert grouped("K7M294QXAB") == "K7M29 4QXAB"


def test_an_unknown_code_says_what_to_do(client) -> None:
    for answer in (client.get("/s/ABCDEFGH"), client.post("/s/ABCDEFGH"), client.get("/s/ABCDEFGH/privasi")):
        assert answer.status_code == 404
        assert "Periksa lagi kode" in answer.text
    program = client.post("/s/ABCDEFGH", headers={"Accept": "application/json"})
    assert program.json == {"pesan": "Kode ini tidak dikenal."}


def switch(world, code: str, *, active: bool) -> None:
    with opd_scope(world.a.opd_id), transaction():
        links.switch(queries.get_link(queries.find_link(code).id), active=active, by=SYSTEM)


def test_a_link_that_is_off_takes_only_what_was_begun_before(client, world, code) -> None:
    begun = served(client, code)
    switch(world, code, active=False)
    page = client.get(f"/s/{code}")
    assert "sedang tidak dipakai" in page.text
    assert "petugas di loket" in page.text
    assert client.post(f"/s/{code}", data=answered(begun)).status_code == 303
    forged = client.post(f"/s/{code}", data=answered(begun | {"bukti": "x"}))
    assert forged.status_code == 409
    assert len(responses(world.a.opd_id)) == 1
    switch(world, code, active=True)
    assert client.get(f"/s/{code}?lagi=1").status_code == 200


def test_a_titik_that_is_no_longer_used_closes_its_link(client, world, code) -> None:
    with opd_scope(world.a.opd_id), transaction():
        deactivate_titik(get_titik(world.a.titik_id), by=SYSTEM)
    assert "sedang tidak dipakai" in client.get(f"/s/{code}").text


def test_an_answer_after_closing_is_late_and_is_told_so(client, world, code) -> None:
    begun = served(client, code)
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    assert "Survei sudah ditutup" in client.get(f"/s/{code}").text
    answer = client.post(f"/s/{code}", data=answered(begun), follow_redirects=True)
    assert "susulan dan belum dihitung" in answer.text
    (row,) = responses(world.a.opd_id)
    assert row.state is ResponseState.SUSULAN


def test_who_answered_today_is_thanked_and_may_answer_again_with_a_mark(client, world, code, later) -> None:
    first = served(client, code)
    later(60)
    client.post(f"/s/{code}", data=answered(first))
    page = client.get(f"/s/{code}")
    assert "Anda sudah mengisi hari ini" in page.text
    assert first["response_id"][:4].upper() in page.text
    later(3600)
    fields = served(client, code, "/s/{}?lagi=1")
    later(60)
    assert client.post(f"/s/{code}", data=answered(fields, "444433333")).status_code == 303
    assert [row.flags for row in responses(world.a.opd_id)] == [[], ["perangkat_ganda"]]


def test_an_internal_customer_is_asked_office_and_position(client, world, code) -> None:
    with opd_scope(world.a.opd_id), transaction():
        db.session.execute(
            update(Layanan).where(Layanan.id == world.a.layanan_id).values(customer_kind=CustomerKind.INTERNAL)
        )
    page = client.get(f"/s/{code}").text
    assert "Jenis kantor" in page
    assert "Jenis kelamin" not in page
    fields = served(client, code)
    client.post(f"/s/{code}", data=answered(fields, jenis_kantor="BADAN", jabatan="PELAKSANA"))
    (row,) = responses(world.a.opd_id)
    assert (row.office_kind, row.position) == ("BADAN", "PELAKSANA")


def test_two_opd_stay_apart_behind_their_links(client, world, code) -> None:
    other = make_link(world.b)
    of_a, of_b = served(client, code), served(client, other)
    client.post(f"/s/{other}", data=answered(of_b))
    assert responses(world.a.opd_id) == []
    assert [str(row.id) for row in responses(world.b.opd_id)] == [of_b["response_id"]]
    # A form of A at the address of B proves nothing there, and stays B's answer.
    client.post(f"/s/{other}", data=answered(of_a))
    assert responses(world.a.opd_id) == []
    assert responses(world.b.opd_id)[1].flags[-1] == "tanpa_bukti_waktu"
    assert client.get(f"/s/{code}/diterima/{of_b['response_id']}").status_code == 404


def test_where_an_answer_belongs_is_the_links_word_not_the_forms(client, world, code) -> None:
    fields = served(client, code) | {"layanan_id": str(world.b.layanan_id), "titik_id": str(world.b.titik_id)}
    client.post(f"/s/{code}", data=answered(fields))
    (row,) = responses(world.a.opd_id)
    assert row.layanan_id == world.a.layanan_id


def test_a_body_of_a_megabyte_is_not_read(client, code) -> None:
    assert client.post(f"/s/{code}", data=answered({}, saran="x" * 1_000_000)).status_code == 413


@pytest.mark.own_app
def test_an_answer_asks_no_broker(app, client, world, code) -> None:
    """Redis is away here (the port answers nobody) and limits are on: nothing waits, nothing fails."""
    app.config.update(REDIS_URL="redis://127.0.0.1:9/0", RATELIMIT_ENABLED=True)
    assert client.post(f"/s/{code}", data=answered(served(client, code))).status_code == 303


@pytest.mark.parametrize("line", [PRIVACY, PRIVACY_ENGLISH])
def test_the_privacy_line_is_forty_words_at_most(line: str) -> None:
    assert len(line.split()) <= 40


def test_the_privacy_line_stands_before_the_first_question(client, code) -> None:
    page = client.get(f"/s/{code}").text
    assert page.index("Jawaban Anda dipakai") < page.index("Pertanyaan 1 dari 9")
    assert f'href="/s/{code}/privasi"' in page


def test_the_notice_names_its_version_and_what_is_kept(client, code) -> None:
    notice = client.get(f"/s/{code}/privasi").text
    for fact in (form.NOTICE_VERSION, "48 jam", "24 jam", "UU 27/2022", "Dinas Contoh A"):
        assert fact in notice


def test_english_helps_beneath_the_official_words(client, code) -> None:
    page = client.get(f"/s/{code}?bahasa=en").text
    assert '<html lang="en">' in page
    assert '<span lang="id">Bagaimana pendapat Saudara tentang kecepatan waktu' in page
    assert "How quick was the service?" in page
    assert '<span lang="id">Sangat cepat</span> <small>Very quick</small>' in page
    assert "Start" in page
    answer = client.post(f"/s/{code}", data=answered(served(client, code), bahasa="en"), follow_redirects=True)
    assert "Your answers have been received." in answer.text
    wrong = client.post(f"/s/{code}", data=answered(served(client, code, "/s/{}?lagi=1"), usia="9", bahasa="en"))
    assert "Respondents are 17 or older" in wrong.text
    assert "English" in client.get("/s/").text or 'lang="id"' in client.get("/s/").text


def test_both_languages_have_the_same_words() -> None:
    assert set(INDONESIAN) == set(ENGLISH)
