"""Files that people give to a report: looked at before they are read whole, pictures drawn anew, PDF kept as they are."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

from app.errors import Rejected
from app.reports.words import FORBIDDEN

MB = 1024 * 1024
LARGEST_PICTURE, LARGEST_LOGO, LARGEST_PDF = 10 * MB, 2 * MB, 8 * MB
MOST_PIXELS = 50_000_000  # a phone's photo; more would be a bomb
PHOTO_SIDE, LOGO_SIDE = 1600, 600  # pixels: sharp on paper, and small in the database
JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
BROKEN = "Gambar ini rusak atau tidak lengkap. Simpan lagi sebagai JPEG atau PNG, lalu unggah."
LONGEST_NAME = 120


def read_photo(stream: BinaryIO, *, field: str) -> bytes:
    """Return the photo as a JPEG for print, upright, without place, time or camera. Rejected beside `field` otherwise."""
    picture = _picture(stream, LARGEST_PICTURE, field).convert("RGB")
    picture.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    return _saved(picture, "JPEG", quality=82)


def read_logo(stream: BinaryIO, *, field: str) -> bytes:
    """Return the logo as a PNG; what is transparent stays so."""
    picture = _picture(stream, LARGEST_LOGO, field).convert("RGBA")
    picture.thumbnail((LOGO_SIDE, LOGO_SIDE))
    return _saved(picture, "PNG", optimize=True)


def read_pdf(stream: BinaryIO, *, field: str) -> bytes:
    """Return the PDF unchanged."""
    content = _read(stream, (PDF,), LARGEST_PDF, "Berkas ini bukan PDF.", field)
    if b"%%EOF" not in content[-2048:]:
        raise Rejected("PDF ini tidak lengkap. Simpan atau pindai lagi, lalu unggah.", field=field)
    return content


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def plain_name(name: str | None) -> str:
    """Return the name of an uploaded file as it is kept: no folders, nothing that a file system refuses."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    stem, dot, extension = FORBIDDEN.sub(" ", last).strip(" .").rpartition(".")
    if not dot:
        return extension[:LONGEST_NAME] or "berkas"
    return f"{stem[:LONGEST_NAME].strip()}.{extension[:8]}"


def _picture(stream: BinaryIO, largest: int, field: str) -> Image.Image:
    content = _read(stream, (JPEG, PNG), largest, "Berkas ini bukan gambar JPEG atau PNG.", field)
    try:
        picture = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
        if picture.width * picture.height > MOST_PIXELS:
            raise Rejected("Gambar ini terlalu besar, paling besar 50 juta piksel.", field=field)
        return ImageOps.exif_transpose(picture)  # reads every pixel: half a picture is found here
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Rejected(BROKEN, field=field) from error


def _read(stream: BinaryIO, beginnings: tuple[bytes, ...], largest: int, other: str, field: str) -> bytes:
    """Return the content of a file that begins as it should and is not too large."""
    beginning = stream.read(16)
    if not beginning.startswith(beginnings):
        raise Rejected(other, field=field)
    content = beginning + stream.read(largest)
    if len(content) > largest:
        raise Rejected(f"Berkas ini terlalu besar, paling besar {largest // MB} MB.", field=field)
    return content


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    """Return the pixels alone as a file: what else the picture carried is left behind."""
    target = BytesIO()
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    bare.save(target, form, **options)
    return target.getvalue()
