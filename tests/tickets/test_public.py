"""An invitation is good for one answer, whoever is fast and whatever is sent twice."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.responses.models import Collection
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from app.tickets.codes import code_hash
from app.tickets.models import Ticket
from tests.links.conftest import answered, at_once, responses, served
from tests.pages import check_page

AT = "/u/{}"


def ticket_of(code: str) -> Ticket:
    db.session.rollback()
    return db.session.scalars(select(Ticket).where(Ticket.code_hash == code_hash(code))).one()


def test_an_invitation_becomes_one_answer_of_its_own_way_of_collection(client, world, codes, later) -> None:
    (code,) = codes()
    fields = served(client, code, AT)
    later(60)
    answer = client.post(f"/u/{code}", data=answered(fields), follow_redirects=True)
    assert "Jawaban Anda sudah diterima." in answer.text
    (row,) = responses(world.a.opd_id)
    assert (row.collection, row.flags) == (Collection.UNDANGAN, [])
    assert (row.ticket_id, str(row.id)) == (ticket_of(code).id, fields["response_id"])
    assert ticket_of(code).used_at is not None


def test_looking_uses_nothing_up(client, codes) -> None:
    """Link scanners of chat programs open every address."""
    (code,) = codes()
    for _ in range(3):
        assert client.get(f"/u/{code}").status_code == 200
    assert ticket_of(code).used_at is None


def test_the_second_answer_of_a_code_is_told_what_to_do(app, client, world, codes) -> None:
    (code,) = codes()
    first, second = served(client, code, AT), served(app.test_client(), code, AT)
    client.post(f"/u/{code}", data=answered(first))
    other = app.test_client()
    refused = other.post(f"/u/{code}", data=answered(second))
    assert refused.status_code == 409
    assert "Undangan ini sudah dipakai" in refused.text
    assert "minta undangan lain kepada petugas" in refused.text
    program = other.post(f"/u/{code}", data=answered(second), headers={"Accept": "application/json"})
    assert "minta undangan lain" in program.json["pesan"]
    assert "Undangan ini sudah dipakai" in other.get(f"/u/{code}").text
    assert len(responses(world.a.opd_id)) == 1


def test_who_used_it_sees_the_receipt_again(client, codes) -> None:
    (code,) = codes()
    fields = served(client, code, AT)
    client.post(f"/u/{code}", data=answered(fields))
    again = client.get(f"/u/{code}").text
    assert "sudah diterima sebelumnya" in again
    assert fields["response_id"][:4].upper() in again


def test_a_resend_is_the_same_answer_and_a_changed_one_is_kept_aside(client, world, codes) -> None:
    (code,) = codes()
    body = answered(served(client, code, AT))
    client.post(f"/u/{code}", data=body)
    assert "sudah diterima sebelumnya" in client.post(f"/u/{code}", data=body, follow_redirects=True).text
    changed = client.post(f"/u/{code}", data=body | {"jawaban-WAKTU": "1"}, follow_redirects=True)
    assert "Jawaban yang pertama sudah diterima" in changed.text
    (row,) = responses(world.a.opd_id)
    assert row.scores[2] == 4


def test_twenty_people_with_one_code_at_once_are_one_response(app, client, world, codes) -> None:
    (code,) = codes()
    bodies = [answered(served(client, code, AT)) for _ in range(20)]
    assert at_once(app, f"/u/{code}", bodies) == [303] + [409] * 19
    (row,) = responses(world.a.opd_id)
    assert row.id == ticket_of(code).response_id


def test_one_answer_sent_ten_times_at_once_is_one_response_and_nobody_is_refused(app, client, world, codes) -> None:
    (code,) = codes()
    body = answered(served(client, code, AT))
    assert at_once(app, f"/u/{code}", [body] * 10) == [303] * 10
    assert len(responses(world.a.opd_id)) == 1


def test_an_answer_that_is_not_stored_leaves_the_code_unused(client, world, codes) -> None:
    (code,) = codes()
    fields = served(client, code, AT)
    assert client.post(f"/u/{code}", data=answered(fields, usia="12")).status_code == 422
    assert ticket_of(code).used_at is None
    taken = responses(world.a.opd_id)
    assert taken == []
    assert client.post(f"/u/{code}", data=answered(fields)).status_code == 303


def test_an_id_that_another_answer_has_uses_no_second_code(client, world, codes) -> None:
    one, other = codes(2)
    fields = served(client, one, AT)
    client.post(f"/u/{one}", data=answered(fields))
    answer = client.post(f"/u/{other}", data=answered(fields))
    assert answer.status_code == 422
    assert ticket_of(other).used_at is None
    assert len(responses(world.a.opd_id)) == 1


def test_after_its_last_day_a_code_takes_only_what_was_begun_before(client, world, codes, later) -> None:
    begun_code, other = codes(2, last_day=clock.today())
    begun = served(client, begun_code, AT)
    unproven = served(client, other, AT) | {"bukti": ""}
    later(25 * 3600)
    assert "Undangan ini sudah berakhir" in client.get(f"/u/{other}").text
    refused = client.post(f"/u/{other}", data=answered(unproven))
    assert refused.status_code == 409
    assert "minta undangan baru" in refused.text
    assert client.post(f"/u/{begun_code}", data=answered(begun)).status_code == 303
    assert len(responses(world.a.opd_id)) == 1


def test_after_closing_an_answer_is_late_and_told_so(client, world, codes) -> None:
    (code,) = codes()
    fields = served(client, code, AT)
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    assert "susulan" in client.post(f"/u/{code}", data=answered(fields), follow_redirects=True).text
    (other,) = codes()
    assert "Survei sudah ditutup" in client.get(f"/u/{other}").text


def test_an_unknown_code_says_what_to_do(client) -> None:
    for answer in (client.get("/u/ABCDEFGHJK"), client.post("/u/ABCDEFGHJK"), client.get("/u/?kode=salah")):
        assert answer.status_code == 404
        assert "minta undangan lain kepada petugas" in answer.text
    assert client.get("/u/").status_code == 200


def test_a_typed_code_opens_in_any_case_and_grouping(client, codes) -> None:
    (code,) = codes()
    assert client.get(f"/u/{code[:5].lower()} {code[5:]}").status_code == 200
    found = client.get("/u/", query_string={"kode": f"{code[:5]}-{code[5:]}".lower()})
    assert found.headers["Location"] == f"/u/{code}"


def test_a_link_and_an_invitation_are_not_each_others_doors(client, world, codes) -> None:
    (code,) = codes()
    assert client.get(f"/s/{code}").status_code == 404
    (foreign,) = codes(place=world.b)
    fields = served(client, foreign, AT)
    client.post(f"/u/{foreign}", data=answered(fields))
    assert responses(world.a.opd_id) == []
    assert len(responses(world.b.opd_id)) == 1
    assert client.get(f"/u/{code}/diterima/{fields['response_id']}").status_code == 404


def test_signs_of_haste_are_marked_here_too(client, world, codes) -> None:
    (code,) = codes()
    client.post(f"/u/{code}", data=answered(served(client, code, AT), situs_web="x"))
    assert responses(world.a.opd_id)[0].flags == ["terlalu_cepat", "jebakan"]


def test_every_page_behind_an_invitation_is_a_page_for_everybody(app, client, codes) -> None:
    (code,) = codes()
    for address in ("/u/", f"/u/{code}", f"/u/{code}/privasi"):
        check_page(client.get(address), address)
    client.post(f"/u/{code}", data=answered(served(client, code, AT)))
    check_page(client.get(f"/u/{code}"), "receipt")
    check_page(app.test_client().get(f"/u/{code}"), "spent")


def test_a_phone_answers_an_invitation_and_hears_when_it_was_spent(phone: Page, site, app, world, codes) -> None:
    (code,) = codes()
    phone.goto(f"{site}/u/{code}")
    phone.get_by_role("button", name="Mulai menilai").click()
    for no in range(1, 10):
        expect(phone.locator("form [data-screen]:visible .top-place")).to_have_text(f"Pertanyaan {no} dari 9")
        phone.locator("form [data-screen]:visible .answers input").nth(2).click()
    phone.get_by_role("button", name="Lanjut ke saran").click()
    client = app.test_client()
    client.post(f"/u/{code}", data=answered(served(client, code, AT)))
    phone.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.get_by_text("Jawaban Anda belum dapat diterima.")).to_be_visible()
    expect(phone.get_by_text("minta undangan lain kepada petugas")).to_be_visible()
    assert len(responses(world.a.opd_id)) == 1
