"""What a respondent may tell about themselves: closed vocabularies with their Indonesian labels.

Every field may be declined, which is stored as nothing at all. No name and no NIK is ever asked, and ages are
kept as bands only (PermenPANRB 14/2017, Lampiran: the profile on the questionnaire).
"""

from __future__ import annotations

from app.vocabulary import Labelled

MIN_AGE = 17
MAX_AGE = 110


class Sex(Labelled):
    MALE = "L", "Laki-laki"
    FEMALE = "P", "Perempuan"


class AgeBand(Labelled):
    AGE_17_19 = "17-19", "17–19 tahun"
    AGE_20_29 = "20-29", "20–29 tahun"
    AGE_30_39 = "30-39", "30–39 tahun"
    AGE_40_49 = "40-49", "40–49 tahun"
    AGE_50_59 = "50-59", "50–59 tahun"
    AGE_60_UP = "60+", "60 tahun ke atas"


class Education(Labelled):
    NONE = "TIDAK_SEKOLAH", "Tidak sekolah"
    SD = "SD", "SD"
    SMP = "SMP", "SMP"
    SMA = "SMA", "SMA"
    DIII = "DIII", "DIII"
    DIV = "DIV", "DIV"
    S1 = "S1", "S1"
    S2 = "S2", "S2"
    S3 = "S3", "S3"


class Occupation(Labelled):
    """The regulation's list, with the four that it hides under "lainnya" named."""

    PNS = "PNS", "PNS"
    PPPK = "PPPK", "PPPK"
    TNI = "TNI", "TNI"
    POLRI = "POLRI", "POLRI"
    PRIVATE = "SWASTA", "Swasta"
    ENTREPRENEUR = "WIRAUSAHA", "Wirausaha"
    HOMEMAKER = "IBU_RUMAH_TANGGA", "Ibu rumah tangga"
    STUDENT = "PELAJAR", "Pelajar/mahasiswa"
    FARMER = "PETANI", "Petani"
    RETIRED = "PENSIUNAN", "Pensiunan"
    OTHER = "LAINNYA", "Lainnya"


class OfficeKind(Labelled):
    """Where an internal customer works."""

    SEKRETARIAT = "SEKRETARIAT", "Sekretariat Daerah/DPRD"
    DINAS = "DINAS", "Dinas"
    BADAN = "BADAN", "Badan"
    INSPEKTORAT = "INSPEKTORAT", "Inspektorat"
    KECAMATAN = "KECAMATAN", "Kecamatan"
    KELURAHAN = "KELURAHAN", "Kelurahan"
    PUSKESMAS = "PUSKESMAS", "Puskesmas"
    HOSPITAL = "RSUD", "RSUD"
    SCHOOL = "SEKOLAH", "Sekolah"
    OTHER = "LAINNYA", "Lainnya"


class Position(Labelled):
    """An internal customer's kind of post (UU 20/2023); the full title could name a person."""

    TOP_LEADER = "PIMPINAN_TINGGI", "Pimpinan tinggi"
    ADMINISTRATOR = "ADMINISTRATOR", "Administrator"
    SUPERVISOR = "PENGAWAS", "Pengawas"
    FUNCTIONAL = "FUNGSIONAL", "Fungsional"
    EXECUTOR = "PELAKSANA", "Pelaksana"
    NOT_ASN = "NON_ASN", "Non-ASN"


def age_band(age: int) -> AgeBand:
    """Return the band of an age in whole years; ValueError outside 17 to 110."""
    if not MIN_AGE <= age <= MAX_AGE:
        raise ValueError(f"age {age} is outside {MIN_AGE} to {MAX_AGE}")
    decade = min(age // 10, 6)
    return list(AgeBand)[decade - 1]
