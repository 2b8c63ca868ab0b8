"""How reports, and the people who sign them, are named. Pure."""

from __future__ import annotations

import re

from app.opd.models import CustomerKind

LONGEST_NAME = 120  # of a file, so that office PCs can still put a folder in front of it
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')  # in file names, by Windows or by a header
# An office whose head is not called "kepala": the first word of its name, and that of its head's title.
HEADS = {
    "Inspektorat": "Inspektur",
    "Kecamatan": "Camat",
    "Kelurahan": "Lurah",
    "RSUD": "Direktur RSUD",
    "Rumah": "Direktur Rumah",
    "Sekretariat": "Sekretaris",
}


def head_of(office: str) -> str:
    """Return the title of the head of an office: `Kepala Dinas Sosial`, `Camat Pondok Aren`."""
    first, blank, rest = office.partition(" ")
    return f"{HEADS[first]}{blank}{rest}" if first in HEADS else f"Kepala {office}"


def title_period(name: str, year: int) -> str:
    """Return a periode as titles carry it, always with its year: `Tahunan 2026`."""
    title = name.removeprefix("SKM").strip()
    return title if str(year) in title else f"{title} {year}".strip()


def file_name(
    what: str, title: str, unit: str, kind: CustomerKind, *, several_kinds: bool, extension: str = "pdf"
) -> str:
    """Return the name under which a document is saved; with both kinds of customer it says whose document it is."""
    whose = f" - pelanggan {kind.value}" if several_kinds else ""
    return f"{_plain(f'{what} {title} - {unit}')}{whose}.{extension}"


def city_file_name(what: str, title: str, city: str, extension: str) -> str:
    """Return the name under which a document of the whole city is saved."""
    return f"{_plain(f'{what} SKM {title} - {city}')}.{extension}"


def _plain(name: str) -> str:
    return " ".join(FORBIDDEN.sub(" ", name).split())[:LONGEST_NAME].rstrip(" .")
