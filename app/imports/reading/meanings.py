"""What a column may hold, and what the words above it say about that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from app.ikm import Unsur
from app.imports.reading.words import plain


class Meaning(StrEnum):
    """The nine unsur by their codes, then what belongs to the respondent and to the place.

    TAMBAHAN is a pertanyaan tambahan of this UPP; the plan says which.
    """

    PERSYARATAN = "PERSYARATAN"
    PROSEDUR = "PROSEDUR"
    WAKTU = "WAKTU"
    BIAYA = "BIAYA"
    PRODUK = "PRODUK"
    KOMPETENSI = "KOMPETENSI"
    PERILAKU = "PERILAKU"
    SARPRAS = "SARPRAS"
    PENGADUAN = "PENGADUAN"
    WAKTU_ISI = "waktu_isi"
    JENIS_KELAMIN = "jenis_kelamin"
    USIA = "usia"
    PENDIDIKAN = "pendidikan"
    PEKERJAAN = "pekerjaan"
    JENIS_KANTOR = "jenis_kantor"
    JABATAN = "jabatan"
    SARAN = "saran"
    LAYANAN = "layanan"
    TITIK = "titik"
    TAMBAHAN = "tambahan"
    NOMOR = "nomor"
    ABAIKAN = "abaikan"

    @property
    def unsur(self) -> Unsur | None:
        return Unsur(self.value) if self.value in set(Unsur) else None

    @property
    def label(self) -> str:
        return self.unsur.official_name if self.unsur else LABELS[self]

    @property
    def short(self) -> str:
        return self.unsur.short_name if self.unsur else SHORT.get(self, LABELS[self])


M = Meaning
LABELS = {
    M.WAKTU_ISI: "Waktu pengisian",
    M.JENIS_KELAMIN: "Jenis kelamin",
    M.USIA: "Usia",
    M.PENDIDIKAN: "Pendidikan",
    M.PEKERJAAN: "Pekerjaan",
    M.JENIS_KANTOR: "Jenis kantor (pelanggan internal)",
    M.JABATAN: "Jabatan (pelanggan internal)",
    M.SARAN: "Saran",
    M.LAYANAN: "Layanan",
    M.TITIK: "Titik layanan",
    M.TAMBAHAN: "Pertanyaan tambahan",
    M.NOMOR: "Nomor urut",
    M.ABAIKAN: "Tidak dibaca",
}
SHORT = {
    M.JENIS_KANTOR: "Jenis kantor",
    M.JABATAN: "Jabatan",
    M.WAKTU_ISI: "Waktu isi",
    M.JENIS_KELAMIN: "L/P",
    M.TITIK: "Titik",
    M.TAMBAHAN: "Tambahan",
    M.NOMOR: "No.",
}
UNSUR = tuple(meaning for meaning in Meaning if meaning.unsur)
REPEATABLE = frozenset({M.ABAIKAN})

# Whole labels first, since they say most; then words inside a label, in this order: a question's wording may mention
# another unsur's word ("kesesuaian persyaratan pelayanan dengan jenis pelayanannya").
_WHOLE = {
    M.NOMOR: r"no|nomor|no urut|nomor urut|no resp(onden)?|nomor responden|responden|id",
    M.WAKTU_ISI: r"timestamp|cap waktu|stempel waktu|tanggal|tgl|tanggal waktu|(tanggal|tgl|waktu|hari|jam)( tanggal| waktu)? (isi|mengisi|pengisian|survei|survey|kunjungan|pelayanan|wawancara)",
    M.JENIS_KELAMIN: r"l p|jk|sex|gender|kelamin",
    M.USIA: r"usia|umur|kelompok (usia|umur)|rentang (usia|umur)",
    M.JENIS_KANTOR: r"(jenis|asal|unit) (kantor|instansi|opd|perangkat daerah|kerja)|kantor|instansi|opd|perangkat daerah|unit kerja",
    M.JABATAN: r"(jenis |kelompok )?jabatan|eselon",
    M.TITIK: r"loket|titik|lokasi|tempat|konter|counter",
    M.LAYANAN: r"layanan|pelayanan|unit layanan|jenis (pe)?layanan|nama (pe)?layanan",
    M.SARAN: r"(kritik|saran|masukan|komentar|pesan|kesan|harapan)( .*)?",
    M.WAKTU: r"waktu|waktu (pe|)layanan|waktu penyelesaian",
    M.ABAIKAN: r"jam|hari|bulan|tahun|semester|ket|keterangan|jumlah|total|rata rata|nilai|skor|score|ip|kode",
}
_PERSONAL = re.compile(r"\b(nama|nik|ktp|nip|e ?mail|hp|wa|whatsapp|telepon|telp|handphone|alamat|username)\b")
_INSIDE = {
    M.PENGADUAN: r"pengaduan|keluhan",
    M.SARPRAS: r"sarana|prasarana|sarpras|fasilitas",
    M.BIAYA: r"biaya|tarif",
    M.PERSYARATAN: r"persyaratan|syarat",
    M.PROSEDUR: r"prosedur|mekanisme|alur",
    M.PRODUK: r"produk|spesifikasi|hasil pelayanan|hasil layanan",
    M.PERILAKU: r"perilaku|kesopanan|keramahan|sopan|ramah|sikap",
    M.KOMPETENSI: r"kompetensi|kemampuan|keahlian",
    M.WAKTU: r"kecepatan|ketepatan waktu|jangka waktu|waktu penyelesaian|waktu pelayanan|waktu dalam|lama waktu",
    M.JENIS_KELAMIN: r"jenis kelamin|gender",
    M.PENDIDIKAN: r"pendidikan",
    M.PEKERJAAN: r"pekerjaan|profesi",
    M.JENIS_KANTOR: r"\b(jenis|asal) (kantor|instansi|opd)\b",
    M.JABATAN: r"\bjabatan\b",
    M.USIA: r"\b(usia|umur)\b",
    M.SARAN: r"\b(saran|kritik|masukan|komentar)\b",
    M.LAYANAN: r"\b(jenis|nama|keperluan) (pe)?layanan|layanan (apa|yang)|pelayanan (apa|yang) (di|an)",
    M.TITIK: r"\b(loket|titik layanan|tempat (pe)?layanan|lokasi (pe)?layanan)\b",
    M.WAKTU_ISI: r"\b(tanggal|timestamp)\b",
}
WHOLE = {meaning: re.compile(pattern) for meaning, pattern in _WHOLE.items()}
INSIDE = {meaning: re.compile(pattern) for meaning, pattern in _INSIDE.items()}
NAMES = {
    plain(name): M(unsur.value) for unsur in Unsur for name in (unsur.value, unsur.official_name, unsur.short_name)
}
_NUMBERED = re.compile(r"(?:u|p|q|unsur|pertanyaan|soal|indikator) ?([1-9])")


def of_label(label: str) -> Meaning | None:
    """Return what the words above a column say, or None. "Waktu" alone may be the unsur or the time: values decide."""
    text = plain(label)
    if not text:
        return None
    if text in NAMES:
        return NAMES[text]
    for meaning, pattern in WHOLE.items():
        if pattern.fullmatch(text):
            return meaning
    return next((meaning for meaning, pattern in INSIDE.items() if pattern.search(text)), None)


def is_personal(label: str) -> bool:
    """Return whether a column holds what Potret never asks: names, numbers and addresses of people."""
    return _PERSONAL.search(plain(label)) is not None and number_of(label) is None


def number_of(label: str) -> int | None:
    """Return the number of an unsur that is named by nothing else: U8 → 8."""
    found = _NUMBERED.fullmatch(plain(label))
    return int(found[1]) if found else None


def known_labels(labels: Iterable[str]) -> int:
    """Return how many of these labels are understood; unsur count double, since every sheet to import has nine."""
    total = 0
    for label in set(labels):
        if number_of(label) is not None:
            total += 2
        elif (meaning := of_label(label)) is not None:
            total += 2 if meaning.unsur else 1
        elif is_personal(label):
            total += 1
    return total
