"""What is no sheet of answers is refused before it is read whole (trust.md 5.2, 1.5.1)."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from app.imports.reading import files
from app.imports.reading.files import FileKind, examine
from app.imports.reading.problems import FileRejected
from app.imports.reading.sheets import open_sheets
from tests.imports.steps import as_csv, as_xlsx, numbered

CONTENT_TYPES = ("[Content_Types].xml", b"<Types/>")
WORKBOOK = ("xl/workbook.xml", b"<workbook/>")


def archive(*entries: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries:
            zipped.writestr(name, content)
    return file.getvalue()


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(FileRejected) as refused:
        open_sheets(name, content)
    assert refused.value.status == 422
    assert refused.value.field == "file"
    return refused.value.message


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("kosong.csv", b"  \n", "kosong"),
        ("surat.pdf", b"%PDF-1.7", "tidak dapat diimpor"),
        ("program.exe", b"MZ\x90\x00", "tidak dapat diimpor"),
        ("program.csv", b"MZ\x90\x00\x03\x00", "bukan lembar kerja"),
        ("program.xlsx", b"MZ\x90\x00\x03\x00", "bukan lembar kerja"),
        ("surat.xlsx", b"%PDF-1.7 ...", "bukan lembar kerja"),
        ("data.xlsx", b"U1,U2\n1,2\n", "bukan XLSX"),
        ("data.csv", as_xlsx([["a"]]), "bukan CSV"),
        ("data.xls", as_xlsx([["a"]]), "bukan XLS"),
        ("laporan.xls", b"<html><table><tr><td>1</td></tr></table></html>", "halaman web"),
        ("foto.xlsx", archive(("foto.jpg", b"x")), "arsip"),
        ("rusak.xlsx", as_xlsx([["a"]])[:-40], "rusak"),
        ("terkunci.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
        ("berkas", b"U1\n1\n", "tidak dapat diimpor"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused(name: str, content: bytes, says: str) -> None:
    assert says in refusal(name, content)


def test_a_file_above_10_mb_is_refused() -> None:
    assert "10 MB" in refusal("besar.csv", b"1" * (files.MAX_BYTES + 1))


def test_a_bomb_that_tells_its_size_is_refused_unread() -> None:
    gigabyte = archive(CONTENT_TYPES, WORKBOOK, ("xl/worksheets/sheet1.xml", b"\x00" * (60 * 1024 * 1024)))
    assert len(gigabyte) < 100_000
    assert "tidak wajar" in refusal("bom.xlsx", gigabyte)
    many = archive(CONTENT_TYPES, WORKBOOK, *((f"xl/{number}.xml", b"<x/>") for number in range(250)))
    assert "tidak wajar" in refusal("banyak.xlsx", many)


def test_a_bomb_that_lies_about_its_size_is_found_out() -> None:
    """The directory promises ten bytes; thirty megabytes come out."""
    packed = archive(CONTENT_TYPES, WORKBOOK, ("xl/worksheets/sheet1.xml", b"\x00" * (30 * 1024 * 1024)))
    size = (30 * 1024 * 1024).to_bytes(4, "little")
    assert packed.count(size) == 2
    assert "rusak" in refusal("bohong.xlsx", packed.replace(size, (10).to_bytes(4, "little")))


def test_xml_with_a_declaration_of_its_own_is_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'
    assert "rusak" in refusal("xxe.xlsx", archive(CONTENT_TYPES, WORKBOOK, ("xl/worksheets/sheet1.xml", evil)))
    wide = evil.decode().encode("utf-16-le")
    assert "rusak" in refusal("xxe.xlsx", archive(CONTENT_TYPES, WORKBOOK, ("xl/worksheets/sheet1.xml", wide)))


def test_a_cell_at_the_far_end_of_the_sheet_ends_no_process_of_ours() -> None:
    """Five kilobytes that make the library ask for half a terabyte, which ends the process it runs in."""
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "U1", 1
    file = io.BytesIO()
    book.save(file)
    assert len(file.getvalue()) < 10_000
    assert "terlalu besar" in refusal("jauh.xlsx", file.getvalue())


def test_more_than_50_000_rows_are_refused() -> None:
    assert "50.000" in refusal("panjang.csv", b"U1\n" + b"1\n" * 50_300)


def test_a_normal_large_workbook_is_no_bomb() -> None:
    rows = [
        ["Cap waktu", *(f"U{number}" for number in range(1, 10))],
        *(["24/11/2026 10.00.00", *[4] * 9] for _ in range(3000)),
    ]
    content = as_xlsx(rows)
    assert examine("jawaban.xlsx", content) is FileKind.XLSX
    assert len(open_sheets("jawaban.xlsx", content)[0].filled) == 3001


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_as_excel_and_google_write_it_is_read(delimiter: str, encoding: str) -> None:
    content = as_csv([["U1", "Saran"], [4, "naïf; baik, “sekali”"]], delimiter).decode().encode(encoding)
    assert open_sheets("a.csv", content)[0].filled == [["U1", "Saran"], ["4", "naïf; baik, “sekali”"]]


def test_cells_stand_where_the_spreadsheet_shows_them() -> None:
    book = Workbook()
    book.active["C3"] = "isi"
    file = io.BytesIO()
    book.save(file)
    rows = open_sheets("a.xlsx", file.getvalue())[0].filled
    assert rows[2][2] == "isi"
    assert len(rows) == 3


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    book.active.append(["kelihatan"])
    hidden = book.create_sheet("rahasia")
    hidden.append(["jangan"])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert [sheet.name for sheet in open_sheets("a.xlsx", file.getvalue())] == ["Sheet"]


def test_a_csv_row_of_too_many_columns_is_refused() -> None:
    assert "120 kolom" in refusal("lebar.csv", as_csv([list(range(200))]))


def test_the_plain_layout_is_opened() -> None:
    assert len(open_sheets("a.csv", as_csv(numbered(3)))[0].filled) == 4
