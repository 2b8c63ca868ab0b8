"""What the demo city is like: which OPD has come how far. Facts of the city are public; people are roles."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Fate(StrEnum):
    """How far an OPD has come in the running periode, in the words of the demo."""

    PUBLISHED = "dipublikasikan"
    VERIFIED = "diverifikasi"
    SUBMITTED = "diajukan"
    CLOSED = "ditutup"
    RETURNED = "dikembalikan"
    ON_TRACK = "berjalan sesuai jalur"
    BEHIND = "berjalan tertinggal"
    NOT_STARTED = "belum mulai"


@dataclass(frozen=True)
class OpdPlan:
    kode: str
    name: str
    short_name: str
    kind: str
    internal: bool
    layanan: tuple[str, ...]
    fate: Fate
    expected: bool  # "diharapkan" rather than "wajib"
    by_third_party: bool
    share: float = 1.0  # of the target that has been collected, where still running
    upp: tuple[str, ...] = field(default=())  # names of UPP, where there are several


FATES = {
    Fate.NOT_STARTED: "bappelitbangda dp3ap2kb",
    Fate.BEHIND: "disperkimta dsdabmbk kec-pondok-aren rsu-serpong-utara",
    Fate.CLOSED: "disdukcapil kec-ciputat-timur",
    Fate.RETURNED: "dpad",
    Fate.ON_TRACK: "dinkes bapenda dindikbud dishub damkar kec-serpong rsu-tangsel kesbangpol",
    Fate.SUBMITTED: "dispora bpbd setwan kec-setu dispar",
    Fate.PUBLISHED: "dpmptsp dlh dinsos disnaker kec-serpong-utara",
}
SHARES = {"disperkimta": 0.21, "dsdabmbk": 0.45, "kec-pondok-aren": 0.56, "rsu-serpong-utara": 0.78}
N_UNKNOWN = frozenset({"dp3ap2kb", "dsdabmbk"})  # nobody has said how many used their last layanan
THIRD_PARTY = frozenset({"disperkimta", "rsu-serpong-utara", "bapenda"})
# In an office that serves both, these layanan are for civil servants and other OPDs, and these for citizens.
INTERNAL_LAYANAN = frozenset({"Layanan Hosting", "Fasilitasi Persidangan", "Konsultasi Perencanaan", "Layanan Arsip"})
CITIZEN_LAYANAN = frozenset({"Layanan PPID", "Penerimaan Aspirasi", "Izin Penelitian"})
FREE_LAYANAN = frozenset(
    {"KTP-el", "Kartu Keluarga", "Akta Kelahiran", "Akta Kematian", "Pindah Datang", "Imunisasi", "Tanggap Darurat"}
)
ONLINE_LAYANAN = frozenset({"Konsultasi OSS", "Layanan Hosting", "Tanda Tangan Elektronik", "PBB-P2"})
PUSKESMAS = (
    "Rengas", "Pondok Benda", "Kampung Sawah", "Serpong 1", "Serpong 2", "Rawa Buntu", "Lengkong Wetan", "Lengkong Karya",
    "Pondok Jagung", "Paku Alam", "Ciputat", "Jombang", "Situ Gintung", "Sawah Lama", "Serua", "Ciputat Timur", "Pondok Ranji",
    "Rempoa", "Pisangan", "Pamulang", "Benda Baru", "Bambu Apus", "Setu", "Kranggan", "Bakti Jaya", "Jurang Mangu",
    "Pondok Aren", "Parigi", "Pondok Betung", "Pondok Pucung",
)  # fmt: skip
UNFINISHED_PUSKESMAS = 3  # the first ones; the other 27 have submitted
PUSKESMAS_LAYANAN = ("Poli Umum", "Imunisasi", "Surat Keterangan Sehat")


def opd_plans() -> list[OpdPlan]:
    """Return the forty OPDs in the order of the city's list."""
    fate_of = {kode: fate for fate, kodes in FATES.items() for kode in kodes.split()}
    with Path(__file__).with_name("opd.csv").open(encoding="utf-8", newline="") as file:
        return [
            OpdPlan(
                kode=row["kode"],
                name=row["nama"],
                short_name=row["singkatan"],
                kind=row["jenis"],
                internal=row["pelanggan"] == "internal",
                layanan=tuple(row["layanan"].split(";")),
                fate=fate_of.get(row["kode"], Fate.VERIFIED),
                expected=row["pelanggan"] == "internal",
                by_third_party=row["kode"] in THIRD_PARTY,
                share=SHARES.get(row["kode"], 0.9),
                upp=tuple(f"Puskesmas {name}" for name in PUSKESMAS) if row["kode"] == "dinkes" else (),
            )
            for row in csv.DictReader(file)
        ]


def is_internal(opd: OpdPlan, layanan: str) -> bool:
    """Return whether the layanan serves civil servants and other OPDs."""
    return layanan in INTERNAL_LAYANAN or (opd.internal and layanan not in CITIZEN_LAYANAN)
