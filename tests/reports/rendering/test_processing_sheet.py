"""The processing sheet comes to the figures of app/ikm to the last digit, counted by LibreOffice from live formulas."""

from __future__ import annotations

import csv
import random
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.ikm import Figures, Unsur, UnsurTally, figures_of, nrr_shown, tally_rows
from app.reports.rendering.xlsx.data import Head, Processing, UnsurName
from app.reports.rendering.xlsx.processing import HEADER, Layout, render
from tests.reports.office import convert, read, without_results

DATA = Path(__file__).parent.parent.parent / "data"
HEAD = Head(
    "Dinas Contoh", "Dinas Contoh", "Tahunan 2026", "masyarakat", date(2026, 10, 1), date(2026, 11, 20), "Angka contoh"
)
UNSUR = tuple(UnsurName(unsur.value, unsur.official_name) for unsur in Unsur)
Rows = tuple[tuple[int | None, ...], ...]
# n, total of all scores, IKM and mutu (product.md, "The numbers"); the last two lie exactly on a half.
HARD = (
    (19, 524, "76.61", "B"),
    (26, 717, "76.60", "C"),
    (45, 1241, "76.60", "C"),
    (43, 1367, "88.31", "A"),
    (19, 604, "88.30", "B"),
    (52, 1653, "88.30", "B"),
    (58, 1357, "64.99", "D"),
    (59, 1627, "76.60", "C"),
    (5000, 158949, "88.31", "A"),
    (5000, 116991, "65.00", "C"),
)


def spread(n: int, total: int) -> Rows:
    """So many respondents whose scores have this sum."""
    rng = random.Random(n * total)
    low, more = divmod(total, 9 * n)
    scores = [low + 1] * more + [low] * (9 * n - more)
    rng.shuffle(scores)
    return tuple(tuple(scores[at * 9 : at * 9 + 9]) for at in range(n))


def gaps(seed: int, n: int) -> Rows:
    """Answers of which some are left out, so that every unsur has another number of them."""
    rng = random.Random(seed)
    return tuple(
        tuple(None if rng.random() < 0.12 else rng.choice((1, 2, 3, 3, 4, 4)) for _ in range(9)) for _ in range(n)
    )


def half_with_gaps() -> Rows:
    """IKM exactly 76,605 although two unsur have fewer answers: NRR 3,0642 of 5000 on seven, and of 2500 on two."""
    whole = [3] * (5000 - 321) + [4] * 321
    half = [3] * (2500 - 161) + [4] * 161, [3] * (2500 - 160) + [4] * 160
    columns = [*[whole] * 7, *[list(part) + [None] * 2500 for part in half]]
    return tuple(zip(*columns, strict=True))


def sekadau() -> Rows:
    with (DATA / "sekadau_2019_s1_rows.csv").open() as file:
        return tuple(tuple(int(value) for value in row[1:]) for row in list(csv.reader(file))[1:])


CASES: dict[str, Rows] = {
    "sekadau": sekadau(),
    "kosong": (),
    "satu": ((4, 3, 4, 4, 3, 4, 4, 4, 3),),
    "tanpa_biaya": tuple((3, 3, 3, None, 3, 3, 3, 3, 3) for _ in range(7)),
    "semua_tiga": ((3,) * 9,) * 12,
    "sempurna": ((4,) * 9,) * 11,
    "setengah_tak_lengkap": half_with_gaps(),
    **{f"sulit_{n}_{total}": spread(n, total) for n, total, _, _ in HARD},
    **{f"bolong_{seed}": gaps(seed, n) for seed, n in enumerate((37, 96, 143, 412))},
}


# Four sub-questions of one unsur, one and two of others; and two own unsur in the last columns.
SIZES = (1, 1, 2, 3, 1, 5, 1, 1, 1)
OWN = (UnsurName("x.kebersihan", "Kebersihan"), UnsurName("x.parkir", "Parkir"))


def divided_rows(seed: int, n: int, left_out: float) -> Rows:
    rng = random.Random(seed)
    return tuple(
        tuple(None if rng.random() < left_out else rng.choice((1, 2, 3, 3, 4, 4)) for _ in range(sum(SIZES) + 2))
        for _ in range(n)
    )


DIVIDED: dict[str, Rows] = {
    "utuh": divided_rows(1, 40, 0),
    **{f"bolong_{seed}": divided_rows(seed, n, 0.15) for seed, n in ((2, 33), (3, 210))},
    "subpertanyaan_kosong": tuple((*row[:3], None, *row[4:]) for row in divided_rows(4, 9, 0)),
}


def divided_figures(rows: Rows) -> Figures:
    tallies, found, at = tally_rows(rows, sum(SIZES) + 2), {}, 0
    for unsur, size in zip(UNSUR, SIZES, strict=True):
        parts = tallies[at : at + size]
        found[unsur.code] = UnsurTally.from_sub_questions(parts) if size > 1 else parts[0]
        at += size
    return figures_of(found, n=len(rows))


def divided(rows: Rows) -> Processing:
    texts = tuple(f"Bagaimana pendapat Saudara tentang hal {number}?" for number in range(sum(SIZES) - 9))
    return Processing(HEAD, UNSUR, rows, divided_figures(rows).ikm, 5, 0, SIZES, texts, OWN)


def processing(rows: Rows) -> Processing:
    return Processing(HEAD, UNSUR, rows, figures(rows).ikm, 5, 0)


def figures(rows: Rows) -> Figures:
    return figures_of(dict(zip([u.code for u in UNSUR], tally_rows(rows, 9), strict=True)), n=len(rows))


@pytest.fixture(scope="module")
def sheets() -> dict[str, bytes]:
    return {name: render(processing(rows)) for name, rows in CASES.items()} | {
        f"tambahan_{name}": render(divided(rows)) for name, rows in DIVIDED.items()
    }


@pytest.fixture(scope="module")
def counted(sheets: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What LibreOffice comes to, from workbooks whose stored results were thrown away."""
    bare = {f"{name}.xlsx": without_results(content) for name, content in sheets.items()}
    done = convert(bare, "xlsx", tmp_path_factory.mktemp("calc"))
    return {name: read(done[f"{name}.xlsx"]) for name in sheets}


def shown(value: Any, places: int) -> Decimal | None:
    """A cell's number as a reader sees it; rounded already, so that the nearest decimal is the number itself."""
    if value in (None, ""):
        return None
    exact = Decimal(repr(float(value)))
    assert exact == round(exact, places), f"{exact} has more than {places} decimals"
    return round(exact, places)


def check(book: Any, wanted: Figures) -> None:
    summary = book["Ringkasan"]
    for place, row in enumerate(wanted.unsur):
        at = HEADER + 2 + place
        cells = [summary.cell(at, column).value for column in range(3, 9)]
        assert (cells[0], cells[1]) == (row.count, row.total)
        assert (shown(cells[2], 3), shown(cells[3], 3)) == (row.nrr, row.tertimbang)
        assert (shown(cells[4], 2), cells[5] or None) == (row.konversi, row.mutu)
    for offset, known in enumerate(wanted.weights):
        row = [summary.cell(HEADER + 2 + 9 + 2 + offset, column).value for column in (3, 4, 5)]
        if known.ikm is None:
            assert row[0] == "belum dapat dihitung"
            assert not row[1]
        else:
            assert shown(row[0], 2) == known.ikm
    official = [summary.cell(HEADER + 2 + 9 + 2, column).value or None for column in (4, 5)]
    assert official == [wanted.mutu, wanted.kinerja]


@pytest.mark.parametrize("name", CASES)
def test_the_formulas_come_to_the_figures_of_the_page(counted: dict[str, Any], name: str) -> None:
    wanted = figures(CASES[name])
    check(counted[name], wanted)
    layout = Layout(len(CASES[name]), (1,) * 9)
    first = counted[name]["Pengolahan"]
    assert [first.cell(layout.total + 1, 2 + place).value for place in range(9)] == [row.total for row in wanted.unsur]
    index = first[layout.ikm_cell].value
    assert (index if wanted.ikm is None else shown(index, 2)) == (wanted.ikm or "belum dapat dihitung")
    assert counted[name]["Ringkasan"].cell(HEADER + 2 + 9 + 5, 4).value == "sama"


@pytest.mark.parametrize("name", DIVIDED)
def test_the_formulas_take_the_mean_of_the_sub_questions_and_leave_own_unsur_out(
    counted: dict[str, Any], sheets: dict[str, bytes], name: str
) -> None:
    rows, book = DIVIDED[name], counted[f"tambahan_{name}"]
    check(book, divided_figures(rows))
    check(read(sheets[f"tambahan_{name}"]), divided_figures(rows))
    assert book["Ringkasan"].cell(HEADER + 2 + 9 + 5, 4).value == "sama"
    lines = list(book["Pertanyaan tambahan"].iter_rows(min_row=HEADER + 2, values_only=True))
    told = {line[0]: line[2:5] for line in lines if line[0]}
    assert list(told) == ["U3", "U3.2", "U4", "U4.2", "U4.3", "U6", "U6.2", "U6.3", "U6.4", "U6.5", "X1", "X2"]
    own = tally_rows(rows, sum(SIZES) + 2)[-1]
    assert (told["X2"][0], told["X2"][1], shown(told["X2"][2], 3)) == (own.count, own.total, nrr_shown(own.nrr))


@pytest.mark.parametrize(("n", "total", "ikm", "mutu"), HARD)
def test_the_hard_cases_are_the_known_ones(counted: dict[str, Any], n: int, total: int, ikm: str, mutu: str) -> None:
    summary = counted[f"sulit_{n}_{total}"]["Ringkasan"]
    assert shown(summary.cell(HEADER + 2 + 9 + 2, 3).value, 2) == Decimal(ikm)
    assert summary.cell(HEADER + 2 + 9 + 2, 4).value == mutu


def test_the_published_rows_of_sekadau_come_to_their_index(counted: dict[str, Any]) -> None:
    summary = counted["sekadau"]["Ringkasan"]
    assert len(CASES["sekadau"]) == 49
    row = [shown(summary.cell(HEADER + 2 + 9 + 2 + at, 3).value, 2) for at in range(3)]
    assert row == [Decimal("78.74"), Decimal("78.66"), Decimal("77.95")]


def test_a_tie_among_unequal_numbers_of_answers_goes_up(counted: dict[str, Any]) -> None:
    assert figures(CASES["setengah_tak_lengkap"]).exact == Decimal("76.605")
    assert shown(counted["setengah_tak_lengkap"]["Ringkasan"].cell(HEADER + 2 + 9 + 2, 3).value, 2) == Decimal("76.61")


@pytest.mark.parametrize("name", ["sekadau", "sulit_43_1367", "bolong_1", "kosong"])
def test_what_is_stored_is_what_the_formulas_come_to(sheets: dict[str, bytes], name: str) -> None:
    check(read(sheets[name]), figures(CASES[name]))


def test_a_changed_score_changes_every_figure_that_hangs_on_it(sheets: dict[str, bytes], tmp_path: Path) -> None:
    first = Layout(49, (1,) * 9).first + 1
    rows = [list(row) for row in CASES["sekadau"]]
    rows[0][4], rows[0][8] = 1, 4
    changed = without_results(sheets["sekadau"], **{f"F{first}": 1, f"J{first}": 4})
    done = convert({"ubah.xlsx": changed}, "xlsx", tmp_path)
    check(read(done["ubah.xlsx"]), figures(tuple(map(tuple, rows))))
    assert read(done["ubah.xlsx"])["Ringkasan"].cell(HEADER + 2 + 9 + 5, 4).value == "berbeda"


def test_the_same_data_give_the_same_bytes(sheets: dict[str, bytes]) -> None:
    assert render(processing(CASES["sekadau"])) == sheets["sekadau"]


def test_a_name_that_begins_like_a_formula_stays_a_name() -> None:
    evil = '=HYPERLINK("http://contoh.test";"klik")'
    head = Head(evil, f"+{evil}", "@SUM(1)", "masyarakat", date(2026, 1, 1), date(2026, 1, 2), "-1+1")
    unsur = tuple(UnsurName(unsur.code, "=1+1") for unsur in UNSUR)
    book = load_workbook(BytesIO(render(Processing(head, unsur, CASES["satu"], None, 5, 0))))
    typed = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in {"=1+1", evil, "-1+1"}
    ]
    assert typed
    assert all(cell.data_type == "s" for cell in typed)
    assert all(cell.style and cell.quotePrefix for cell in typed)


def test_no_set_of_bands_overlaps() -> None:
    """The formula of the letter reads lower limits from cells; they stand best first, as the formula needs them."""
    book = read(render(processing(CASES["satu"])))["Ringkasan"]
    limits = [row[2].value for row in book.iter_rows() if row[1].value in tuple("ABCD")]
    assert all(higher > lower for higher, lower in combinations(limits, 2))
