"""A tablet at the counter in a real browser: who comes, who goes, who walks away, and that nobody gets out of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.db import transaction
from app.recording.places import find_running_survey
from app.responses.models import Collection, ResponseState
from app.results import fold
from app.tenancy.scope import opd_scope
from tests.kiosk.test_intake import switch
from tests.links.conftest import AXE, SERIOUS, responses
from tests.world import World

SIZE = {"width": 1280, "height": 800}
KEPT = """async () => (await new Promise((resolve) => {
  const request = indexedDB.open("potret-kios");
  request.onsuccess = () => {
    const all = request.result.transaction("queue").objectStore("queue").getAll();
    all.onsuccess = () => resolve(all.result);
  };
})).length + localStorage.length + sessionStorage.length"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tablet whose clock the test moves; an error of a script or of the policy fails the test."""
    context = browser.new_context(viewport=SIZE, locale="id-ID", timezone_id="Asia/Jakarta")
    page = context.new_page()
    page.set_default_timeout(5000)
    page.clock.install()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert broken == []


@pytest.fixture
def kiosk(page: Page, site: str, code: str) -> Page:
    page.goto(f"{site}/kios/{code}")
    expect(start(page)).to_be_visible()
    return page


def start(page: Page) -> Any:
    return page.get_by_role("button", name="Sentuh di sini untuk mulai")


def screen(page: Page) -> Any:
    return page.locator("form [data-screen]:visible")


def begin(page: Page) -> None:
    start(page).click()
    expect(screen(page).locator(".question-place strong")).to_have_text("Pertanyaan 1 dari 9")


def tap(page: Page, no: int, score: int = 3) -> None:
    expect(screen(page).locator(".question-place strong")).to_have_text(f"Pertanyaan {no} dari 9")
    screen(page).locator(".answers input").nth(score - 1).click()


def answer_all(page: Page, first: int = 1) -> None:
    for no in range(first, 10):
        tap(page, no)
    page.get_by_role("button", name="Lanjut ke saran").click()


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()


def test_somebody_answers_at_the_counter_and_is_counted(kiosk: Page, world: World) -> None:
    begin(kiosk)
    expect(screen(kiosk).get_by_text("Layanan Satu, Loket 1")).to_be_visible()
    for no in range(1, 10):
        if no == 4:
            screen(kiosk).get_by_label("Lewati pertanyaan ini").check()
        else:
            tap(kiosk, no, 4)
    kiosk.get_by_label("Perempuan").check()
    kiosk.get_by_label("Usia 17 tahun ke atas").fill("58")
    kiosk.get_by_role("button", name="Lanjut ke saran").click()
    kiosk.get_by_label("Saran Anda untuk pelayanan ini").fill("Loketnya ditambah")
    send(kiosk)
    expect(kiosk.get_by_text("Terkirim. Jawaban Anda sudah diterima.")).to_be_visible()
    (row,) = responses(world.a.opd_id)
    assert (row.collection, row.state) == (Collection.KIOS, ResponseState.DITERIMA)
    assert (row.scores, row.sex, row.age_band, row.saran) == (
        [4, 4, 4, None, *[4] * 5],
        "P",
        "50-59",
        "Loketnya ditambah",
    )
    assert (row.ui_version, row.notice_version) == ("kios-1", "kios-2026-11")
    with opd_scope(world.a.opd_id):
        with transaction():
            fold.fold_all()
        survey = find_running_survey(world.a.upp_id)
    assert survey
    assert survey.target.achieved == 1


def test_touching_begins_on_the_whole_screen(kiosk: Page) -> None:
    begin(kiosk)
    kiosk.wait_for_function("document.fullscreenElement === document.documentElement")


def test_whoever_walks_away_leaves_nothing_behind(kiosk: Page, world: World) -> None:
    begin(kiosk)
    tap(kiosk, 1, 1)
    kiosk.clock.run_for(44_000)
    expect(kiosk.get_by_role("heading", name="Masih di sini?")).to_be_hidden()
    kiosk.clock.run_for(4_000)
    expect(kiosk.get_by_role("heading", name="Masih di sini?")).to_be_visible()
    expect(kiosk.get_by_role("timer")).to_contain_text("7")
    kiosk.clock.run_for(8_000)
    expect(start(kiosk)).to_be_visible()
    assert kiosk.evaluate(KEPT) == 0
    kiosk.go_forward()
    expect(start(kiosk)).to_be_visible()
    begin(kiosk)
    assert kiosk.locator("form :checked").count() == 0
    assert responses(world.a.opd_id) == []


def test_whoever_is_still_there_goes_on_where_they_were(kiosk: Page) -> None:
    begin(kiosk)
    tap(kiosk, 1, 1)
    kiosk.clock.run_for(50_000)
    kiosk.keyboard.press("4")  # a key answers no question behind the dialog
    kiosk.get_by_role("button", name="Ya, lanjutkan").click()
    kiosk.clock.run_for(40_000)
    expect(screen(kiosk).locator(".question-place strong")).to_have_text("Pertanyaan 2 dari 9")
    kiosk.get_by_role("button", name="Kembali").locator("visible=true").click()
    expect(screen(kiosk).locator("input[value='1']")).to_be_checked()
    kiosk.get_by_role("button", name="Berhenti").click()
    kiosk.get_by_role("button", name="Batalkan dan hapus jawaban").click()
    expect(start(kiosk)).to_be_visible()


def test_typing_counts_as_being_there(kiosk: Page) -> None:
    begin(kiosk)
    answer_all(kiosk)
    for letter in "abc":
        kiosk.clock.run_for(40_000)
        kiosk.get_by_label("Saran Anda untuk pelayanan ini").press(letter)
    expect(kiosk.get_by_role("heading", name="Masih di sini?")).to_be_hidden()


def test_the_thanks_make_room_for_the_next_person_and_not_for_the_same_hand(kiosk: Page) -> None:
    begin(kiosk)
    answer_all(kiosk)
    send(kiosk)
    kiosk.get_by_role("button", name="Selesai").click()
    start(kiosk).click()  # a second tap is the same hand
    expect(start(kiosk)).to_be_visible()
    kiosk.clock.run_for(3_100)
    begin(kiosk)
    answer_all(kiosk)
    send(kiosk)
    kiosk.clock.run_for(6_100)
    expect(start(kiosk)).to_be_visible()


def test_a_notice_that_somebody_left_open_closes_by_itself(kiosk: Page) -> None:
    kiosk.get_by_role("button", name="Pemberitahuan privasi").click()
    expect(kiosk.get_by_role("heading", name="Pemberitahuan privasi")).to_be_visible()
    expect(kiosk.locator("#privasi")).to_contain_text("Dinas Contoh A bersama Bagian Organisasi")
    kiosk.clock.run_for(121_000)
    expect(kiosk.get_by_role("heading", name="Pemberitahuan privasi")).to_be_hidden()


def test_nobody_gets_out_of_it(kiosk: Page, site: str, code: str) -> None:
    for _ in range(3):
        kiosk.evaluate("history.back()")
        expect(start(kiosk)).to_be_visible()
    begin(kiosk)
    tap(kiosk, 1)
    tap(kiosk, 2)
    kiosk.evaluate("history.back()")
    expect(screen(kiosk).locator(".question-place strong")).to_have_text("Pertanyaan 2 dari 9")
    for _ in range(2):
        kiosk.evaluate("history.back()")
        kiosk.wait_for_timeout(60)
    expect(start(kiosk)).to_be_visible()
    assert kiosk.url == f"{site}/kios/{code}"
    assert kiosk.locator("a[href]").count() == 0


def test_a_link_that_is_switched_off_says_so_and_a_kiosk_comes_back_by_itself(
    kiosk: Page, world: World, code: str
) -> None:
    switch(world.a, code, active=False)
    kiosk.clock.run_for(5 * 60_000 + 1000)
    expect(kiosk.get_by_role("heading", name="Kios ini sedang tidak dipakai")).to_be_visible()
    expect(start(kiosk)).to_be_hidden()
    switch(world.a, code, active=True)
    kiosk.clock.run_for(5 * 60_000 + 1000)
    expect(start(kiosk)).to_be_visible()


def test_a_wrong_code_is_said_also_by_a_tablet_that_holds_the_kiosk(kiosk: Page, site: str) -> None:
    kiosk.evaluate("async () => { await navigator.serviceWorker.ready }")
    kiosk.wait_for_function("navigator.serviceWorker.controller !== null")
    kiosk.goto(f"{site}/kios/SALAH")
    expect(kiosk.get_by_role("heading", name="Kode kios ini tidak dikenal")).to_be_visible()
    kiosk.goto(f"{site}/kios/")
    expect(kiosk.get_by_role("heading", name="Ketik kode kios")).to_be_visible()


def test_staff_see_how_it_is_by_holding_the_mark(kiosk: Page, code: str) -> None:
    mark = kiosk.locator("[data-corner]").bounding_box()
    assert mark
    kiosk.mouse.move(mark["x"] + 10, mark["y"] + 10)
    kiosk.mouse.down()
    kiosk.clock.run_for(1_000)
    kiosk.mouse.up()
    kiosk.clock.run_for(3_000)
    expect(kiosk.get_by_role("heading", name="Untuk petugas")).to_be_hidden()
    kiosk.mouse.down()
    kiosk.clock.run_for(3_100)
    kiosk.mouse.up()
    expect(kiosk.get_by_role("heading", name="Untuk petugas")).to_be_visible()
    expect(kiosk.locator("#petugas")).to_contain_text(code)
    kiosk.clock.run_for(60_100)
    expect(kiosk.get_by_role("heading", name="Untuk petugas")).to_be_hidden()


def test_a_tablet_that_cannot_write_says_so_and_sends_all_the_same(
    page: Page, site: str, code: str, world: World
) -> None:
    page.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    page.goto(f"{site}/kios/{code}")
    begin(page)
    answer_all(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Belum tersimpan: tablet ini tidak dapat menulis")).to_be_visible()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_hidden()
    page.context.set_offline(False)
    expect(page.get_by_text("Terkirim. Jawaban Anda sudah diterima.")).to_be_visible()
    assert len(responses(world.a.opd_id)) == 1


@pytest.mark.parametrize(("size", "scheme"), [((360, 640), "light"), ((800, 1280), "dark"), ((1280, 800), "light")])
def test_everybody_can_use_every_screen(browser: Browser, site: str, code: str, size: Any, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.clock.install()

    def check(where: str) -> None:
        assert page.evaluate(SERIOUS) == [], where
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{where} is wider than the tablet"

    page.goto(f"{site}/kios/{code}")
    expect(start(page)).to_be_visible()
    page.evaluate(AXE)
    check("start")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "the start needs scrolling"
    begin(page)
    for no in range(1, 10):
        if no in (1, 5):
            check(f"question {no}")
            for target in screen(page).locator(".answer, .back:visible, .skip").all():
                box = target.bounding_box()
                assert min(box["height"], box["width"]) >= 64
        tap(page, no)
    expect(page.get_by_role("button", name="Berhenti")).to_be_visible()
    check("profile")
    page.get_by_role("button", name="Lanjut ke saran").click()
    expect(page.get_by_role("button", name="Berhenti")).to_be_visible()
    check("saran")
    page.clock.run_for(47_000)
    check("still here?")
    page.get_by_role("button", name="Ya, lanjutkan").click()
    send(page)
    check("thanks")
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("button", name="Pemberitahuan privasi").click()
    check("privacy")
    context.close()


def test_a_reload_in_the_middle_begins_anew(kiosk: Page) -> None:
    begin(kiosk)
    tap(kiosk, 1)
    kiosk.reload()
    expect(start(kiosk)).to_be_visible()
