"""What an entry says to a reader: its details in plain words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from app.access.roles import Role
from app.web.formats import angka, tanggal, tanggal_jam

NAMES = {
    "active": "aktif", "address": "alamat", "aggregation": "cara gabung", "channel": "cara layanan", "closes_at": "tutup",
    "codes": "pertanyaan", "count": "jumlah", "customer_kind": "pelanggan", "deadline": "tenggat", "decision": "keputusan",
    "document": "dokumen", "due_year": "tahun", "email": "e-mail", "escalation_emails": "tembusan pimpinan",
    "executor": "pelaksana", "exemption_reason": "alasan dikecualikan", "expires_at": "berlaku sampai", "file_name": "berkas",
    "free_by_law": "gratis menurut peraturan", "ikm": "IKM", "kewajiban": "kewajiban", "kind": "jenis", "kode": "kode",
    "last_day": "hari terakhir", "letters": "e-mail", "max_letters": "paling banyak pengingat",
    "min_answered": "jawaban paling sedikit", "name": "nama", "on_behalf": "atas nama", "opens_at": "buka",
    "opens_on": "dibuka", "people": "orang", "quarter": "triwulan", "reminder_hour": "jam pengingat",
    "reminder_steps": "hari pengingat", "respondents": "responden", "responsible": "penanggung jawab", "role": "peran",
    "rows": "baris", "sample_basis": "target responden", "sheets": "lembar", "short_name": "singkatan",
    "show_running": "tampilkan angka sementara", "state": "status", "successor": "penerus", "target": "target", "units": "unit",
    "unsur": "unsur", "users": "jumlah pengguna", "verification_code": "kode verifikasi data", "version": "versi",
    "way": "cara", "window_from": "mulai", "window_to": "selesai", "year": "tahun", "activity": "kegiatan", "outcome": "hasil",
    "obstacle": "kendala", "done_on": "selesai", "late": "susulan", "differences": "perbedaan", "items": "wawancara",
    "before": "sebelumnya", "collected_on": "dikumpulkan", "signer": "penanda tangan", "section": "bagian",
    "on_time": "tepat waktu", "since": "sejak", "until": "sampai", "opd": "OPD",
    "period": "periode",
}  # fmt: skip
# Said elsewhere, or meant for machines.
SILENT = frozenset({"note", "reason", "text", "sha256", "survey", "places", "upp", "device_id", "outcomes", "scopes", "petugas", "code", "changes"})  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(?:[+-]\d{2}:\d{2}|Z)?")


def told(details: Mapping[str, Any]) -> list[str]:
    """Return the details as phrases: "jumlah pengguna: 500 menjadi 1.200", "IKM 84,20"."""
    return [*_changes(details.get("changes")), *_facts(details)]


def remark(details: Mapping[str, Any]) -> str:
    """Return the words that somebody wrote with the act, if any."""
    return str(details.get("note") or details.get("reason") or details.get("text") or "")


def _changes(changes: Any) -> Iterator[str]:
    for name, value in (changes or {}).items() if isinstance(changes, Mapping) else ():
        if isinstance(value, list) and len(value) == 2:
            yield f"{_name(name)}: {_value(value[0])} menjadi {_value(value[1])}"
        else:
            yield f"{_name(name)}: {_value(value)}"


def _facts(details: Mapping[str, Any]) -> Iterator[str]:
    for name, value in details.items():
        if name not in SILENT and value not in (None, "", [], {}):
            yield f"{_name(name)} {_value(value)}"


def _name(name: str) -> str:
    return NAMES.get(name, name.replace("_", " "))


def _value(value: Any) -> str:
    if value is None or value == "":
        return "kosong"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int):
        return angka(value)
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "kosong"
    return _text(str(value))


def _text(text: str) -> str:
    if text in set(Role):
        return Role(text).label
    if _MOMENT.fullmatch(text):
        return tanggal_jam(datetime.fromisoformat(text))
    if _DAY.fullmatch(text):
        return tanggal(date.fromisoformat(text))
    if re.fullmatch(r"\d{1,3}\.\d{2}", text):
        return text.replace(".", ",")
    return text.replace("_", " ") if re.fullmatch(r"[a-z]+(_[a-z]+)+", text) else text
