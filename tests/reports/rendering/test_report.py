"""The Laporan SKM says exactly what it was given, in the ministry's chapters."""

import time
from dataclasses import replace
from functools import cache

import pytest

from app.reports.rendering.data import Channel, Photo
from app.reports.rendering.outline import OUTLINE
from app.reports.rendering.skm import render
from app.reports.rendering.styles import LEFT, PAGE_WIDTH, RIGHT

from . import samples
from .reading import pages, reader, solid, squeeze, words


@cache
def pdf_of(build) -> bytes:
    """Each sample is rendered once for all tests that only read it."""
    return render(build())


def text_of(report) -> str:
    return " ".join(pages(render(report)))


@pytest.fixture(scope="module")
def disdukcapil() -> bytes:
    return pdf_of(samples.disdukcapil)


def test_the_unsur_table_prints_the_exact_figures_rounded_once(disdukcapil):
    text = " ".join(pages(disdukcapil))

    for row in (
        "1 Persyaratan 412 1.466 3,558 0,395 88,96 A",
        "3 Waktu Penyelesaian 412 1.324 3,214 0,357 80,34 B",
        "4 Biaya/Tarif 412 1.618 3,927 0,436 98,18 A",
        "9 Penanganan Pengaduan, Saran dan Masukan 412 1.343 3,260 0,362 81,49 B",
        "Jumlah dan IKM unit 12.999 31,551 3,506 87,64 B",
    ):
        assert row in text


def test_the_three_weight_rules_stand_side_by_side(disdukcapil):
    text = " ".join(pages(disdukcapil))

    assert "Persis 1/9, dipakai di laporan ini 87,64 B Bobot 0,111 87,55 B Bobot 0,11 86,77 B" in text


def test_the_cover_names_the_index_the_collection_and_the_frozen_data(disdukcapil):
    cover = pages(disdukcapil)[0]

    for part in (
        "PEMERINTAH KOTA TANGERANG SELATAN",
        "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",
        "87,64",
        "Mutu B",
        "Kinerja: Baik",
        "12 Oktober – 21 November 2026",
        "412 orang, melampaui target 384 (pengguna layanan tahun 2025: 268.412)",
        "Wawancara petugas, tautan dan kode QR, kios",
        "PermenPANRB 14/2017, bobot persis 1/9, semua jawaban digabung",
        "Tangerang Selatan, 24 November 2026",
        "Kode verifikasi data 7F3A-91C0-5E2B",
        "Versi beku 1, rumus versi 3.1",
    ):
        assert part in cover


def test_every_inner_page_carries_head_foot_and_its_number(disdukcapil):
    inner = pages(disdukcapil)[1:]

    for number, text in enumerate(inner, 2):
        assert "Laporan SKM Tahunan 2026" in text
        assert "Disdukcapil Kota Tangerang Selatan" in text
        assert "Kode verifikasi data 7F3A-91C0-5E2B, versi beku 1, rumus versi 3.1" in text
        assert f" {number} " in f" {text} "


@pytest.mark.parametrize("build", samples.ALL)
def test_the_chapters_stand_in_the_ministrys_order_and_the_contents_find_them(build):
    pdf = pdf_of(build)
    texts, marks = pages(pdf), _bookmarks(pdf)
    contents = texts[1]

    assert [title for title, _ in marks] == ["Sampul", "Daftar Isi", *(entry.text for entry in OUTLINE)]
    for title, page in marks[2:]:
        assert title in texts[page - 1]
        assert title in contents
    numbers = [int(part) for part in contents.split() if part.isdigit()]
    for _, page in marks[2:]:
        assert page in numbers


def _bookmarks(pdf: bytes) -> list[tuple[str, int]]:
    document = reader(pdf)

    def flat(items):
        for item in items:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield item.title, document.get_destination_page_number(item) + 1

    return list(flat(document.outline))


def test_contents_print_the_page_of_each_chapter_beside_it(disdukcapil):
    by_title = dict(_bookmarks(disdukcapil))
    edge = PAGE_WIDTH - RIGHT
    numbers = [text for _, right, text in words(disdukcapil, page=2) if abs(right - edge) < 1 and text.isdigit()]

    # The page's own number stands at the same edge, below.
    assert numbers == [*(str(by_title[entry.text]) for entry in OUTLINE), "2"]


def test_a_layanan_below_its_target_is_named_with_what_is_missing(disdukcapil):
    text = " ".join(pages(disdukcapil))

    assert "Empat layanan memenuhi targetnya; Akta Kematian tercapai 18 dari 26, kurang 8 responden" in text
    assert "4 Akta Kematian 18.112 26 18 8" in text


def test_a_shortfall_of_the_unit_is_printed_on_the_cover_in_the_text_and_in_the_conclusion():
    texts = pages(pdf_of(samples.shortfall))

    assert "376 responden dari target 384, kurang 8 responden" in texts[0]
    assert sum("376 responden dari target 384, kurang 8 responden" in text for text in texts) == 3


def test_editing_the_texts_cannot_remove_a_shortfall():
    report = samples.shortfall()
    blank = replace(report, texts=dict.fromkeys(("kesimpulan", "penentuan_responden", "kelemahan"), ""))

    assert "Survei menjaring 376 responden dari target 384, kurang 8 responden" in text_of(blank)


def test_many_short_layanan_are_counted_and_each_listed_in_the_appendix():
    text = " ".join(pages(pdf_of(samples.forty_layanan)))

    assert "27 layanan memenuhi targetnya; 13 layanan belum" in text
    assert "Tahap 3 1.003 10 8 2" in text
    assert "Tahap 40 1.040 10 10 0" in text


def test_without_a_score_the_report_says_which_unsur_and_prints_no_index():
    texts = pages(pdf_of(samples.no_data))
    sentence = (
        "IKM belum dapat dihitung: unsur Biaya/Tarif serta Penanganan Pengaduan, Saran dan Masukan belum punya nilai."
    )

    assert sentence in texts[0]
    assert any(sentence in text for text in texts[2:])
    assert any("Jumlah dan IKM unit 10.038 – – – –" in text for text in texts)
    assert not any("mutu None" in text or "kinerja None" in text for text in texts)


def test_a_provisional_report_is_marked_on_every_page_and_a_frozen_one_on_none(disdukcapil):
    draft = pages(pdf_of(samples.no_data))

    assert all("SEMENTARA" in text for text in draft)
    assert all("Angka sementara, belum dibekukan" in text for text in draft)
    assert not any("SEMENTARA" in text for text in pages(disdukcapil))


def test_an_empty_survey_still_gives_a_truthful_report():
    text = " ".join(pages(pdf_of(samples.empty)))

    assert "belum ada jawaban yang dihitung" in text
    assert "0 responden, target belum ditetapkan" in text
    assert "Rencana tindak lanjut belum disusun." in text
    assert "Kuesioner belum ditetapkan." in text


def test_the_methods_follow_the_channels_that_were_used(disdukcapil):
    report = replace(samples.disdukcapil(), channels=(Channel("undangan", 412),), titik=())
    text = text_of(report)

    assert "melalui survei elektronik dengan undangan sekali pakai." in text
    assert "secara daring dari pengguna layanan" in text
    assert "wawancara" not in text.lower()
    assert "wawancara tatap muka oleh petugas" in " ".join(pages(disdukcapil))


def test_five_earlier_years_are_drawn_and_listed_with_reported_ones_marked():
    text = " ".join(pages(pdf_of(samples.five_years)))

    assert "Tahunan 2021* 300 63,20 D –" in text
    assert "Tahunan 2025 390 86,93 B −1,38" in text
    assert "Tahunan 2026 412 87,64 B +0,71" in text
    assert "* Nilai dilaporkan, tidak dapat dihitung ulang." in text
    assert "Di luar PermenPANRB 14/2017: selisih dari periode lalu setara" in text


def test_internal_customers_are_described_as_such():
    texts = pages(pdf_of(samples.internal))

    assert "Laporan, pelanggan internal" in texts[0]
    assert any("aparatur sipil negara dan perangkat daerah" in text for text in texts)
    assert any("Pimpinan tinggi 6 1,46%" in text for text in texts)


def test_excluded_answers_keep_both_figures_visible():
    text = " ".join(pages(pdf_of(samples.hostile)))

    assert "3 jawaban dikecualikan sebelum penutupan dengan alasan:" in text
    assert "Bila diikutsertakan, IKM menjadi 87,70." in text


def test_what_people_typed_stays_literal():
    texts = pages(pdf_of(samples.hostile))
    literal = squeeze(samples.HOSTILE)

    assert sum(literal in text for text in texts) >= 8
    assert solid(samples.ENDLESS) in solid(" ".join(texts))


@pytest.mark.parametrize("build", samples.ALL)
def test_nothing_leaves_the_margins(build):
    report = build()
    plain = replace(report, issue=replace(report.issue, provisional=False))  # the watermark lies across
    outside = [
        (left, right, text)
        for left, right, text in words(render(plain))
        if left < LEFT - 1 or right > PAGE_WIDTH - RIGHT + 1
    ]

    assert outside == []


@pytest.mark.parametrize("build", samples.ALL)
def test_the_same_report_gives_the_same_bytes(build):
    assert render(build()) == pdf_of(build)


@pytest.mark.parametrize(
    ("build", "least", "most"),
    [
        (samples.empty, 10, 12),
        (samples.one_layanan, 14, 18),
        (samples.disdukcapil, 15, 18),
        (samples.forty_layanan, 17, 22),
    ],
)
def test_a_report_has_a_sane_number_of_pages(build, least, most):
    assert least <= len(pages(pdf_of(build))) <= most


def test_the_file_describes_itself(disdukcapil):
    document = reader(disdukcapil)

    assert document.metadata.title == "Laporan SKM Tahunan 2026 Dinas Kependudukan dan Pencatatan Sipil"
    assert document.metadata.author == "Dinas Kependudukan dan Pencatatan Sipil"
    assert document.metadata.creation_date.strftime("%Y-%m-%d") == "2026-11-24"
    assert document.trailer["/Root"]["/Lang"] == "id"


def test_tables_are_numbered_without_gaps(disdukcapil):
    text = " ".join(pages(disdukcapil))
    bare = " ".join(pages(pdf_of(samples.empty)))

    for label in (
        "Tabel 2.4",
        "Tabel 3.1",
        "Tabel 3.4",
        "Gambar 3.1",
        "Gambar 4.1",
        "Tabel 4.4",
        "Tabel L2.3",
    ):
        assert label in text
    assert "Tabel 3.1 Nilai per unsur" in bare


def test_an_unreadable_photo_is_an_error_and_no_broken_page():
    with pytest.raises(OSError, match="image"):
        render(replace(samples.disdukcapil(), photos=(Photo("Loket", b"not a picture"),)))


def test_a_report_takes_less_than_a_second_and_a_half_of_cpu():
    report = samples.forty_layanan()
    render(report)
    start = time.process_time()
    render(report)

    assert time.process_time() - start < 1.5
