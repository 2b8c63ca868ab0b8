"""The editable report opens in an office suite and says what the PDF says."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from PIL import Image

from app.reports.rendering import skm
from app.reports.rendering.data import Photo
from app.reports.rendering.docx.skm import render
from app.reports.rendering.outline import OUTLINE
from tests.reports.office import convert
from tests.reports.rendering import samples
from tests.reports.rendering.reading import pages, solid

FIGURES = re.compile(r"\d+(?:\.\d{3})*,\d+%?")
# Charts and the sample formula are pictures in the DOCX: limits of mutu, and the formula's constants.
DRAWN = {"65,00", "76,61", "88,31", "3,841", "0,5", "0,05"}
CASES = (
    samples.disdukcapil,
    samples.forty_layanan,
    samples.no_data,
    samples.empty,
    samples.five_years,
    samples.hostile,
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Each sample as LibreOffice prints its DOCX."""
    files = {f"{case.__name__}.docx": render(case()) for case in CASES}
    done = convert(files, "pdf", tmp_path_factory.mktemp("writer"))
    return {name.removesuffix(".docx"): content for name, content in done.items()}


def figures(pdf: bytes) -> set[str]:
    """Every number with decimals."""
    return set(FIGURES.findall(" ".join(pages(pdf))))


@pytest.mark.parametrize("case", CASES[:5])
def test_its_figures_are_those_of_the_pdf(printed: dict[str, bytes], case) -> None:
    assert figures(skm.render(case())) - figures(printed[case.__name__]) <= DRAWN
    assert figures(printed[case.__name__]) <= figures(skm.render(case()))


@pytest.mark.parametrize("case", CASES[:5])
def test_every_chapter_is_there_with_its_heading(printed: dict[str, bytes], case) -> None:
    text = solid(" ".join(pages(printed[case.__name__])))
    assert all(solid(entry.text) in text for entry in OUTLINE)


def test_markup_is_text_and_endless_words_do_not_break_it(printed: dict[str, bytes]) -> None:
    text = solid(" ".join(pages(printed["hostile"])))
    assert solid(samples.HOSTILE) in text
    assert solid(samples.ENDLESS) in text


def test_tables_are_tables_and_charts_are_pictures_with_words() -> None:
    document = Document(BytesIO(render(samples.disdukcapil())))
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert ["No", "Unsur", "n", "Jumlah nilai", "NRR", "NRR tertimbang", "Nilai konversi", "Mutu"] in heads
    assert len(document.inline_shapes) == 3  # formula, NRR, trend
    described = re.findall(r'descr="([^"]+)"', document.element.xml)
    assert any(words.startswith("Grafik NRR") for words in described)
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Heading 1", "Heading 2", "Heading 3"} <= styles


def test_photos_stand_in_lampiran_three() -> None:
    target = BytesIO()
    Image.new("RGB", (800, 600), "grey").save(target, "JPEG")
    report = replace(samples.disdukcapil(), photos=(Photo("Wawancara di loket", target.getvalue(), "x"),))
    document = Document(BytesIO(render(report)))
    assert len(document.inline_shapes) == 4
    assert any("Foto 1. Wawancara di loket" in paragraph.text for paragraph in document.paragraphs)


def test_provisional_figures_say_so_on_every_page() -> None:
    document = Document(BytesIO(render(samples.no_data())))
    assert "SEMENTARA" in document.sections[-1].header.paragraphs[0].text


def test_a_question_that_is_asked_in_other_words_somewhere_stands_with_them_in_both() -> None:
    first, *rest = samples.QUESTIONS
    other = ("Untuk layanan gratis", "Apakah Saudara diminta membayar?", ("Selalu", "Sering", "Jarang", "Tidak pernah"))
    report = replace(samples.disdukcapil(), questionnaire=(replace(first, elsewhere=(other,)), *rest))
    printed = solid(" ".join(pages(skm.render(report))))
    written = solid(" ".join(paragraph.text for paragraph in Document(BytesIO(render(report))).paragraphs))
    for words in (f"{other[0]}: {other[1]}", "1. Selalu", "4. Tidak pernah"):
        assert solid(words) in printed
        assert solid(words) in written
