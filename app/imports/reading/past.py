"""Files about years before Potret: results as their reports say them, and what was planned after them.

Their headings are those of the files to fill in (downloads.py), in any order; other columns are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.followups.models import FollowupState
from app.ikm import Unsur
from app.imports.reading import meanings
from app.imports.reading.moments import NAMES as MONTHS
from app.imports.reading.moments import MomentColumn
from app.imports.reading.problems import Unreadable
from app.imports.reading.sheets import Sheet
from app.imports.reading.tables import TableReader, text_of
from app.imports.reading.words import Cell, is_blank, plain, shown
from app.opd.models import CustomerKind

FIRST_YEAR = 2004  # of the first decree on the index
UPP, YEAR, KIND, RESPONDENTS, IKM = "Kode UPP", "Tahun", "Pelanggan", "Jumlah responden", "IKM"
UNSUR, ACTIVITY, WHEN, RESPONSIBLE = "Unsur", "Kegiatan", "Waktu", "Penanggung jawab"
STATUS, DONE_ON, OUTCOME = "Status", "Tanggal selesai", "Hasil"
RESULT_HEADS = (UPP, YEAR, KIND, RESPONDENTS, IKM, *(unsur.short_name for unsur in Unsur))
FOLLOWUP_HEADS = (UPP, YEAR, UNSUR, ACTIVITY, WHEN, RESPONSIBLE, STATUS, DONE_ON, OUTCOME)
RESULT_NEEDED = frozenset({YEAR, RESPONDENTS, IKM})
FOLLOWUP_NEEDED = frozenset({YEAR, UNSUR, ACTIVITY, WHEN, RESPONSIBLE})
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
STATES = {
    FollowupState.SELESAI: "selesai sudah terlaksana tuntas",
    FollowupState.BERJALAN: "berjalan proses sedang sebagian",
    FollowupState.RENCANA: "rencana belum direncanakan",
}
_QUARTER = re.compile(r"(?:triwulan|tw|kuartal|q) ?(i{1,3}|iv|[1-4])(?: (?:tahun )?(\d{4}))?")
_MONTH = re.compile(r"(?:bulan )?([a-z]+)(?: (\d{4}))?")


@dataclass(frozen=True)
class PastRow:
    """A result: NRR by code, with the places that the report prints."""

    number: int
    upp_id: UUID
    year: int
    kind: CustomerKind
    respondents: int
    ikm: Decimal
    nrr: Mapping[str, str]


@dataclass(frozen=True)
class PastPlan:
    """A plan of an RTL with what became of it."""

    number: int
    upp_id: UUID
    year: int
    unsur: Unsur
    activity: str
    quarter: int
    due_year: int
    responsible: str
    state: FollowupState
    done_on: date | None
    outcome: str


class PastSheet(TableReader):
    """`upp`: id by code, of those that the person may fill in."""

    def __init__(
        self, sheet: Sheet, heads: Sequence[str], needed: frozenset[str], upp: Mapping[str, UUID], today: date
    ) -> None:
        super().__init__(sheet, {head: () for head in heads}, needed, aside=frozenset({UPP}))
        self.upp, self.today = upp, today

    def upp_id(self, cell: Cell) -> UUID:
        code = shown(cell).strip().casefold()
        if not code and len(self.upp) == 1:
            return next(iter(self.upp.values()))
        if code not in self.upp:
            raise Unreadable(
                "Kode UPP tidak dikenal." if code else "Kode UPP belum diisi.",
                f"Salah satu dari: {', '.join(self.upp)}",
            )
        return self.upp[code]

    def year(self, cell: Cell) -> int:
        return int(_number(cell, FIRST_YEAR, self.today.year - 1, 0, "Tahun"))


def read_results(sheet: Sheet, upp: Mapping[str, UUID], today: date) -> list[PastRow]:
    """Return the results of a sheet. Raises FileRejected with every wrong cell."""
    reader = PastSheet(sheet, RESULT_HEADS, RESULT_NEEDED, upp, today)
    seen: dict[tuple[Any, ...], int] = {}

    def parse(index: int) -> PastRow:
        nrr = {unsur.value: reader.at(unsur.short_name, index, _nrr) for unsur in Unsur}
        row = PastRow(
            number=index + 1,
            upp_id=reader.at(UPP, index, reader.upp_id),
            year=reader.at(YEAR, index, reader.year),
            kind=reader.at(KIND, index, _kind),
            respondents=int(
                reader.at(RESPONDENTS, index, lambda cell: _number(cell, 1, 10_000_000, 0, "Jumlah responden")) or 0
            ),
            ikm=reader.at(IKM, index, lambda cell: _number(cell, 25, 100, 2, "IKM")),
            nrr={code: value for code, value in nrr.items() if value},
        )
        key = (row.upp_id, row.year, row.kind)
        if None not in key and key in seen:
            reader.wrong(YEAR, index, Unreadable(f"Tahun ini sudah ada di baris {seen[key]}.", "Hapus salah satunya"))
        seen.setdefault(key, row.number)
        return row

    return reader.read(parse)


def read_followups(sheet: Sheet, upp: Mapping[str, UUID], today: date, dates: MomentColumn) -> list[PastPlan]:
    """Return the plans of a sheet. Raises FileRejected with every wrong cell."""
    reader = PastSheet(sheet, FOLLOWUP_HEADS, FOLLOWUP_NEEDED, upp, today)

    def parse(index: int) -> PastPlan:
        year = reader.at(YEAR, index, reader.year)
        quarter, due_year = reader.at(WHEN, index, lambda cell: _when(cell, year)) or (0, 0)
        done_on = reader.at(DONE_ON, index, dates.read)
        plan = PastPlan(
            number=index + 1,
            upp_id=reader.at(UPP, index, reader.upp_id),
            year=year,
            unsur=reader.at(UNSUR, index, _unsur),
            activity=reader.at(ACTIVITY, index, lambda cell: text_of(cell, 300, "Kegiatan")),
            quarter=quarter,
            due_year=due_year,
            responsible=reader.at(RESPONSIBLE, index, lambda cell: text_of(cell, 120, "Penanggung jawab")),
            state=reader.at(STATUS, index, _state),
            done_on=done_on.at.date() if done_on else None,
            outcome=reader.at(OUTCOME, index, lambda cell: text_of(cell, 500, "Hasil", needed=False)),
        )
        if plan.state is FollowupState.SELESAI and plan.done_on is None:
            reader.wrong(
                STATUS, index, Unreadable("Kegiatan selesai tanpa tanggal selesai.", "Isi kolom Tanggal selesai")
            )
        return plan

    return reader.read(parse)


def _number(cell: Cell, low: int, high: int, places: int, word: str) -> Decimal:
    text = shown(cell).strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,15})?", text):
        raise Unreadable(f"{word} harus angka.", f"Isi angka dari {low} sampai {high}")
    value = Decimal(text)
    if value != round(value, places):
        rule = f"paling banyak {places} angka di belakang koma" if places else "bilangan bulat"
        raise Unreadable(f"{word} harus {rule}.", "Tulis seperti di laporannya")
    if not low <= value <= high:
        raise Unreadable(f"{word} di luar {low} sampai {high}.", "Periksa angkanya di laporan")
    return round(value, places)


def _nrr(cell: Cell) -> str | None:
    if is_blank(cell):
        return None
    return str(_number(cell, 1, 4, 4, "NRR").normalize())


def _kind(cell: Cell) -> CustomerKind:
    word = plain(shown(cell)) or CustomerKind.MASYARAKAT.value
    if word not in set(CustomerKind):
        raise Unreadable("Jenis pelanggan tidak dikenal.", "Tulis masyarakat atau internal")
    return CustomerKind(word)


def _unsur(cell: Cell) -> Unsur:
    found = meanings.of_label(shown(cell))
    if found is None or found.unsur is None:
        raise Unreadable("Unsur tidak dikenal.", f"Salah satu dari: {', '.join(unsur.short_name for unsur in Unsur)}")
    return found.unsur


def _when(cell: Cell, year: int | None) -> tuple[int, int]:
    """Return quarter and year; without a year it is the one after the survey."""
    if isinstance(cell, datetime | date):
        return (cell.month + 2) // 3, cell.year
    text, after = plain(shown(cell)), (year or 0) + 1
    if found := _QUARTER.fullmatch(text):
        return QUARTERS[found[1]], int(found[2] or after)
    if (found := _MONTH.fullmatch(text)) and found[1] in MONTHS:
        return (MONTHS[found[1]] + 2) // 3, int(found[2] or after)
    raise Unreadable("Waktu tidak dikenal.", "Tulis seperti Triwulan II 2026 atau Juni 2026")


def _state(cell: Cell) -> FollowupState:
    words = set(plain(shown(cell)).split())
    if not words or "belum" in words:
        return FollowupState.RENCANA
    found = next((state for state, known in STATES.items() if words & set(known.split())), None)
    if found is None:
        raise Unreadable("Status tidak dikenal.", "Tulis Selesai, Berjalan, atau Rencana")
    return found
