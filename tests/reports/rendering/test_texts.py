"""Chapter texts: complete defaults, an officer's words win, and a long text keeps its shape."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.rendering import fonts
from app.reports.rendering.data import Channel
from app.reports.rendering.flow import prose
from app.reports.rendering.texts import Section, default_texts, text_of

from . import samples


@pytest.fixture(autouse=True, scope="module")
def _typeface():
    fonts.register()


@pytest.mark.parametrize("build", samples.ALL)
def test_every_section_has_a_default(build):
    texts = default_texts(build())

    assert list(texts) == list(Section)
    assert all(text.strip() and "None" not in text for text in texts.values())


def test_an_edited_text_wins_and_an_emptied_one_stays_empty():
    report = replace(samples.disdukcapil(), texts={"rtl": "Kata kami sendiri.", "tren": ""})

    assert text_of(report, Section.RTL) == "Kata kami sendiri."
    assert text_of(report, Section.TREN) == ""
    assert text_of(report, Section.METODE) == default_texts(report)[Section.METODE]


def test_a_third_party_is_named_with_the_article_that_allows_it():
    report = samples.disdukcapil()
    executor = replace(report.executor, kind="pihak_ketiga", name="Universitas Contoh")

    text = text_of(replace(report, executor=executor), Section.PELAKSANA)

    assert "bekerja sama dengan Universitas Contoh" in text
    assert "Pasal 3" in text


def test_the_legal_basis_ends_with_the_decree_of_the_team():
    lines = text_of(samples.disdukcapil(), Section.DASAR).split("\n")

    assert lines[1] == "1. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;"
    assert lines[-1].endswith("tentang Tim Pelaksana SKM.")


def test_a_census_is_called_one_and_the_rule_per_layanan_is_said():
    report = samples.disdukcapil()
    census = replace(report, sample=replace(report.sample, rule="sensus", population=7, target=7))
    strict = replace(report, sample=replace(report.sample, rule="layanan"))

    assert "sensus" in text_of(census, Section.PENENTUAN_RESPONDEN)
    assert "untuk setiap layanan" in text_of(strict, Section.PENENTUAN_RESPONDEN)


def test_weaknesses_begin_with_the_lowest_unsur_and_strengths_with_the_highest():
    texts = default_texts(samples.disdukcapil())

    assert "1. Waktu Penyelesaian: NRR 3,214, nilai konversi 80,34, mutu B" in texts[Section.KELEMAHAN]
    assert "Antrean terlalu lama (34)" in texts[Section.KELEMAHAN]
    assert "1. Biaya/Tarif: NRR 3,927, nilai konversi 98,18, mutu A" in texts[Section.KELEBIHAN]


def test_unknown_channels_are_shown_as_they_are():
    report = replace(samples.disdukcapil(), channels=(Channel("surat pos", 3),))

    assert "melalui surat pos." in text_of(report, Section.METODE)


def test_blank_lines_divide_paragraphs_and_marks_make_lists():
    parts = prose("Satu\ndua.\n\nTiga:\n1. empat\n2. lima\n- enam")

    assert [part.text for part in parts] == ["Satu<br/>dua.", "Tiga:", "empat", "lima", "enam"]
    assert [part.bulletText for part in parts] == [None, None, "1.", "2.", "•"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_becomes_paragraphs_of_printable_characters(text):
    for part in prose(text):
        width, height = part.wrap(400, 10_000)
        assert width <= 400
        assert height < 10_000


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.floats(20, 300))
def test_wrapped_lines_fit_and_lose_no_letter(text, room):
    lines = fonts.wrap(text, fonts.REGULAR, 9.5, room)

    assert all(fonts.width(line, fonts.REGULAR, 9.5) <= room or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(fonts.printable(text).split())
