"""The publication poster: one page that says what the report says, whatever the names are like."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.rendering.poster import THANKS, Size, poster_of, render
from tests.reports.rendering import samples
from tests.reports.rendering.reading import pages, reader, squeeze, words

EDUCATION = ("Tidak sekolah", "SD", "SMP", "SMA", "DIII", "DIV", "S1", "S2", "S3", "Tidak menjawab")


def poster(report=samples.disdukcapil, **changes):
    made = replace(
        poster_of(report()),
        sex=(("Laki-laki", 96), ("Perempuan", 121)),
        education=tuple((name, place * 7) for place, name in enumerate(EDUCATION)),
    )
    return replace(made, **changes)


def test_it_says_what_the_regulation_asks_for() -> None:
    text = pages(render(poster(), Size.A4))[0]
    for part in (
        "INDEKS KEPUASAN",
        "NILAI IKM",
        "87,64",
        "Mutu B",
        "Kinerja: Baik",
        "412 orang",
        "L 96 orang",
        "P 121 orang",
    ):
        assert part in text, part
    assert squeeze(THANKS) in text
    assert "12 Oktober – 21 November 2026" in text
    assert "Kode verifikasi data 7F3A-91C0-5E2B" in text
    assert "bobot 1/9" in text
    assert "November 2026" in text
    assert "5 layanan" in text


def test_a3_is_the_same_poster_drawn_large() -> None:
    small, large = (render(poster(), size) for size in Size)
    assert pages(small) == pages(large)
    assert [round(float(side)) for side in reader(small).pages[0].mediabox[2:]] == [595, 842]
    assert [round(float(side)) for side in reader(large).pages[0].mediabox[2:]] == [842, 1191]


@pytest.mark.parametrize("report", [samples.forty_layanan, samples.one_layanan, samples.internal, samples.five_years])
def test_no_word_leaves_the_page(report) -> None:
    pdf = render(poster(report), Size.A4)
    assert len(pages(pdf)) == 1
    assert all(left >= 44 and right <= 552 for left, right, _ in words(pdf))


def test_markup_and_endless_names_are_printed_or_cut_never_read() -> None:
    pdf = render(poster(opd=samples.HOSTILE, upp=samples.ENDLESS, layanan=(samples.HOSTILE, samples.ENDLESS)), Size.A4)
    assert "<b>tebal</b>" in pages(pdf)[0]
    assert all(right <= 552 for _, right, _ in words(pdf))


def test_internal_customers_are_named() -> None:
    assert "NILAI IKM, PELANGGAN INTERNAL" in pages(render(poster(samples.internal), Size.A4))[0]


def test_a_single_layanan_is_named_and_many_are_counted() -> None:
    assert "KTP-el" in pages(render(poster(samples.one_layanan), Size.A4))[0]
    assert "40 layanan" in pages(render(poster(samples.forty_layanan), Size.A4))[0]


def test_the_same_poster_gives_the_same_bytes() -> None:
    assert render(poster(), Size.A3) == render(poster(), Size.A3)
