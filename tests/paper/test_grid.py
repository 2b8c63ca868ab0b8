"""Typing a stack in a real browser: nine digits and Enter, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from app.db import transaction
from app.paper import operations as paper
from app.paper import queries
from app.tenancy.scope import opd_scope
from tests.paper.stacks import open_stack, path, type_in, values
from tests.world import PASSWORD

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
SERIOUS = "async () => (await axe.run()).violations.filter(v => /serious|critical/.test(v.impact)).map(v => v.id)"


@pytest.fixture
def desk(site: str, browser: Browser) -> Iterator[Page]:
    """An office computer at which an admin of A has signed in."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 800}, locale="id-ID")
    page = context.new_page()
    page.set_default_timeout(15_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto("/masuk")
    page.fill("[name=email]", "admin.a@contoh.test")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/opd/a/**")
    yield page
    context.close()
    assert broken == []


def begin(page: Page, world, batch) -> None:
    page.goto(path(world.a, batch))
    expect(page.get_by_text("Pertanyaan 1, Persyaratan")).to_be_visible()


def line(page: Page, number: int):
    return page.locator(f"[data-rows] tr[data-number='{number}']")


def saved(page: Page, number: int) -> None:
    expect(line(page, number)).to_contain_text("Tersimpan")


def held(world, batch) -> dict[int, dict]:
    with opd_scope(world.a.opd_id):
        return {row.number: row.second or row.first for row in queries.list_sheets(batch)}


def test_nine_digits_and_enter_are_a_saved_sheet(desk: Page, world) -> None:
    batch = open_stack(world.a, first_number=101, expected=40)
    begin(desk, world, batch)
    desk.keyboard.type("43")
    expect(desk.get_by_label("Yang ditanyakan")).to_contain_text("kecepatan waktu dalam memberikan pelayanan?")
    expect(desk.locator("[data-said]")).to_have_text("Pertanyaan 2, Sistem, Mekanisme, dan Prosedur: 3 Mudah")
    desk.keyboard.type("2-33444")
    desk.keyboard.press("Enter")
    saved(desk, 101)
    expect(desk.get_by_role("heading", level=1)).to_have_text("1 dari 40 lembar")
    expect(desk.get_by_label("Nomor lembar")).to_have_value("102")
    desk.keyboard.type("333333333" + "P35" + "45")
    desk.keyboard.press("Enter")
    saved(desk, 102)
    found = held(world, batch)
    assert [found[101][f"jawaban-{code}"] for code in ("PERSYARATAN", "WAKTU", "BIAYA", "PENGADUAN")] == [4, 2, None, 4]
    assert (found[102]["jenis_kelamin"], found[102]["usia"], found[102]["pendidikan"], found[102]["pekerjaan"]) == (
        "P", 35, "SMA", "SWASTA",
    )  # fmt: skip


def test_what_is_no_answer_is_refused_at_the_cell(desk: Page, world) -> None:
    begin(desk, world, open_stack(world.a))
    desk.keyboard.type("45")
    expect(desk.locator("[data-said]")).to_have_text("Isi 1, 2, 3, atau 4; 0 bila tidak dijawab.")
    expect(desk.get_by_label("Pertanyaan 2")).to_be_focused()
    expect(desk.get_by_label("Pertanyaan 2")).to_have_value("")
    desk.keyboard.type("33333333" + "L" + "12")
    expect(desk.locator("[data-said]")).to_contain_text("17 tahun ke atas")
    expect(desk.get_by_label("Usia", exact=True)).to_be_focused()


def test_cells_left_empty_need_a_second_enter(desk: Page, world) -> None:
    batch = open_stack(world.a)
    begin(desk, world, batch)
    desk.keyboard.type("44444")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-said]")).to_contain_text("Pertanyaan 6, 7, 8, 9 masih kosong")
    assert held(world, batch) == {}
    desk.keyboard.press("Enter")
    saved(desk, 1)


def test_ctrl_z_takes_back_the_last_digit_and_then_the_last_sheet(desk: Page, world) -> None:
    batch = open_stack(world.a)
    begin(desk, world, batch)
    desk.keyboard.type("432143214P35")
    desk.keyboard.press("Enter")
    saved(desk, 1)
    desk.keyboard.type("2")
    desk.keyboard.press("Control+z")
    expect(desk.get_by_label("Pertanyaan 1")).to_have_value("")
    desk.keyboard.press("Control+z")
    expect(line(desk, 1)).to_have_count(0)
    expect(desk.get_by_label("Nomor lembar")).to_have_value("1")
    expect(desk.get_by_label("Pertanyaan 4")).to_have_value("1")
    expect(desk.get_by_label("Usia", exact=True)).to_have_value("35")
    assert held(world, batch) == {}
    desk.keyboard.press("Enter")
    saved(desk, 1)


def test_any_sheet_is_changed_until_the_stack_is_finished(desk: Page, world) -> None:
    batch = open_stack(world.a)
    type_in(world.a, batch, 1, values(usia=35))
    type_in(world.a, batch, 2, values())
    begin(desk, world, batch)
    desk.get_by_role("link", name="Ubah lembar 1").click()
    expect(desk.get_by_label("Nomor lembar")).to_have_value("1")
    desk.keyboard.type("1")
    desk.keyboard.press("Enter")
    expect(line(desk, 1).locator("[data-cell='jawaban-PERSYARATAN']")).to_have_text("1")
    saved(desk, 1)
    expect(desk.get_by_label("Nomor lembar")).to_have_value("3")
    assert (held(world, batch)[1]["jawaban-PERSYARATAN"], held(world, batch)[1]["usia"]) == (1, 35)
    desk.get_by_role("button", name="Hapus lembar 2").click()
    expect(line(desk, 2)).to_have_count(0)
    assert list(held(world, batch)) == [1]


def test_with_the_network_gone_sheets_stay_in_the_browser_over_a_crash_and_are_sent_later(desk: Page, world) -> None:
    batch = open_stack(world.a)
    begin(desk, world, batch)
    desk.route("**/lembar", lambda route: route.abort())
    for _ in range(2):
        desk.keyboard.type("333333333")
        desk.keyboard.press("Enter")
    desk.keyboard.type("44")
    expect(line(desk, 2)).to_contain_text("Belum tersimpan")
    expect(desk.locator("[data-unsent]")).to_contain_text("2 lembar belum tersimpan di server")
    assert held(world, batch) == {}
    desk.unroute("**/lembar")
    other = desk.context.new_page()  # the first tab crashed; the browser is opened anew
    desk.close()
    other.goto(path(world.a, batch))
    saved(other, 1)
    saved(other, 2)
    expect(other.get_by_label("Nomor lembar")).to_have_value("3")
    expect(other.get_by_label("Pertanyaan 2")).to_have_value("4")
    assert list(held(world, batch)) == [1, 2]
    assert other.evaluate("Object.keys(localStorage).filter(key => !key.endsWith(':draf')).length") == 0


def test_a_reply_that_is_lost_makes_no_second_sheet(desk: Page, world) -> None:
    batch = open_stack(world.a)
    begin(desk, world, batch)
    lost: list[int] = []

    def lose(route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    desk.route("**/lembar", lose, times=1)
    desk.keyboard.type("333333333")
    desk.keyboard.press("Enter")
    saved(desk, 1)
    for _ in range(300):  # on a slow machine the page may have asked again before the first reply came to be lost
        if not lost:
            desk.wait_for_timeout(50)
    assert lost == [200]
    assert list(held(world, batch)) == [1]


def test_a_sheet_that_the_server_refuses_says_why_and_is_kept(desk: Page, world) -> None:
    batch = open_stack(world.a)
    begin(desk, world, batch)
    type_in(world.a, batch, 1, values((1,) * 9))  # somebody else, at the same time
    desk.keyboard.type("333333333")
    desk.keyboard.press("Enter")
    expect(line(desk, 1)).to_contain_text("Lembar 1 sudah diketik")
    desk.get_by_role("link", name="Ubah lembar 1").click()
    desk.get_by_label("Nomor lembar").fill("2")
    desk.keyboard.press("Enter")
    saved(desk, 2)
    assert {number: sheet["jawaban-WAKTU"] for number, sheet in held(world, batch).items()} == {1: 1, 2: 3}


def test_the_second_person_types_without_seeing_the_first(desk: Page, world) -> None:
    batch = open_stack(world.a, double=True)
    type_in(world.a, batch, 1, values())
    with opd_scope(world.a.opd_id), transaction():
        paper.begin_check(batch)
    begin(desk, world, batch)
    expect(line(desk, 1)).to_have_count(0)
    desk.keyboard.type("433433441")
    desk.keyboard.press("Enter")
    saved(desk, 1)
    desk.get_by_role("link", name="Selesai, bandingkan").click()
    expect(desk.get_by_role("heading", name="Lembar 1")).to_be_visible()
    expect(desk.get_by_role("row", name="9. Penanganan Pengaduan")).to_be_visible()


def test_the_same_row_is_a_plain_form_without_javascript(site: str, browser: Browser, world) -> None:
    batch = open_stack(world.a)
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/masuk")
    page.fill("[name=email]", "admin.a@contoh.test")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/opd/a/**")
    page.goto(path(world.a, batch))
    for number, digit in enumerate("433433444", start=1):
        page.get_by_label(f"Pertanyaan {number},").fill(digit)
    page.get_by_label("Pendidikan").select_option("SMA")
    page.get_by_label("Saran", exact=True).fill("Loketnya ditambah")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Lembar 1 tersimpan.")).to_be_visible()
    context.close()
    assert (held(world, batch)[1]["pendidikan"], held(world, batch)[1]["saran"]) == ("SMA", "Loketnya ditambah")


@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_use_the_grid(desk: Page, world, width: int) -> None:
    batch = open_stack(world.a)
    type_in(world.a, batch, 1, values(usia=35, saran="Loketnya ditambah"))
    desk.set_viewport_size({"width": width, "height": 740})
    begin(desk, world, batch)
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    desk.evaluate(AXE)
    assert desk.evaluate(SERIOUS) == []
