"""The bukti dukung as it leaves by a link. Pure: bytes in, bytes out.

The ZIP that a UPP has made holds its processing sheet, one row a respondent. Whoever gets the link forwarded would have it
too, so it stays behind; whoever needs it reads it with an account.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from app.reports.evidence import README, SHEET

LEFT_OUT = "Lembar pengolahan data (satu baris setiap responden) tidak ikut lewat tautan ini; mintalah kepada Bagian Organisasi."


def without_answers(content: bytes) -> bytes:
    """Return the ZIP without the sheet of answers, its list of contents saying so."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as given:
        for entry in made.infolist():
            if entry.filename != SHEET:
                inside = made.read(entry)
                given.writestr(entry, _told(inside) if entry.filename == README else inside)
    return target.getvalue()


def _told(readme: bytes) -> bytes:
    lines = readme.decode().split("\r\n")
    return "\r\n".join(LEFT_OUT if line.strip() == SHEET else line for line in lines).encode()
