"""One result, printed nine ways: page, PDF, DOCX, XLSX, CSV, JSON and API say the same, cell by cell."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from app.ikm import Figures, Unsur, UnsurTally, figures_of, nrr_shown, tally_rows
from app.reports.models import DocumentKind
from app.responses import intake
from app.web.formats import angka
from tests.api.test_api import token_of
from tests.pages import check_page
from tests.portal.test_public_pages import data
from tests.reports.office import convert, read, without_results
from tests.reports.rendering.reading import pages, solid
from tests.reports.steps import close, made, submit
from tests.results.extras import EXTRAS, answer_of, ask_extras, tallies_of
from tests.results.pages import text_of
from tests.results.recorded import record
from tests.results.test_same_figures import CODES, some_rows
from tests.workers.conftest import workers
from tests.world import Place

__all__ = ["workers"]


def expected(rows: list[Any]) -> Figures:
    """Return what plain Python computes from the rows."""
    return figures_of(dict(zip(CODES, tally_rows(rows, 9), strict=True)), n=len(rows))


def publish(place: Place) -> None:
    from app.audit.operations import SYSTEM
    from app.db import transaction
    from app.surveys import operations as surveys
    from app.tenancy.scope import opd_scope

    close(place)
    submit(place)
    with opd_scope(place.opd_id), transaction():
        surveys.verify(place.survey_id, by=SYSTEM)
        surveys.publish(place.survey_id, by=SYSTEM)


@pytest.mark.parametrize(("seed", "n"), [(1, 31), (2, 58), (3, 12), (4, 203)])
def test_every_medium_says_the_same(workers, world, client, sign_in, seed: int, n: int) -> None:
    rows = some_rows(n, seed)
    figures = expected(rows)
    record(world.b, rows)
    publish(world.b)
    nrr = {row.code: row.nrr for row in figures.unsur}
    printed = {code: angka(value, 3) for code, value in nrr.items()}
    ikm = angka(figures.ikm, 2)

    page = text_of(sign_in("kepala.b").get("/opd/b/hasil")).replace(" (terendah)", "")
    assert f"{ikm} IKM" in page
    assert " ".join(printed.values()) + f" {ikm}" in page

    api = client.get("/api/v1/hasil", headers=token_of(world.b)).json["hasil"]
    assert [(each["ikm"], each["responden"], each["mutu"]) for each in api] == [
        (str(figures.ikm), n, figures.mutu.value)
    ]
    assert api[0]["nrr"] == {code: str(value) for code, value in nrr.items()}

    for level in ("kota", "opd", "upp"):  # of one UPP all three are the same
        assert {row["unsur"]: Decimal(row["nrr"]) for row in data(client, "unsur") if row["tingkat"] == level} == nrr
        assert [row["ikm"] for row in data(client, "ikm") if row["tingkat"] == level] == [str(figures.ikm)]
    assert str(figures.ikm) in client.get("/publik/data/semua.json").text

    assert_sheet(made(world.b, document=DocumentKind.OLAH_XLSX), figures)
    assert_document(made(world.b, document=DocumentKind.LAPORAN_DOCX), printed, ikm)
    report = solid(" ".join(pages(made(world.b))))
    assert ikm in report
    for code, value in printed.items():
        konversi = angka(next(row.konversi for row in figures.unsur if row.code == code), 2)
        assert value in report, code
        assert konversi in report, code


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_every_medium_says_the_same_of_a_survey_with_sub_questions_and_own_unsur(
    workers, world, client, sign_in, tmp_path, seed: int
) -> None:
    place, rng = ask_extras(world.b), random.Random(seed)
    said = [
        answer for answer in (answer_of(rng) for _ in range(70)) if sum(each is not None for each in answer[0]) >= 5
    ]
    for scores, extra in said:
        intake.record(place.opd_id, place.answer(scores, extra_scores=extra))
    publish(place)
    figures = figures_of(tallies_of(said), n=len(said))
    nrr = {row.code: row.nrr for row in figures.unsur}
    printed, ikm = {code: angka(value, 3) for code, value in nrr.items()}, angka(figures.ikm, 2)
    own = angka(nrr_shown(UnsurTally.from_scores([extra.get("x.kebersihan") for _, extra in said]).nrr), 3)
    part = angka(nrr_shown(UnsurTally.from_scores([extra.get("biaya.3") for _, extra in said]).nrr), 3)

    answer = sign_in("kepala.b").get("/opd/b/hasil")
    check_page(answer, "a result with pertanyaan tambahan")
    page = text_of(answer).replace(" (terendah)", "")
    assert " ".join(printed.values()) + f" {ikm}" in page
    assert f"Kebersihan {len([1 for _, extra in said if 'x.kebersihan' in extra])} {own}" in page
    assert part in page
    assert "tidak dihitung untuk survei dengan subpertanyaan" in page

    api = client.get("/api/v1/hasil", headers=token_of(place)).json["hasil"]
    assert (api[0]["ikm"], api[0]["nrr"]) == (str(figures.ikm), {code: str(value) for code, value in nrr.items()})
    assert {row["unsur"]: Decimal(row["nrr"]) for row in data(client, "unsur") if row["tingkat"] == "kota"} == nrr

    content = made(place, document=DocumentKind.OLAH_XLSX)
    counted = read(convert({"olah.xlsx": without_results(content)}, "xlsx", tmp_path)["olah.xlsx"])["Ringkasan"]
    lines = [row for row in counted.iter_rows(values_only=True) if row[0] in range(1, 10)]
    assert [Decimal(str(line[4])) for line in lines] == list(nrr.values())
    assert figures.ikm in [
        Decimal(str(row[2])) for row in counted.iter_rows(values_only=True) if row[4] == figures.kinerja
    ]
    assert_document(made(place, document=DocumentKind.LAPORAN_DOCX), printed, ikm)
    report = solid(" ".join(pages(made(place))))
    for value in (ikm, own, part, *printed.values()):
        assert value in report
    for document in (report, solid(_words(made(place, document=DocumentKind.LAPORAN_DOCX)))):
        for each in EXTRAS:
            assert solid(each["text"]) in document, each["code"]


def _words(content: bytes) -> str:
    return " ".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def assert_sheet(content: bytes, figures: Figures) -> None:
    sheet = load_workbook(BytesIO(content), data_only=True)["Pengolahan"]
    row = next(row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("NRR per unsur"))
    for value, unsur in zip(row[1:10], figures.unsur, strict=True):
        assert value == pytest.approx(float(unsur.exact), abs=1e-9), unsur.code
    values = [cell for each in sheet.iter_rows(values_only=True) for cell in each if isinstance(cell, float)]
    assert any(value == pytest.approx(float(figures.ikm), abs=1e-9) for value in values)


def assert_document(content: bytes, printed: dict[str, str], ikm: str) -> None:
    document = Document(BytesIO(content))
    lines = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    for code, value in printed.items():
        own = [line for line in lines if any(Unsur(code).official_name in cell for cell in line)]
        assert any(value in line for line in own), code
    assert any(ikm in cell for line in lines for cell in line)


def test_the_files_can_be_read_as_csv(client, world) -> None:
    record(world.b, some_rows(12, 3))
    publish(world.b)
    text = client.get("/publik/data/unsur.csv").text
    assert {len(row) for row in csv.reader(StringIO(text))} == {10}
