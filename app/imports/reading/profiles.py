"""What respondents tell about themselves, from the many ways in which forms write it. Blank is declined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.imports.reading.problems import Unreadable
from app.imports.reading.words import Cell, is_blank, plain, shown
from app.responses.masking import mask_personal
from app.responses.profile import (
    MAX_AGE,
    MIN_AGE,
    AgeBand,
    Education,
    Occupation,
    OfficeKind,
    Position,
    Sex,
    age_band,
)
from app.vocabulary import Labelled

MAX_OTHER = 60
DECLINED = frozenset({"tidak menjawab", "tidak ingin menjawab", "tidak diisi", "n a", "kosong"})

SEX = {
    **dict.fromkeys(("l", "lk", "laki laki", "laki", "lelaki", "pria", "male", "m", "cowok"), Sex.MALE),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "female", "f"), Sex.FEMALE),
}
EDUCATION = {
    Education.NONE: r"tidak (tamat )?sekolah|tidak belum (pernah )?sekolah|belum sekolah|tidak (tamat|lulus) sd",
    Education.SD: r"(sd|mi|sekolah dasar)( (mi|sederajat))*",
    Education.SMP: r"(smp|sltp|mts|sekolah menengah pertama)( (sltp|mts|smp|sederajat))*",
    Education.SMA: r"(sma|slta|smu|smk|ma|stm|smea|sekolah menengah atas)( (slta|smk|ma|sma|smu|sederajat))*",
    Education.DIII: r"d ?(iii|3)|diploma (iii|3|tiga)",
    Education.DIV: r"d ?(iv|4)|diploma (iv|4|empat)|sarjana terapan",
    Education.S1: r"(s ?(1|i)|sarjana|strata (1|i|satu)|sarjana s1)( sederajat)?",
    Education.S2: r"s ?(2|ii)|magister|strata (2|ii|dua)|pascasarjana",
    Education.S3: r"s ?(3|iii)|doktor|strata (3|iii|tiga)",
}
OCCUPATION = {
    Occupation.PNS: r"pns|asn|cpns|asn pns|pns asn|pegawai negeri( sipil)?|aparatur sipil negara",
    Occupation.PPPK: r"pppk|p3k|asn pppk|pegawai pemerintah dengan perjanjian kerja",
    Occupation.TNI: r"tni|tentara",
    Occupation.POLRI: r"polri|polisi",
    Occupation.PRIVATE: r"((pegawai|karyawan|karyawati|pekerja|buruh) )?swasta|karyawan|karyawati",
    Occupation.ENTREPRENEUR: r"wirausaha(wan)?|wiraswasta|pengusaha|pedagang|usaha sendiri|wirausaha wiraswasta",
    Occupation.HOMEMAKER: r"(ibu|mengurus) rumah tangga|irt",
    Occupation.STUDENT: r"pelajar|mahasiswa|mahasiswi|siswa|pelajar mahasiswa|mahasiswa pelajar",
    Occupation.FARMER: r"petani|nelayan|petani nelayan|peternak|petani pekebun",
    Occupation.RETIRED: r"pensiunan?|purnawirawan|purna tugas",
}
OFFICE_KIND = {
    OfficeKind.SEKRETARIAT: r"(sekretariat|setda|setwan|bagian)( .*)?",
    OfficeKind.DINAS: r"dinas( .*)?",
    OfficeKind.BADAN: r"badan( .*)?",
    OfficeKind.INSPEKTORAT: r"inspektorat( .*)?",
    OfficeKind.KECAMATAN: r"(kecamatan|kec)( .*)?",
    OfficeKind.KELURAHAN: r"(kelurahan|kel)( .*)?",
    OfficeKind.PUSKESMAS: r"(puskesmas|uptd puskesmas)( .*)?",
    OfficeKind.HOSPITAL: r"(rsud|rumah sakit)( .*)?",
    OfficeKind.SCHOOL: r"(sekolah|sdn?|smpn?|sman?|smkn?|tk)( .*)?",
    OfficeKind.OTHER: r"lainnya|lain lain",
}
POSITION = {
    Position.TOP_LEADER: r"pimpinan tinggi( .*)?|jpt( .*)?|eselon (i|ii|1|2)[ab]?|kepala (dinas|badan)",
    Position.ADMINISTRATOR: r"administrator|camat|sekretaris|kepala bidang|kabid|eselon (iii|3)[ab]?",
    Position.SUPERVISOR: r"pengawas|lurah|kepala (seksi|subbagian|sub bagian|upt)|kasi|kasubbag|eselon (iv|4)[ab]?",
    Position.FUNCTIONAL: r"(jabatan )?fungsional( .*)?|(.* )?ahli (pertama|muda|madya|utama)|guru|auditor|dokter|perawat|bidan|jf( .*)?",
    Position.EXECUTOR: r"pelaksana|staf|staff|jabatan pelaksana|jfu",
    Position.NOT_ASN: r"non asn|honorer|tenaga honorer|thl|kontrak|pegawai kontrak|tks|ppnpn|outsourcing",
}
_AGE = re.compile(r"(\d{1,3})(?:[.,]0+)? ?(?:th|thn|tahun|t)?\.?")
_RANGE = re.compile(r"(\d{1,3}) ?(?:-|–|—|s\.?/?d\.?|sampai|hingga) ?(\d{1,3})(?: ?(?:th|thn|tahun))?\.?")
_ABOVE = re.compile(
    r"(?:>=?|≥|di ?atas|lebih dari) ?(\d{1,3})(?: ?(?:th|thn|tahun))?|(\d{1,3}) ?(?:\+|(?:th|thn|tahun)? ?ke ?atas)(?: ?(?:th|thn|tahun))?"
)
BANDS = {AgeBand.AGE_17_19: (17, 19), AgeBand.AGE_20_29: (20, 29), AgeBand.AGE_30_39: (30, 39), AgeBand.AGE_40_49: (40, 49),
         AgeBand.AGE_50_59: (50, 59), AgeBand.AGE_60_UP: (60, MAX_AGE)}  # fmt: skip


def is_declined(cell: Cell) -> bool:
    return is_blank(cell) or (isinstance(cell, str) and plain(cell) in DECLINED)


def read_sex(cell: Cell) -> str | None:
    if is_declined(cell):
        return None
    found = SEX.get(plain(shown(cell)))
    if found is None:
        raise Unreadable("Jenis kelamin harus L atau P.", "Tulis L atau P; kosongkan jika tidak menjawab")
    return found.value


def read_age(cell: Cell) -> tuple[str | None, bool]:
    """Return the band, and whether a group of ages was told that lies in none of the bands (it is then left out)."""
    if is_declined(cell):
        return None, False
    text = " ".join(shown(cell).casefold().split())
    if found := _AGE.fullmatch(text):
        return _band(int(found[1])), False
    group = _group(text)
    if group is None:
        raise Unreadable(
            "Usia harus angka bulat.", "Tulis umurnya dalam tahun, misalnya 35; kosongkan jika tidak menjawab"
        )
    inside = next((band for band, (low, high) in BANDS.items() if low <= group[0] and group[1] <= high), None)
    return (inside.value if inside else None), inside is None


def read_education(cell: Cell) -> str | None:
    if is_declined(cell):
        return None
    found = _matching(EDUCATION, shown(cell))
    if found is None:
        words = ", ".join(member.label for member in Education)
        raise Unreadable("Pendidikan tidak dikenal.", f"Salah satu dari: {words}")
    return found.value


def read_office_kind(cell: Cell) -> str | None:
    """Return the kind of office; the name of an office says it too: "Dinas Kesehatan" is a dinas."""
    if is_declined(cell):
        return None
    found = _matching(OFFICE_KIND, shown(cell)) or _labelled(OfficeKind, cell)
    return (found or OfficeKind.OTHER).value


def read_position(cell: Cell) -> tuple[str | None, bool]:
    """Return the kind of post, and whether something was told that is none of them (it is then left out)."""
    if is_declined(cell):
        return None, False
    found = _matching(POSITION, shown(cell)) or _labelled(Position, cell)
    return (found.value if found else None), found is None


def read_occupation(cell: Cell) -> tuple[str | None, str | None]:
    """Return the occupation, and the words for one that the list does not hold."""
    if is_declined(cell):
        return None, None
    text = " ".join(shown(cell).split())
    found = _matching(OCCUPATION, text)
    if found is not None:
        return found.value, None
    other = "" if plain(text) in ("lainnya", "lain lain", "other") else mask_personal(text)[:MAX_OTHER]
    return Occupation.OTHER.value, other or None


def _labelled(vocabulary: type[Labelled], cell: Cell) -> Labelled | None:
    return next((each for each in vocabulary if plain(each.label) == plain(shown(cell))), None)


def _matching(patterns: Mapping[Any, str], text: str) -> Labelled | None:
    words = plain(text)
    return next((member for member, pattern in patterns.items() if re.fullmatch(pattern, words)), None)


def _band(age: int) -> str:
    if age < MIN_AGE:
        raise Unreadable(
            f"Responden berusia {MIN_AGE} tahun ke atas.",
            "Periksa usianya; untuk anak, isi usia pendamping yang menjawab",
        )
    if age > MAX_AGE:
        raise Unreadable(f"Usia paling tinggi {MAX_AGE} tahun.", "Periksa angkanya; kosongkan jika tidak menjawab")
    return age_band(age).value


def _group(text: str) -> tuple[int, int] | None:
    if found := _RANGE.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := _ABOVE.fullmatch(text):
        return int(found[1] or found[2]), MAX_AGE
    if found := re.fullmatch(r"(?:<=?|≤|di ?bawah|kurang dari) ?(\d{1,3})(?: ?(?:th|thn|tahun))?", text):
        return 0, int(found[1])
    return None
