"""The public form in a real browser on a cheap phone: taps, keys, no network, no JavaScript, and what it costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.responses.models import Response
from tests.links.conftest import AXE, PHONE, SERIOUS, make_link, responses

BUDGET = 60 * 1024  # bytes over the wire of the first screen (ux.md 2.4)


@pytest.fixture
def opened(phone: Page, site: str, code: str) -> Page:
    phone.goto(f"{site}/s/{code}")
    return phone


def screen(page: Page) -> Any:
    return page.locator("form [data-screen]:visible")


def begin(page: Page) -> None:
    page.get_by_role("button", name="Mulai menilai").click()


def tap(page: Page, no: int, score: int = 3) -> None:
    expect(screen(page).locator(".top-place")).to_have_text(f"Pertanyaan {no} dari 9")
    screen(page).locator(".answers input").nth(score - 1).click()


def answer_all(page: Page, first: int = 1) -> None:
    for no in range(first, 10):
        tap(page, no)
    page.get_by_role("button", name="Lanjut ke saran").click()


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim jawaban").click()


def received(page: Page) -> None:
    expect(page.get_by_text("Jawaban Anda sudah diterima.")).to_be_visible()


def only(world: Any) -> Response:
    (row,) = responses(world.a.opd_id)
    return row


def test_the_first_screen_is_three_requests_and_sixty_kilobytes_at_most(phone: Page, site: str, code: str) -> None:
    answers: list[Any] = []
    phone.on("requestfinished", lambda request: answers.append(request.response()))
    phone.goto(f"{site}/s/{code}")
    phone.wait_for_load_state("networkidle")
    assert len(answers) == 3, [answer.url for answer in answers]
    assert all(answer.url.startswith(site) for answer in answers)
    sizes = [answer.request.sizes() for answer in answers]
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) <= BUDGET


def test_eleven_taps_and_no_network_between_the_questions(opened: Page, world: Any) -> None:
    asked: list[str] = []
    opened.wait_for_load_state("networkidle")
    opened.on("request", lambda request: asked.append(request.url))
    begin(opened)
    answer_all(opened)
    expect(opened.get_by_text("Semua 9 pertanyaan dijawab.")).to_be_visible()
    assert asked == []
    send(opened)
    received(opened)
    assert only(world).scores == [3] * 9
    assert re.search(r"/s/\w+/diterima/", opened.url)
    opened.reload()
    received(opened)


def test_the_profile_and_the_saran_arrive_as_they_were_given(opened: Page, world: Any) -> None:
    begin(opened)
    for no in range(1, 10):
        if no == 4:
            screen(opened).get_by_label("Lewati pertanyaan ini").check()
        else:
            tap(opened, no, 4)
    opened.get_by_label("Perempuan").check()
    opened.get_by_label("Usia 17 tahun ke atas").fill("16")
    opened.get_by_role("button", name="Lanjut ke saran").click()
    expect(opened.get_by_text("untuk anak, pendamping yang menjawab").locator("visible=true")).to_be_visible()
    opened.get_by_label("Usia 17 tahun ke atas").fill("58")
    opened.get_by_label("Lainnya", exact=True).check()
    opened.get_by_label("Pekerjaan lainnya").fill("nelayan")
    opened.get_by_role("button", name="Lanjut ke saran").click()
    opened.get_by_label("Saran untuk pelayanan ini").fill("Loketnya ditambah")
    expect(opened.get_by_text("17 dari 500 huruf")).to_be_visible()
    expect(opened.get_by_text("8 dari 9 dijawab.")).to_be_visible()
    send(opened)
    received(opened)
    row = only(world)
    assert row.scores == [4, 4, 4, None, 4, 4, 4, 4, 4]
    assert (row.sex, row.age_band, row.occupation_other, row.saran) == ("P", "50-59", "nelayan", "Loketnya ditambah")


def test_keys_answer_and_walk(opened: Page) -> None:
    begin(opened)
    opened.keyboard.press("3")
    opened.keyboard.press("1")
    expect(screen(opened).locator(".top-place")).to_have_text("Pertanyaan 3 dari 9")
    opened.keyboard.press("ArrowLeft")
    expect(screen(opened).locator("input[value='1']")).to_be_checked()
    opened.keyboard.press("ArrowRight")
    opened.go_back()
    expect(screen(opened).locator(".top-place")).to_have_text("Pertanyaan 2 dari 9")


def test_a_reload_and_another_visit_find_the_answers_again(opened: Page, site: str, code: str, world: Any) -> None:
    begin(opened)
    tap(opened, 1, 2)
    tap(opened, 2)
    expect(screen(opened).get_by_text("Tersimpan di ponsel ini")).to_be_visible()
    opened.reload()
    expect(screen(opened).locator(".top-place")).to_have_text("Pertanyaan 3 dari 9")
    opened.goto("about:blank")
    opened.goto(f"{site}/s/{code}?bahasa=en")
    expect(screen(opened).locator(".top-place")).to_have_text("Question 3 of 9")
    opened.goto(f"{site}/s/{code}")
    answer_all(opened, first=3)
    send(opened)
    received(opened)
    assert only(world).scores == [2, 3, 3, 3, 3, 3, 3, 3, 3]


def test_the_network_may_go_at_every_question_and_at_the_end(opened: Page, world: Any) -> None:
    begin(opened)
    for no in range(1, 10):
        opened.context.set_offline(no % 2 == 1)
        tap(opened, no)
    opened.context.set_offline(True)
    opened.get_by_role("button", name="Lanjut ke saran").click()
    send(opened)
    expect(opened.get_by_text("Jawaban Anda tersimpan di ponsel ini, akan dikirim.")).to_be_visible(timeout=2000)
    expect(opened.get_by_text("tidak ada jaringan")).to_be_visible()
    assert responses(world.a.opd_id) == []
    opened.context.set_offline(False)
    received(opened)
    assert only(world).scores == [3] * 9


def test_what_could_not_be_sent_is_sent_when_the_link_is_opened_again(
    opened: Page, site: str, code: str, world: Any
) -> None:
    begin(opened)
    answer_all(opened)
    opened.context.set_offline(True)
    send(opened)
    expect(opened.get_by_text("akan dikirim")).to_be_visible()
    context = opened.context
    opened.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{site}/s/{code}/privasi")
    # Page and service worker may both send what waited; who comes second hears that it was there before.
    expect(again.get_by_text(re.compile("sudah diterima"))).to_be_visible()
    assert only(world).scores == [3] * 9
    again.goto(f"{site}/s/{code}")
    expect(again.get_by_role("heading", name="Anda sudah mengisi hari ini")).to_be_visible()


def test_a_wifi_that_wants_a_sign_in_has_received_nothing(opened: Page, code: str, world: Any) -> None:
    begin(opened)
    answer_all(opened)
    opened.route(f"**/s/{code}", lambda route: route.fulfill(status=200, body="<h1>Masuk Wi-Fi</h1>"))
    send(opened)
    expect(opened.get_by_text("akan dikirim")).to_be_visible()
    expect(opened.get_by_text("server belum menjawab")).to_be_visible()
    opened.unroute(f"**/s/{code}")
    opened.get_by_role("button", name="Coba kirim sekarang").click()
    received(opened)
    assert len(responses(world.a.opd_id)) == 1


def test_a_crowded_link_is_asked_again_when_it_said_so(opened: Page, code: str) -> None:
    begin(opened)
    answer_all(opened)
    opened.route(f"**/s/{code}", lambda route: route.fulfill(status=429, headers={"Retry-After": "1"}), times=1)
    send(opened)
    expect(opened.get_by_text("jaringan ini sedang ramai")).to_be_visible()
    received(opened)


def test_a_lost_reply_and_a_retry_are_one_answer(opened: Page, code: str, world: Any) -> None:
    begin(opened)
    answer_all(opened)

    def lose_the_reply(route: Any) -> None:
        route.fetch()
        route.abort()

    opened.route(f"**/s/{code}", lose_the_reply, times=1)
    send(opened)
    expect(opened.get_by_text("akan dikirim")).to_be_visible()
    opened.get_by_role("button", name="Coba kirim sekarang").click()
    expect(opened.get_by_text("sudah diterima sebelumnya")).to_be_visible()
    assert len(responses(world.a.opd_id)) == 1


def test_a_phone_that_stores_nothing_never_says_saved(phone: Page, site: str, code: str) -> None:
    phone.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    phone.goto(f"{site}/s/{code}")
    begin(phone)
    answer_all(phone)
    phone.context.set_offline(True)
    send(phone)
    expect(phone.get_by_text("Jangan tutup halaman ini")).to_be_visible()
    expect(phone.get_by_text("Tersimpan di ponsel ini").locator("visible=true")).to_have_count(0)
    expect(phone.get_by_text("tersimpan di ponsel ini, akan").locator("visible=true")).to_have_count(0)
    phone.context.set_offline(False)
    received(phone)


def test_what_the_server_refuses_is_said_and_may_be_given_up(opened: Page, code: str, site: str) -> None:
    begin(opened)
    answer_all(opened)
    opened.route(
        f"**/s/{code}", lambda route: route.fulfill(status=409, json={"pesan": "Survei belum dibuka."}), times=1
    )
    send(opened)
    expect(opened.get_by_text("Jawaban Anda belum dapat diterima.")).to_be_visible()
    expect(opened.get_by_text("Survei belum dibuka.")).to_be_visible()
    expect(opened.get_by_text("akan dikirim").locator("visible=true")).to_have_count(0)
    opened.get_by_role("button", name="Hapus jawaban ini dari ponsel").click()
    expect(opened.get_by_role("button", name="Mulai menilai")).to_be_visible()


def test_what_only_the_server_finds_wrong_comes_back_with_everything_typed(opened: Page, world: Any) -> None:
    begin(opened)
    answer_all(opened)
    opened.get_by_label("Saran untuk pelayanan ini").evaluate(
        "box => { box.maxLength = 900; box.value = 'a'.repeat(600) }"
    )
    send(opened)
    expect(opened.get_by_text("Jawaban belum terkirim.")).to_be_visible()
    assert len(opened.get_by_label("Saran untuk pelayanan ini").input_value()) == 600
    opened.get_by_label("Saran untuk pelayanan ini").fill("Pendek saja")
    send(opened)
    received(opened)
    assert only(world).saran == "Pendek saja"


def test_two_tabs_of_one_link_give_one_answer(opened: Page, site: str, code: str, world: Any) -> None:
    begin(opened)
    tap(opened, 1)
    other = opened.context.new_page()
    other.goto(f"{site}/s/{code}")
    answer_all(other, first=2)
    send(other)
    received(other)
    expect(opened.get_by_role("heading", name="Anda sudah mengisi hari ini")).to_be_visible()
    assert len(responses(world.a.opd_id)) == 1


def test_it_works_without_javascript(browser: Browser, site: str, code: str, world: Any) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/s/{code}")
    for group in page.get_by_role("radiogroup").all():
        group.get_by_role("radio").nth(1).check(force=True)
    page.get_by_label("Saran untuk pelayanan ini").fill("Tanpa skrip")
    page.get_by_role("button", name="Kirim jawaban").click()
    received(page)
    assert (only(world).scores, only(world).saran) == ([2] * 9, "Tanpa skrip")
    context.close()


def test_letters_grow_and_stay_large(opened: Page, site: str, code: str) -> None:
    size = "getComputedStyle(document.documentElement).fontSize"
    before = opened.evaluate(size)
    opened.get_by_role("button", name="Perbesar huruf").click()
    assert opened.evaluate(size) != before
    opened.goto(f"{site}/s/{code}/privasi")
    expect(opened.get_by_role("button", name="Perbesar huruf")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_screen(browser: Browser, site: str, world: Any, code: str, scheme: Any) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()

    def check(where: str) -> None:
        page.evaluate(AXE)
        assert page.evaluate(SERIOUS) == [], where
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{where} is wider than the phone"

    for address in ("/s/", "/s/SALAH", f"/s/{code}/privasi", f"/s/{code}?bahasa=en", f"/s/{code}"):
        page.goto(site + address)
        check(address)
    begin(page)
    for no in range(1, 10):
        if no in (1, 5):
            check(f"question {no}")
        tap(page, no)
    check("profile")
    page.get_by_role("button", name="Lanjut ke saran").click()
    check("saran")
    page.get_by_role("button", name="Kembali").locator("visible=true").click()
    page.get_by_role("button", name="Kembali").locator("visible=true").click()
    check("an answered question")
    page.get_by_role("button", name="Lanjut").locator("visible=true").click()
    page.get_by_role("button", name="Lanjut ke saran").click()
    context.set_offline(True)
    send(page)
    expect(page.get_by_text("akan dikirim")).to_be_visible()
    check("waiting")
    context.set_offline(False)
    received(page)
    check("receipt")
    page.goto(f"{site}/s/{code}")
    check("answered today")
    context.close()


def test_answer_targets_are_large_enough_for_any_thumb(opened: Page) -> None:
    begin(opened)
    for box in screen(opened).locator(".answer").all():
        assert box.bounding_box()["height"] >= 64
    for other in screen(opened).locator("button:visible, .skip").all():
        assert min(other.bounding_box()["height"], other.bounding_box()["width"]) >= 24


def test_a_link_of_another_opd_holds_its_own_draft(opened: Page, site: str, world: Any) -> None:
    begin(opened)
    tap(opened, 1)
    opened.goto(f"{site}/s/{make_link(world.b)}")
    expect(opened.get_by_role("button", name="Mulai menilai")).to_be_visible()
