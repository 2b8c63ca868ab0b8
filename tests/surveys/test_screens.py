"""The pages of closing, certifying, verifying and publishing, in a real browser: nothing cut off, nothing out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from app.audit.operations import SYSTEM
from app.db import transaction
from app.quality import operations as quality
from app.quality.page import build
from app.results.reading import result_of
from app.surveys import operations as surveys
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState
from app.surveys.verifiers import Remark
from app.tenancy.scope import opd_scope
from tests.surveys.test_pages import bring_to, path
from tests.world import PASSWORD, World

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
SERIOUS = "async () => (await axe.run()).violations.filter(v => /serious|critical/.test(v.impact)).map(v => v.id)"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})
S = SurveyState


@pytest.fixture
def person(browser: Browser, site: str) -> Iterator[object]:
    """Return a function that gives the page of somebody signed in, in a colour scheme."""
    contexts = []

    def enter(who: str, scheme: str = "light") -> Page:
        context = browser.new_context(base_url=site, color_scheme=scheme, viewport=SIZES[1])  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto("/masuk")
        page.fill("[name=email]", f"{who}@contoh.test")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/masuk" not in url)
        return page

    yield enter
    for context in contexts:
        context.close()


def check(page: Page, address: str) -> None:
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(address)
        assert page.evaluate(TOO_WIDE) <= 0, f"{address} is too wide at {size['width']}"
    page.evaluate(AXE)
    assert page.evaluate(SERIOUS) == [], address


def explain(world: World) -> None:
    with opd_scope(world.a.opd_id):
        survey = get_survey(world.a.survey_id)
        note = build(survey, result_of(survey, segments=()), named=False).asking[0]
        with transaction():
            quality.explain(world.a.survey_id, note, text="Satu keluarga mengisi bersama.", by=SYSTEM)


def test_closing_and_certifying(world: World, person) -> None:
    bring_to(world.a, S.BERJALAN)
    explain(world)
    admin, kepala = person("admin.a"), person("kepala.a", "dark")
    check(admin, path(world.a, "/penutupan"))
    check(admin, path(world.a, "/kualitas"))
    check(admin, path(world.a, "/hasil-pihak-ketiga"))
    with opd_scope(world.a.opd_id), transaction():
        surveys.close(world.a.survey_id, note="", by=SYSTEM)
    check(kepala, path(world.a, "/pengajuan"))
    check(admin, path(world.a, "/pengajuan-atas-nama"))
    check(admin, "/opd/a/papan-upp")


def test_verifying_a_result_and_what_the_opd_sees_of_it(world: World, person) -> None:
    bring_to(world.a, S.DIAJUKAN)
    city = person("organisasi")
    check(city, "/organisasi/verifikasi")
    check(city, path(world.a, "/verifikasi"))
    with opd_scope(world.a.opd_id), transaction():
        surveys.give_back(world.a.survey_id, remarks=[Remark("rtl", "RTL", "Lengkapi.")], by=SYSTEM)
    check(person("admin.a"), path(world.a))


def test_the_field_for_a_remark_shows_once_it_is_chosen_and_a_keyboard_is_enough(world: World, person) -> None:
    bring_to(world.a, S.DIAJUKAN)
    city = person("organisasi")
    city.goto(path(world.a, "/verifikasi"))
    point = city.get_by_role("group", name="Penilaian butir Rencana tindak lanjut untuk tiga unsur terendah")
    note = point.get_by_role("textbox")
    expect(note).to_be_hidden()
    point.get_by_role("radio", name="Sesuai").focus()
    city.keyboard.press("ArrowRight")
    expect(note).to_be_visible()
    note.fill("Lengkapi unsur waktu.")
    city.get_by_role("button", name="Kembalikan dengan catatan").click()
    expect(city.get_by_text("Hasil dikembalikan dengan catatan.")).to_be_visible()


def test_publishing_and_the_simulation(world: World, person) -> None:
    bring_to(world.a, S.DIPUBLIKASIKAN)
    admin = person("admin.a")
    for rest in ("/media-publikasi", "/pekppp", "/versi/1", "/laporan"):
        check(admin, path(world.a, rest))


def test_the_effects_of_a_change_of_rules(world: World, person) -> None:
    city = person("organisasi")
    city.goto(f"/organisasi/periode/{world.periode_id}/ubah")
    city.fill("[name=steps_before]", "10, 3")
    city.fill("[name=reason]", "Rapat koordinasi")
    city.get_by_role("button", name="Lihat akibatnya").click()
    expect(city.get_by_role("heading", name="Akibat perubahan ini")).to_be_visible()
    city.evaluate(AXE)
    assert city.evaluate(SERIOUS) == []
    city.get_by_role("button", name="Simpan aturan").click()
    expect(city.get_by_text("Aturan periode tersimpan")).to_be_visible()
