"""The trail as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.audit.queries import EntryLine
from app.web.csv_text import csv_bytes
from app.web.formats import tanggal_jam

MOST = 10_000
HEAD = ("Waktu", "OPD", "Kejadian", "Objek", "Rincian", "Catatan", "Oleh", "Peran")


def as_csv(lines: Iterable[EntryLine], who: Callable[[EntryLine], str]) -> bytes:
    rows = (
        (tanggal_jam(line.at), line.opd_name, line.label, line.subject_name, "; ".join(line.facts), line.remark, who(line), line.actor_role)
        for line in lines
    )  # fmt: skip
    return csv_bytes(HEAD, rows)
