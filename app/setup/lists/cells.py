"""What a cell of a list says. Blank is None: a new row takes the usual value, a known one keeps its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from app.access.roles import HEAD_ROLES, Role
from app.accounts.forms import EMAIL as EMAIL_SHAPE
from app.imports.reading.problems import Unreadable
from app.imports.reading.words import Cell, is_blank, plain, shown
from app.opd.fields import read_count
from app.opd.models import CustomerKind, Kewajiban, ServiceChannel
from app.opd.words import KINDS, KODE, KODE_RULE

Word = TypeVar("Word", bound=StrEnum)
WHOLE_DAY = "24"  # said in the column of the opening hour
DAY = 86400
_TIME = re.compile(r"(?:pukul |jam )?(\d{1,2})(?:[.:](\d{2}))?(?:[.:]\d{2})?(?: ?wib)?")
YES, NO = (
    frozenset({"ya", "y", "x", "v", "1", "benar", "gratis", "plt"}),
    frozenset({"tidak", "t", "0", "salah", "bukan"}),
)
KEWAJIBAN = {each.value: each for each in Kewajiban}
CUSTOMERS = {"masyarakat": CustomerKind.MASYARAKAT, "umum": CustomerKind.MASYARAKAT, "internal": CustomerKind.INTERNAL}
CHANNELS = {
    "tatap muka": ServiceChannel.TATAP_MUKA, "luring": ServiceChannel.TATAP_MUKA, "loket": ServiceChannel.TATAP_MUKA,
    "daring": ServiceChannel.DARING, "online": ServiceChannel.DARING, "elektronik": ServiceChannel.DARING,
}  # fmt: skip
ROLES = {
    "kepala": Role.KEPALA, "kepala opd": Role.KEPALA, "admin": Role.ADMIN_OPD, "admin opd": Role.ADMIN_OPD, "pic": Role.ADMIN_OPD,
    "pic skm": Role.ADMIN_OPD, "kepala upp": Role.KEPALA_UPP, "kepala unit": Role.KEPALA_UPP, "admin upp": Role.ADMIN_UPP,
    "admin unit": Role.ADMIN_UPP, "petugas": Role.PETUGAS, "surveyor": Role.PETUGAS,
}  # fmt: skip


def kode(cell: Cell) -> str | None:
    text = shown(cell).strip()
    if text and not KODE.fullmatch(text):
        raise Unreadable("Kode tidak dapat dipakai.", KODE_RULE.rstrip("."))
    return text or None


def office_kind(cell: Cell) -> str | None:
    return plain(shown(cell))[:40] or None


def guess_office_kind(name: str) -> str:
    """Return the kind of office that a name begins with: "Dinas Kesehatan" is a dinas."""
    first = plain(name).split(" ")[0]
    return {"sekretaris": "sekretariat", "rumah": "rsud"}.get(first, first if first in KINDS else "dinas")


def kewajiban(cell: Cell) -> Kewajiban | None:
    return _one_of(cell, KEWAJIBAN, "Kewajiban tidak dikenal.", "Tulis wajib, diharapkan, atau dikecualikan")


def customer(cell: Cell) -> CustomerKind | None:
    return _one_of(cell, CUSTOMERS, "Jenis pelanggan tidak dikenal.", "Tulis masyarakat atau internal")


def channel(cell: Cell) -> ServiceChannel | None:
    return _one_of(cell, CHANNELS, "Cara layanan tidak dikenal.", "Tulis tatap muka atau daring")


def role(cell: Cell) -> Role:
    found = _one_of(
        cell, ROLES, "Peran tidak dikenal.", "Tulis Kepala OPD, Admin OPD, Kepala UPP, Admin UPP, atau Petugas"
    )
    if found is None:
        raise Unreadable("Peran belum diisi.", "Tulis Kepala OPD, Admin OPD, Kepala UPP, Admin UPP, atau Petugas")
    return found


def acting(cell: Cell, held: Role | None) -> bool:
    said = bool(yes(cell))
    if said and held is not None and held not in HEAD_ROLES:
        raise Unreadable("Plt. hanya untuk kepala.", "Kosongkan kolom ini")
    return said


def yes(cell: Cell) -> bool | None:
    if is_blank(cell):
        return None
    word = plain(shown(cell))
    if word not in YES | NO:
        raise Unreadable("Isi ya atau tidak.", "Tulis ya, atau kosongkan")
    return word in YES


def users(cell: Cell) -> int | None:
    if is_blank(cell):
        return None
    try:
        return read_count(shown(cell).strip())
    except ValueError as error:
        raise Unreadable(f"{error}", "Hitung dari buku atau aplikasi layanan; kosongkan bila belum tahu") from error


def email(cell: Cell) -> str:
    text = shown(cell).strip().lower()
    if not text:
        raise Unreadable("E-mail belum diisi.", "Tulis alamat yang dibaca orangnya")
    if not EMAIL_SHAPE.regex.match(text) or len(text) > 254:
        raise Unreadable("Alamat e-mail tidak lengkap.", "Tulis seperti nama@contoh.go.id")
    return text


def hours(cell: Cell) -> time | None:
    """Return an hour of the day; None where the cell is blank or says that the titik never closes."""
    if is_blank(cell) or plain(shown(cell)) in (WHOLE_DAY, f"{WHOLE_DAY} jam"):
        return None
    found = _clock(cell)
    if found is None:
        raise Unreadable("Jam tidak dikenal.", "Tulis seperti 08.00; kosongkan bila 24 jam")
    return found


def _clock(cell: Cell) -> time | None:
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta):
        return _of_seconds(cell.total_seconds())
    if isinstance(cell, float) and 0 < cell < 1:  # a time without its format
        return _of_seconds(cell * DAY)
    found = _TIME.fullmatch(shown(cell).strip().casefold().replace(",", "."))
    return _of_seconds(int(found[1]) * 3600 + int(found[2] or 0) * 60) if found and int(found[2] or 0) < 60 else None


def _of_seconds(seconds: float) -> time | None:
    minutes = round(seconds / 60)
    return time(minutes // 60, minutes % 60) if 0 <= minutes < 1440 else None


def _one_of(cell: Cell, words: Mapping[str, Word], message: str, fix: str) -> Word | None:
    if is_blank(cell):
        return None
    found = words.get(plain(shown(cell)))
    if found is None:
        raise Unreadable(message, fix)
    return found
