"""Lembar pengolahan data of PermenPANRB 14/2017: one row a respondent, and everything below them a live formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from app.ikm import SCALE, Figures, UnsurTally, figures_of, nilai_konversi, nrr_shown, tally_rows
from app.ikm.mutu import HIGHEST_IKM, LOWEST_IKM, Mutu, mutu_of

from .. import formats as f
from . import formulas
from .book import BRAND, PAPER, RULE, SOFT, Book
from .data import Processing
from .head import write_head
from .layout import FIRST_COLUMN, HEADER, Layout, headings

SHEET, SUMMARY, NOTES, EXTRAS = "Pengolahan", "Ringkasan", "Keterangan", "Pertanyaan tambahan"
EDGE = {"bottom": 1, "bottom_color": RULE}
STRONG = {"bold": True, "top": 1, "bg_color": PAPER}
LABEL_WIDTH, SCORE_WIDTH = 40, 12


def render(data: Processing) -> bytes:
    """Return the workbook. Each formula carries the exact figure, for programs that only show what is stored."""
    book = Book(f"Pengolahan data SKM {data.head.title_period} {data.head.unit}", data.head.opd, data.head.collected_to)
    layout = Layout(len(data.rows), data.sizes or (1,) * len(data.unsur), len(data.own))
    tallies = tally_rows(data.rows, layout.width + layout.own)
    figures = figures_of(
        {each.code: _tally(tallies, layout, place) for place, each in enumerate(data.unsur)}, n=len(data.rows)
    )
    _respondents(book, data, layout, figures, tallies)
    _summary(book, data, layout, figures)
    if layout.divided or layout.own:
        _extras(book, data, layout, tallies)
    _notes(book, data)
    return book.bytes()


def _tally(tallies: Sequence[UnsurTally], layout: Layout, unsur: int) -> UnsurTally:
    parts = [tallies[place] for place in layout.places(unsur)]
    return parts[0] if len(parts) == 1 else UnsurTally.from_sub_questions(parts)


def _respondents(book: Book, data: Processing, layout: Layout, figures: Figures, tallies: Sequence[UnsurTally]) -> None:
    widths = [LABEL_WIDTH, *[SCORE_WIDTH] * (layout.width + 2 + layout.own)]
    sheet = book.sheet(SHEET, landscape=True, widths=widths)
    write_head(book, sheet, "Pengolahan data SKM per responden dan per unsur pelayanan", data.head)
    book.text(sheet, HEADER, 0, "Nomor responden", bold=True, bottom=0, text_wrap=True)
    book.text(sheet, HEADER + 1, 0, "", **EDGE)
    book.text(sheet, HEADER, layout.sums, "Jumlah", bold=True, align="center")
    book.text(sheet, HEADER + 1, layout.sums, "", **EDGE)
    for place, short, name in headings(data, layout):
        book.text(sheet, HEADER, FIRST_COLUMN + place, short, bold=True, align="center")
        book.text(
            sheet, HEADER + 1, FIRST_COLUMN + place, name, font_size=9, font_color=SOFT, align="center",
            text_wrap=True, valign="top", **EDGE,
        )  # fmt: skip
    sheet.set_row(HEADER + 1, 120 if layout.divided else 40)
    sheet.freeze_panes(layout.first, 1)
    sheet.repeat_rows(HEADER, HEADER + 1)
    number, score = book.style(align="left", font_color=SOFT), book.style(align="center", num_format="0")
    for row, scores in enumerate(data.rows, layout.first):
        sheet.write_number(row, 0, row - layout.first + 1, number)
        for place, value in zip([*range(layout.width), *layout.own_places], scores, strict=True):
            if value is not None:
                sheet.write_number(row, FIRST_COLUMN + place, value, score)
    _foot(book, sheet, layout, figures, tallies)


def _foot(book: Book, sheet: Worksheet, layout: Layout, figures: Figures, tallies: Sequence[UnsurTally]) -> None:
    whole, exact = {"align": "center", "num_format": "#,##0"}, {"align": "center", "num_format": "0.000"}
    what = "pertanyaan" if layout.divided else "unsur"
    _label(book, sheet, layout.total, f"Jumlah nilai per {what}", top=1)
    _label(book, sheet, layout.count, f"Banyak jawaban per {what}")
    _label(book, sheet, layout.nrr, f"NRR per {what} = jumlah / banyak jawaban")
    for place, tally in zip([*range(layout.width), *layout.own_places], tallies, strict=True):
        column = FIRST_COLUMN + place
        answers = f"{layout.cell(layout.first, place)}:{layout.cell(layout.last, place)}"
        total, count = (layout.cell(each, place) for each in (layout.total, layout.count))
        _formula(book, sheet, layout.total, column, f"=SUM({answers})", tally.total, whole | {"top": 1})
        _formula(book, sheet, layout.count, column, f"=COUNT({answers})", tally.count, whole)
        mean = tally.nrr if tally.scored else None
        _formula(book, sheet, layout.nrr, column, f'=IF({count}=0,"",{total}/{count})', mean, exact)
    if layout.divided:
        _means(book, sheet, layout, figures, exact)
    _label(book, sheet, layout.weighted, f"NRR tertimbang = NRR × 1/{layout.unsur}")
    weight = Fraction(1, layout.unsur)
    for unsur, row in enumerate(figures.unsur):
        place = layout.places(unsur)[0]
        nrr = layout.cell(layout.nrr_unsur, place)
        weighted = None if row.exact is None else row.exact * weight
        formula = f'=IF(ISNUMBER({nrr}),{nrr}*(1/{layout.unsur}),"")'
        _formula(book, sheet, layout.weighted, FIRST_COLUMN + place, formula, weighted, exact)
    sums = None if figures.exact is None else figures.exact / SCALE
    all_there = f"COUNT({layout.span(layout.nrr_unsur)})<{layout.unsur}"
    _formula(
        book, sheet, layout.weighted, layout.sums, f'=IF({all_there},"",SUM({layout.span(layout.weighted)}))', sums,
        exact | {"bold": True},
    )  # fmt: skip
    _label(book, sheet, layout.ikm, "IKM unit pelayanan = jumlah × 25", **STRONG)
    for column in range(FIRST_COLUMN, layout.sums):
        book.text(sheet, layout.ikm, column, "", **STRONG)
    _formula(
        book, sheet, layout.ikm, layout.sums, formulas.ikm(layout.ranges(), (1, layout.unsur)),
        formulas.NOT_YET if figures.ikm is None else figures.ikm,
        {"num_format": "0.00", "align": "center", "font_color": BRAND, "font_size": 12} | STRONG,
    )  # fmt: skip


def _means(book: Book, sheet: Worksheet, layout: Layout, figures: Figures, exact: dict[str, Any]) -> None:
    """Write the NRR of each unsur into the column of its standard question: the mean of its questions' NRR."""
    _label(book, sheet, layout.factors, f"Pengali jumlah nilai = {layout.shares} / banyak pertanyaan unsur")
    _label(book, sheet, layout.nrr_unsur, "NRR per unsur = rata-rata NRR pertanyaannya")
    number = book.style(align="center", num_format="0", font_color=SOFT)
    for unsur, row in enumerate(figures.unsur):
        places = layout.places(unsur)
        for place in places:
            sheet.write_number(layout.factors, FIRST_COLUMN + place, layout.shares // len(places), number)
        nrr = layout.part(layout.nrr, places)
        formula = f'=IF(COUNT({nrr})<{len(places)},"",SUM({nrr})/{len(places)})'
        _formula(book, sheet, layout.nrr_unsur, FIRST_COLUMN + places[0], formula, row.exact, exact)


def _label(book: Book, sheet: Worksheet, row: int, words: str, **properties: Any) -> None:
    book.text(sheet, row, 0, words, **({"bold": True} | properties))
    sheet.set_row(row, 20)


def _formula(
    book: Book, sheet: Worksheet, row: int, column: int, formula: str, value: Any, properties: dict[str, Any]
) -> None:
    """Write a formula with the figure that it comes to; None is the empty text of an unsur without a score."""
    shown = "" if value is None else value if isinstance(value, str | int) else float(value)
    sheet.write_formula(row, column, formula, book.style(**properties), shown)


def _summary(book: Book, data: Processing, layout: Layout, figures: Figures) -> None:
    sheet = book.sheet(SUMMARY, widths=[5, 44, 12, 14, 14, 16, 14, 10])
    write_head(book, sheet, "Nilai per unsur dan IKM unit pelayanan", data.head)
    heads = ("No", "Unsur", "n", "Jumlah nilai", "NRR", "NRR tertimbang", "Nilai konversi", "Mutu")
    for column, text in enumerate(heads):
        book.text(
            sheet, HEADER, column, text, bold=True, top=1, bottom=1, text_wrap=True,
            align="left" if column == 1 else "right",
        )  # fmt: skip
    bands = HEADER + 1 + layout.unsur + 8
    limits = {each.value: f"$C${bands + place + 1}" for place, each in enumerate(Mutu)}
    words = {each.value: f"$D${bands + place + 1}" for place, each in enumerate(Mutu)}
    for place, row in enumerate(figures.unsur):
        at = HEADER + 1 + place
        places = layout.places(place)
        total, count = (f"SUM({layout.part(each, places, f'{SHEET}!')})" for each in (layout.total, layout.count))
        shown = _shown(layout, places)
        sheet.write_number(at, 0, place + 1, book.style(align="right", **EDGE))
        book.text(sheet, at, 1, data.unsur[place].name, **EDGE)
        _formula(book, sheet, at, 2, f"={count}", row.count, {"num_format": "#,##0", **EDGE})
        _formula(book, sheet, at, 3, f"={total}", row.total, {"num_format": "#,##0", **EDGE})
        three, two = {"num_format": "0.000", **EDGE}, {"num_format": "0.00", **EDGE}
        _formula(book, sheet, at, 4, shown(1, 3), row.nrr, three | {"bold": True})
        _formula(book, sheet, at, 5, shown(1, 3, layout.unsur), row.tertimbang, three)
        _formula(book, sheet, at, 6, shown(25, 2), row.konversi, two)
        letter = {"align": "right", "bold": True, **EDGE}
        _formula(book, sheet, at, 7, formulas.mutu(f"G{at + 1}", limits), row.mutu, letter)
    _index(book, sheet, data, layout, figures, limits, words)
    _bands(book, sheet, bands)


def _shown(layout: Layout, places: range) -> Callable[..., str]:
    """Return a function that gives the formula of a multiple of the unsur's NRR as it is printed."""
    sheet = f"{SHEET}!"
    total, count = (f"{sheet}{layout.cell(row, places[0])}" for row in (layout.total, layout.count))
    totals, counts = (layout.part(row, places, sheet) for row in (layout.total, layout.count))
    nrr = f"{sheet}{layout.cell(layout.nrr_unsur, places[0])}"

    def shown(scale: int, digits: int, under: int = 1) -> str:
        if len(places) > 1:
            return formulas.mean_shown(totals, counts, nrr, len(places), scale, digits, under)
        if under > 1:
            return formulas.weighted_shown(total, count, under)
        return formulas.nrr_shown(total, count) if scale == 1 else formulas.converted_shown(total, count)

    return shown


def _extras(book: Book, data: Processing, layout: Layout, tallies: Sequence[UnsurTally]) -> None:
    """Write the NRR of every question of a divided unsur, and the own unsur, which never enter the IKM."""
    sheet = book.sheet(EXTRAS, widths=[8, 70, 12, 14, 14, 14])
    write_head(book, sheet, "Pertanyaan tambahan", data.head)
    for column, text in enumerate(
        ("Kode", "Pertanyaan atau unsur tambahan", "n", "Jumlah nilai", "NRR", "Nilai konversi")
    ):
        align = "left" if column < 2 else "right"
        book.text(sheet, HEADER, column, text, bold=True, top=1, bottom=1, text_wrap=True, align=align)
    several = {place for unsur in range(layout.unsur) for place in layout.places(unsur) if layout.sizes[unsur] > 1}
    order = dict(zip([*range(layout.width), *layout.own_places], tallies, strict=True))
    wanted = [each for each in headings(data, layout) if each[0] in several or each[0] in layout.own_places]
    for at, (place, short, name) in enumerate(wanted, HEADER + 1):
        tally = order[place]
        total, count = (f"{SHEET}!{layout.cell(row, place)}" for row in (layout.total, layout.count))
        book.text(sheet, at, 0, short, **EDGE)
        book.text(sheet, at, 1, name, text_wrap=True, **EDGE)
        _formula(book, sheet, at, 2, f"={count}", tally.count, {"num_format": "#,##0", **EDGE})
        _formula(book, sheet, at, 3, f"={total}", tally.total, {"num_format": "#,##0", **EDGE})
        nrr, konversi = (nrr_shown(tally.nrr), nilai_konversi(tally.nrr)) if tally.scored else (None, None)
        _formula(
            book, sheet, at, 4, formulas.nrr_shown(total, count), nrr, {"num_format": "0.000", "bold": True, **EDGE}
        )
        _formula(book, sheet, at, 5, formulas.converted_shown(total, count), konversi, {"num_format": "0.00", **EDGE})
    book.text(
        sheet, HEADER + len(wanted) + 2, 1, "NRR unsur yang punya subpertanyaan adalah rata-rata NRR pertanyaannya. "
        "Unsur tambahan (X) tidak dihitung dalam IKM.", text_wrap=True, font_color=SOFT,
    )  # fmt: skip


def _index(
    book: Book, sheet: Worksheet, data: Processing, layout: Layout, figures: Figures, limits: dict[str, str], words: dict[str, str]
) -> None:  # fmt: skip
    """The IKM by each weight in circulation, the official one first, and whether it is the printed one."""
    at = HEADER + 2 + layout.unsur
    heads = ("IKM menurut bobot", "IKM", "Mutu", "Kinerja")
    for column, text in enumerate(heads, 1):
        book.text(sheet, at, column, text, bold=True, top=1, bottom=1, align="left" if column == 1 else "right")
    ranges = layout.ranges(f"{SHEET}!")
    weights = (("Persis 1/9, bobot resmi", (1, layout.unsur)), ("Bobot 0,111", (111, 1000)), ("Bobot 0,11", (11, 100)))
    for offset, ((label, weight), known) in enumerate(zip(weights, figures.weights, strict=True), 1):
        row, bold = at + offset, {"bold": offset == 1} | EDGE
        book.text(sheet, row, 1, label, **bold)
        figure = formulas.NOT_YET if known.ikm is None else known.ikm
        _formula(
            book, sheet, row, 2, formulas.ikm(ranges, weight), figure, {"num_format": "0.00", "align": "right"} | bold
        )
        letter = _letter(known.ikm)
        _formula(book, sheet, row, 3, formulas.mutu(f"C{row + 1}", limits), letter, {"align": "right"} | bold)
        shown = next((each.kinerja for each in Mutu if each.value == letter), "")
        _formula(book, sheet, row, 4, formulas.kinerja(f"D{row + 1}", words), shown, {"align": "right"} | bold)
    row = at + 4
    book.text(sheet, row, 1, "IKM yang dicetak laporan", font_color=SOFT)
    if data.printed_ikm is None:
        book.text(sheet, row, 2, formulas.NOT_YET, font_color=SOFT, align="right")
    else:
        sheet.write_number(row, 2, float(data.printed_ikm), book.style(num_format="0.00", font_color=SOFT))
    same = data.printed_ikm == figures.ikm
    _formula(
        book, sheet, row, 3, f'=IF(C{at + 2}=C{row + 1},"sama","berbeda")', "sama" if same else "berbeda",
        {"align": "right", "font_color": SOFT},
    )  # fmt: skip


def _letter(ikm: Any) -> str:
    return "" if ikm is None else mutu_of(min(max(ikm, LOWEST_IKM), HIGHEST_IKM)).value


def _bands(book: Book, sheet: Worksheet, first: int) -> None:
    for column, text in enumerate(("Mutu pelayanan", "Mulai dari", "Kinerja"), 1):
        book.text(sheet, first - 1, column, text, bold=True, top=1, bottom=1, align="left" if column == 1 else "right")
    for row, each in enumerate(Mutu, first):
        book.text(sheet, row, 1, each.value, **EDGE)
        sheet.write_number(row, 2, float(each.lower_limit), book.style(num_format="0.00", **EDGE))
        book.text(sheet, row, 3, each.kinerja, align="right", **EDGE)


def _notes(book: Book, data: Processing) -> None:
    sheet = book.sheet(NOTES, widths=[86])
    write_head(book, sheet, "Keterangan", data.head)
    book.lines(sheet, HEADER, _lines(data), room=86)


def _lines(data: Processing) -> Sequence[str]:
    left_out = (
        f"{f.whole(data.left_out)} jawaban tidak dihitung karena unsur yang terisi kurang dari {data.min_answered}."
        if data.left_out
        else f"Setiap jawaban yang dihitung mengisi paling sedikit {data.min_answered} unsur."
    )
    return (
        "Satu baris lembar Pengolahan adalah satu responden. Nilai 1 sampai 4; sel kosong berarti unsur itu tidak dijawab.",
        "Semua angka di bawah baris responden adalah rumus: ubah satu nilai, dan angkanya ikut berubah.",
        "NRR = jumlah nilai / banyak jawaban. NRR tertimbang = NRR × 1/9. IKM = 25 × jumlah NRR tertimbang.",
        "IKM dihitung dari jumlah nilai tanpa pembulatan di tengah, lalu dibulatkan satu kali menjadi dua desimal; "
        "setengah dibulatkan ke atas. Mutu dibaca dari IKM yang sudah dibulatkan.",
        "Angka di lembar Ringkasan dibulatkan sendiri-sendiri untuk dibaca, sehingga jumlahnya dapat berbeda 0,001.",
        "Urutan unsur menurut kuesioner: U8 Sarana dan Prasarana, U9 Penanganan Pengaduan, Saran dan Masukan.",
        left_out,
        f"Pelanggan: {data.head.customer}. {data.head.data_version}.",
    )
