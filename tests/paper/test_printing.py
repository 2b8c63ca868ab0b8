"""The questionnaire on paper."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from app.paper.keys import PROFILE
from app.paper.notice import TEXT as PRIVACY
from app.paper.printing.data import Form
from app.paper.printing.document import render
from app.surveys.questionnaire import Question, standard_questions

QUESTIONS = tuple(
    Question(q["no"], q["code"], q["unsur"], q["text"], tuple(q["options"])) for q in standard_questions()
)
FORM = Form(
    city="Kota Contoh",
    opd="Dinas Kependudukan dan Pencatatan Sipil",
    upp=None,
    address="Jalan Contoh 1",
    periode="SKM Tahunan 2026",
    layanan="KTP-el",
    titik="Loket 3",
    internal=False,
    questions=QUESTIONS,
)


def pages(pdf: bytes, folder: Path) -> list[str]:
    """Return the words of each page, with single spaces."""
    file = folder / "kuesioner.pdf"
    file.write_bytes(pdf)
    tool = shutil.which("pdftotext")
    assert tool, "poppler-utils is needed: see `make test`"
    text = subprocess.run([tool, "-layout", str(file), "-"], capture_output=True, check=True, text=True).stdout
    return [" ".join(page.split()) for page in text.split("\f") if page.strip()]


def in_words(text: str, page: str) -> bool:
    """Return whether the words stand on the page in this order; options that wrap stand between each other's lines."""
    rest = iter(page.split())
    return all(word in rest for word in text.split())


def test_the_official_questions_stand_on_one_side_of_one_sheet(tmp_path) -> None:
    [page] = pages(render(FORM, [101]), tmp_path)
    for question in QUESTIONS:
        assert question.text in page
        for option in question.options:
            assert in_words(option, page), option
    assert "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL" in page
    assert PRIVACY in page
    assert len(PRIVACY.split()) <= 40
    for words in ("Nomor lembar", "101", "Lembar 101", "Layanan KTP-el", "Titik Loket 3", "Saran untuk pelayanan ini"):
        assert words in page


def test_citizens_are_asked_for_the_profile_and_nobody_for_a_name(tmp_path) -> None:
    [page] = pages(render(FORM), tmp_path)
    for field in ("jenis_kelamin", "pendidikan", "pekerjaan"):
        for option in PROFILE[field]:
            assert f"{option.key} {option.label}" in page
    assert "Jenis kantor" not in page
    assert "Nama:" not in page


def test_internal_customers_are_asked_for_office_and_position(tmp_path) -> None:
    [page] = pages(render(replace(FORM, internal=True)), tmp_path)
    for field in ("jenis_kantor", "jabatan"):
        for option in PROFILE[field]:
            assert f"{option.key} {option.label}" in page
    assert "Pendidikan" not in page
    assert "pelanggan internal" in page


def test_longer_wording_goes_on_the_back_of_the_same_sheet(tmp_path) -> None:
    long = tuple(
        replace(question, text=f"{question.text} " + "Menurut pengalaman Saudara sendiri. " * 5)
        for question in QUESTIONS
    )
    front, back = pages(render(replace(FORM, questions=long), [7]), tmp_path)
    assert "Lembar 7, halaman 1 dari 2" in front
    assert "Tentang Anda" in back
    assert "9. Bagaimana" in front


def test_a_stack_of_numbered_sheets_has_a_page_for_each_number(tmp_path) -> None:
    found = pages(render(FORM, range(101, 111)), tmp_path)
    assert [page.rsplit("Lembar ", 1)[1] for page in found] == [str(number) for number in range(101, 111)]


def test_the_same_form_gives_the_same_bytes() -> None:
    assert render(FORM, [1]) == render(FORM, [1])
