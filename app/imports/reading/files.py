"""What a file is, by its content, and whether it is safe to open (ASVS 5.2: size, type, zip bombs, XXE).

Nothing is unpacked here but in small pieces that are counted and thrown away.
"""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from app.imports.reading.problems import FileRejected

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024  # a normal file of 50,000 rows unpacks to 22 MB, elevenfold
MAX_RATIO = 100
MAX_ENTRIES = 200
SMALL = 10_000  # below this size a high ratio harms nobody: a nearly empty workbook is mostly repetition
PIECE = 1024 * 1024

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DECLARATIONS = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"

USE_OTHER = "Pakai CSV, XLSX, XLS, atau ODS."
DISGUISED = "Isi berkas ini bukan {kind}. Periksa apakah namanya sesuai dengan isinya, atau simpan ulang dari Excel."
TOO_BIG = "Berkas paling besar 10 MB. Bagi menjadi beberapa berkas."
BOMB = "Lembar kerja ini tidak wajar besarnya setelah dibuka, sehingga ditolak."
BROKEN = "Lembar kerja ini rusak. Buka di Excel, simpan ulang sebagai XLSX, lalu unggah lagi."
LOCKED = "Berkas ini dilindungi kata sandi. Buka kuncinya di Excel, simpan, lalu unggah lagi."
WEB_PAGE = "Berkas ini sebenarnya halaman web. Buka di Excel, simpan sebagai XLSX, lalu unggah lagi."


class FileKind(StrEnum):
    CSV = "CSV"
    XLSX = "XLSX"
    XLS = "XLS"
    ODS = "ODS"


ENDINGS = {
    "csv": FileKind.CSV,
    "tsv": FileKind.CSV,
    "txt": FileKind.CSV,
    "xlsx": FileKind.XLSX,
    "xls": FileKind.XLS,
    "ods": FileKind.ODS,
}


def examine(name: str, content: bytes) -> FileKind:
    """Return the kind of a file that may be opened. Raises FileRejected for any other."""
    if len(content) > MAX_BYTES:
        raise FileRejected(TOO_BIG)
    if not content.strip():
        raise FileRejected("Berkas ini kosong.")
    said = ENDINGS.get(name.rpartition(".")[2].lower())
    if said is None:
        raise FileRejected(f"Jenis berkas ini tidak dapat diimpor. {USE_OTHER}")
    found = _kind_of(content)
    if found is not said:
        raise FileRejected(DISGUISED.format(kind=said))
    return found


def _kind_of(content: bytes) -> FileKind:
    if content.startswith(ZIP):
        return _kind_of_archive(content)
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise FileRejected(LOCKED)
        return FileKind.XLS
    begin = content[:1024].lstrip().lower()
    if begin.startswith((b"<!doctype html", b"<html", b"<table")):
        raise FileRejected(WEB_PAGE)
    if begin.startswith((b"%pdf", b"<?xml")) or (b"\x00" in content and not content.startswith(UTF16)):
        raise FileRejected(f"Isi berkas ini bukan lembar kerja dan bukan teks. {USE_OTHER}")
    return FileKind.CSV


def _kind_of_archive(content: bytes) -> FileKind:
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_promised_bomb(entries, len(content))
            names = {entry.filename for entry in entries}
            _read_through(archive, entries)
            if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                return FileKind.XLSX
            if "content.xml" in names and "mimetype" in names and archive.read("mimetype").startswith(ODS_TYPE):
                return FileKind.ODS
    except (BadZipFile, RuntimeError, EOFError, OSError, ValueError) as error:
        raise FileRejected(BROKEN) from error
    raise FileRejected(f"Berkas ini arsip, bukan lembar kerja. {USE_OTHER}")


def _refuse_promised_bomb(entries: list[ZipInfo], size: int) -> None:
    """Refuse an archive that says itself that it unpacks to far more than a sheet would."""
    promised = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or promised > MAX_UNPACKED or promised > MAX_RATIO * max(size, SMALL):
        raise FileRejected(BOMB)


def _read_through(archive: ZipFile, entries: list[ZipInfo]) -> None:
    """Unpack everything piece by piece, so that an archive that lies about its sizes is found out (its checksum is wrong),
    and refuse XML that declares entities of its own."""
    for entry in entries:
        tail = b""
        with archive.open(entry) as stream:
            while piece := stream.read(PIECE):
                if any(word in tail + piece for word in DECLARATIONS):
                    raise FileRejected(BROKEN)
                tail = piece[-32:]
