"""The petugas's screens in a real browser: taps, keys, Back, reload, and no JavaScript at all."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from app.recording import forms
from app.responses.profile import Occupation, Sex
from tests.recording.bench import ROOT, Bench, serving

PHONE = {"width": 360, "height": 740}
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
SERIOUS = "async () => (await axe.run()).violations.filter(v => /serious|critical/.test(v.impact)).map(v => v.id)"


@pytest.fixture
def bench() -> Iterator[Bench]:
    with serving() as bench:
        yield bench


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="id-ID", timezone_id="Asia/Jakarta")
    page = context.new_page()
    page.set_default_timeout(15_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert broken == []


def begin(page: Page, bench: Bench) -> None:
    page.goto(f"{bench.url}/isi/wawancara")


def screen(page: Page) -> Any:
    return page.locator("[data-screen]:visible")


def at_question(page: Page, no: int) -> None:
    expect(screen(page).locator(".question-place")).to_contain_text(f"Pertanyaan {no} dari 9")


def tap(page: Page, score: int) -> None:
    screen(page).locator(".answers input").nth(score - 1).click()


def to_questions(page: Page) -> None:
    page.get_by_role("button", name="Lanjut ke pertanyaan 1").click()


def answer_rest(page: Page, first: int = 1, score: int = 3) -> None:
    for no in range(first, 10):
        at_question(page, no)
        tap(page, score)


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim jawaban").click()


def receipt(page: Page) -> None:
    expect(page.get_by_role("heading", name="Jawaban diterima")).to_be_visible()
    page.wait_for_load_state("load")


def only_received(bench: Bench) -> forms.RecordedInterview:
    assert len(bench.received) == 1
    return next(iter(bench.received.values()))


def test_an_interview_takes_twelve_taps_and_no_network_in_between(phone: Page, bench: Bench) -> None:
    taps = 0
    asked: list[str] = []
    phone.goto(f"{bench.url}/isi")
    phone.get_by_role("link", name="Wawancara").click()
    expect(phone.get_by_role("heading", name="Tentang responden")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    phone.on("request", lambda request: asked.append(request.url))
    to_questions(phone)
    answer_rest(phone)
    taps = 2 + 9
    expect(phone.get_by_text("Semua 9 pertanyaan dijawab.")).to_be_visible()
    assert asked == []
    send(phone)
    taps += 1
    receipt(phone)
    assert taps <= 12
    assert only_received(bench).scores == (3,) * 9


def test_the_profile_arrives_as_it_was_tapped_and_typed(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    phone.get_by_label("Perempuan").check()
    phone.get_by_label("Usia 17 tahun ke atas").fill("58")
    phone.get_by_role("button", name="Tambah usia").click()
    phone.get_by_label("SMA").check()
    expect(phone.get_by_label("Pekerjaan lainnya")).to_be_hidden()
    phone.get_by_label("Lainnya", exact=True).check()
    phone.get_by_label("Pekerjaan lainnya").fill("nelayan")
    to_questions(phone)
    answer_rest(phone)
    phone.get_by_label("Saran untuk pelayanan ini").fill("Loketnya ditambah")
    send(phone)
    expect(phone.get_by_text("Tanda terima")).to_be_visible()
    interview = only_received(bench)
    assert (interview.sex, interview.age, interview.occupation) == (Sex.FEMALE, 59, Occupation.OTHER)
    assert (interview.occupation_other, interview.saran) == ("nelayan", "Loketnya ditambah")
    assert interview.finished_at is not None
    assert interview.finished_at >= interview.started_at


def test_a_child_is_told_of_its_companion_before_the_first_question(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    phone.locator("#usia").fill("16")
    to_questions(phone)
    expect(phone.get_by_text(forms.TOO_YOUNG)).to_be_visible()
    phone.get_by_role("button", name="Tambah usia").click()
    expect(phone.get_by_text(forms.TOO_YOUNG)).to_be_hidden()
    to_questions(phone)
    at_question(phone, 1)


def test_an_internal_customer_is_asked_about_the_office_only(phone: Page, bench: Bench) -> None:
    bench.layanan.internal = True
    begin(phone, bench)
    expect(phone.get_by_text("Jenis kelamin")).to_have_count(0)
    phone.get_by_label("Badan").check()
    phone.get_by_label("Pelaksana").check()
    to_questions(phone)
    answer_rest(phone)
    send(phone)
    receipt(phone)
    assert (only_received(bench).office_kind, only_received(bench).position) == ("BADAN", "PELAKSANA")


def test_the_whole_interview_runs_on_the_keyboard(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    phone.locator("#usia").focus()
    phone.keyboard.type("40")
    phone.keyboard.press("Enter")
    at_question(phone, 1)
    for score in "1234":
        phone.keyboard.press(score)
    at_question(phone, 5)
    phone.keyboard.press("ArrowLeft")
    at_question(phone, 4)
    phone.keyboard.press("ArrowRight")
    at_question(phone, 5)
    phone.keyboard.press("ArrowRight")  # not asked yet, so there is nothing to go on to
    at_question(phone, 5)
    screen(phone).locator(".answers input").first.focus()
    phone.keyboard.press("ArrowDown")  # looking at the options does not answer
    at_question(phone, 5)
    phone.keyboard.press("Enter")
    at_question(phone, 6)
    for score in "4321":
        phone.keyboard.press(score)
    phone.get_by_label("Saran untuk pelayanan ini").fill("")
    phone.keyboard.type("1 loket saja")  # digits are text here
    phone.get_by_role("button", name="Kirim jawaban").press("Enter")
    receipt(phone)
    assert only_received(bench).scores == (1, 2, 3, 4, 2, 4, 3, 2, 1)
    assert only_received(bench).saran == "1 loket saja"


def test_back_of_the_browser_and_kembali_both_go_to_the_previous_question(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    to_questions(phone)
    expect(phone.get_by_role("button", name="Lanjut", exact=True)).to_be_hidden()
    tap(phone, 2)
    tap(phone, 3)
    at_question(phone, 3)
    phone.go_back()
    at_question(phone, 2)
    screen(phone).get_by_role("button", name="Kembali").click()
    at_question(phone, 1)
    assert screen(phone).locator(".answers input").nth(1).is_checked()
    screen(phone).get_by_role("button", name="Lanjut").click()
    at_question(phone, 2)
    screen(phone).get_by_role("button", name="Kembali").click()
    screen(phone).get_by_role("button", name="Kembali").click()
    expect(phone.get_by_role("heading", name="Tentang responden")).to_be_visible()


def test_a_reload_in_the_middle_keeps_screen_answers_and_id(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    phone.get_by_label("Laki-laki").check()
    to_questions(phone)
    tap(phone, 1)
    tap(phone, 2)
    at_question(phone, 3)
    mine = phone.locator("[name=response_id]").input_value()
    phone.reload()
    at_question(phone, 3)
    assert phone.locator("[name=response_id]").input_value() == mine
    answer_rest(phone, first=3)
    send(phone)
    receipt(phone)
    interview = only_received(bench)
    assert (str(interview.response_id), interview.sex) == (mine, Sex.MALE)
    assert interview.scores == (1, 2, 3, 3, 3, 3, 3, 3, 3)
    assert phone.evaluate("sessionStorage.length") == 0, "the draft goes once the server has it"


def test_an_interview_that_was_left_is_offered_again(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    to_questions(phone)
    tap(phone, 4)
    at_question(phone, 2)
    phone.get_by_role("link", name="Beranda").first.click()
    phone.get_by_role("link", name="Wawancara").click()
    phone.get_by_role("button", name="Lanjutkan").click()
    at_question(phone, 2)
    answer_rest(phone, first=2)
    send(phone)
    receipt(phone)
    assert only_received(bench).scores[0] == 4


def test_skipped_questions_are_named_and_one_tap_away(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    to_questions(phone)
    for no in range(1, 10):
        at_question(phone, no)
        if no == 4:
            screen(phone).get_by_label("Tidak menjawab").click()
        else:
            tap(phone, 2)
    review = phone.locator("[data-review]")
    expect(review).to_contain_text("8 dari 9 dijawab. Tidak dijawab: 4 Biaya/Tarif")
    review.get_by_role("link").click()
    at_question(phone, 4)
    tap(phone, 3)
    expect(review).to_contain_text("Semua 9 pertanyaan dijawab.")


def test_nothing_is_sent_when_nothing_was_answered(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    to_questions(phone)
    for no in range(1, 10):
        at_question(phone, no)
        screen(phone).get_by_label("Tidak menjawab").click()
    send(phone)
    expect(phone.get_by_text(forms.NOTHING_ANSWERED)).to_be_visible()
    assert bench.posts == 0


def test_a_second_tap_of_the_same_thumb_answers_nothing(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    to_questions(phone)
    screen(phone).locator(".answers input").nth(2).dblclick()
    at_question(phone, 2)
    assert screen(phone).locator("input:checked").count() == 0


def test_without_network_the_answers_stay_and_go_later(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    to_questions(phone)
    answer_rest(phone)
    phone.context.set_offline(True)
    send(phone)
    expect(phone.get_by_text("Belum terkirim: server tidak terjangkau.")).to_be_visible()
    phone.context.set_offline(False)
    send(phone)
    receipt(phone)
    assert bench.posts == 1


def test_sending_the_same_interview_again_is_told_not_counted(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    phone.evaluate("sessionStorage.clear()")
    to_questions(phone)
    answer_rest(phone)
    body = phone.evaluate("Object.fromEntries(new FormData(document.querySelector('[data-interview]')))")
    body["finished_at"] = ""
    phone.request.post(f"{bench.url}/isi/wawancara", form=body)
    send(phone)
    expect(phone.get_by_role("heading", name="Jawaban ini sudah diterima pukul 10.42")).to_be_visible()
    assert (bench.posts, len(bench.received)) == (2, 1)


def test_back_after_the_receipt_begins_a_new_interview(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    to_questions(phone)
    answer_rest(phone)
    send(phone)
    receipt(phone)
    phone.go_back()
    expect(phone.get_by_role("heading", name="Tentang responden")).to_be_visible()
    assert phone.locator("input:checked").count() == 0
    assert phone.locator("[name=response_id]").input_value() not in {str(each) for each in bench.received}


def test_answering_goes_on_where_storage_is_forbidden(phone: Page, bench: Bench) -> None:
    phone.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException(); } })")
    begin(phone, bench)
    to_questions(phone)
    answer_rest(phone)
    send(phone)
    receipt(phone)


def test_a_refusal_opens_at_the_first_error_and_loses_nothing(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    phone.get_by_label("Perempuan").check()
    to_questions(phone)
    answer_rest(phone)
    phone.locator("#saran-teks").fill("Cepat sekali")
    phone.evaluate("document.querySelector('[name=\"jawaban-WAKTU\"]:checked').value = '7'")
    send(phone)
    expect(phone.get_by_text("Jawaban belum terkirim.")).to_be_visible()
    expect(phone.locator("form.is-live")).to_be_visible()
    at_question(phone, 3)
    expect(screen(phone).get_by_text("Pilih salah satu jawaban")).to_be_visible()
    assert phone.get_by_label("Perempuan").is_checked()
    tap(phone, 4)
    expect(phone.get_by_text("Jawaban belum terkirim.")).to_be_hidden()
    answer_rest(phone, first=4)
    assert phone.locator("#saran-teks").input_value() == "Cepat sekali"
    send(phone)
    receipt(phone)
    assert only_received(bench).scores == (3, 3, 4, 3, 3, 3, 3, 3, 3)


def test_without_javascript_it_is_one_long_form(browser: Browser, bench: Bench) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    begin(page, bench)
    assert page.locator("[data-screen]:visible").count() == 11
    assert page.get_by_role("button", name="Kembali", exact=True).count() == 0
    page.locator("#usia").fill("12")
    for code in bench.questionnaire.codes[:8]:
        page.locator(f"[name='jawaban-{code}'][value='4']").check()
    send(page)
    complaint = page.get_by_role("alert")
    expect(complaint.get_by_role("link", name="Usia")).to_have_attribute("href", "#profil")
    page.locator("#usia").fill("21")
    send(page)
    receipt(page)
    assert only_received(bench).scores == (4,) * 8 + (None,)
    context.close()


def test_every_question_fits_a_small_phone_with_targets_for_a_thumb(phone: Page, bench: Bench) -> None:
    begin(phone, bench)
    to_questions(phone)
    for no in range(1, 10):
        at_question(phone, no)
        assert phone.evaluate("document.documentElement.scrollHeight") <= PHONE["height"], f"question {no} scrolls"
        boxes = [label.bounding_box() for label in screen(phone).locator(".answer").all()]
        assert [box["height"] >= 64 for box in boxes if box] == [True] * 4
        assert screen(phone).locator("input:checked").count() == 0, "nothing is chosen beforehand"
        tap(phone, 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_axe_and_no_sideways_scrolling(browser: Browser, bench: Bench, scheme: Any) -> None:
    # The policy forbids axe's own styles, so it alone is put aside here; the other tests watch it.
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()

    def fine() -> None:
        page.evaluate(AXE)
        assert page.evaluate(SERIOUS) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url

    for path in ("/isi", "/isi/tempat", f"/isi/tempat?layanan_id={bench.layanan.id}", "/isi/wawancara"):
        page.goto(bench.url + path)
        fine()
    page.locator("#usia").fill("200")
    to_questions(page)
    fine()
    page.locator("#usia").fill("20")
    to_questions(page)
    tap(page, 2)
    page.go_back()
    fine()
    page.keyboard.press("ArrowRight")
    answer_rest(page, first=2)
    fine()
    send(page)
    page.wait_for_url("**/wawancara/*")
    fine()
    context.close()


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        ("unassigned", "Belum ada penugasan"),
        ("choose", "Di mana Anda bertugas?"),
        ("not_started", "Survei belum dimulai"),
        ("closed", "Survei sudah ditutup"),
    ],
)
def test_beranda_says_why_there_is_nothing_to_record(phone: Page, bench: Bench, status: str, heading: str) -> None:
    bench.home |= {"status": status, "place": None, "target": None}
    phone.goto(f"{bench.url}/isi")
    expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
    assert phone.get_by_role("link", name="Wawancara").count() == 0


def test_beranda_shows_the_own_tally_and_the_target_and_no_result(phone: Page, bench: Bench) -> None:
    phone.goto(f"{bench.url}/isi")
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile(r"12\s+wawancara hari ini"))
    expect(phone.get_by_text("148 dari 217 periode ini")).to_be_visible()
    expect(phone.get_by_text("kurang 69, sampai 30 Nov")).to_be_visible()
    assert "IKM" not in phone.inner_text("body")


def test_a_petugas_of_several_upp_sees_whose_layanan_is_whose(phone: Page, bench: Bench) -> None:
    bench.groups.append(("Puskesmas Ciputat", [bench.layanan]))
    phone.goto(f"{bench.url}/isi/tempat")
    assert phone.get_by_role("heading", level=2).all_inner_texts() == ["Disdukcapil", "Puskesmas Ciputat"]
    phone.get_by_role("link", name="KTP-el 2 titik layanan").first.click()
    expect(phone.get_by_role("button", name="Loket 4")).to_be_visible()


def test_the_sheet_stays_small_for_cheap_phones() -> None:
    sheet = (ROOT / "static/css/recording.css").read_text()
    bare = re.sub(r"/\*.*?\*/|\s*([{};:,>])\s*|\s+(?=\s)", r"\1", sheet, flags=re.S)
    assert len(bare) <= 15_000
