"""The trail as a file for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from io import StringIO

from app.audit.queries import EntryLine
from app.web.formats import tanggal_jam

MOST = 10_000
HEAD = ("Waktu", "OPD", "Kejadian", "Objek", "Rincian", "Catatan", "Oleh", "Peran")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet takes a CSV cell that begins so for a formula


def as_csv(lines: Iterable[EntryLine], who: Callable[[EntryLine], str]) -> bytes:
    """Return the entries, with the mark that lets Excel see UTF-8."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    for line in lines:
        cells = (
            tanggal_jam(line.at), line.opd_name, line.label, line.subject_name, "; ".join(line.facts), line.remark, who(line), line.actor_role
        )  # fmt: skip
        writer.writerow([f"'{cell}" if cell.startswith(DANGEROUS) else cell for cell in cells])
    return text.getvalue().encode("utf-8-sig")
