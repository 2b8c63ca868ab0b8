"""What a note about the quality of the data is called, and what it means, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class NoteKind(StrEnum):
    TOO_FAST = "terlalu_cepat"
    UNIFORM = "seragam"
    SAME_IN_A_ROW = "sama_berturut"
    CROWDED = "padat"
    OUTSIDE_HOURS = "di_luar_jam"
    SAME_DEVICE = "perangkat_ganda"
    TRAP = "jebakan"
    UNTIMED = "tanpa_bukti_waktu"
    PETUGAS_ALL_FOUR = "petugas_semua_4"
    PETUGAS_FAST = "petugas_cepat"
    PETUGAS_APART = "petugas_jauh"
    IMPORTED = "impor"
    SHORTFALL = "kurang_sampel"

    @property
    def heading(self) -> str:
        return WORDS[self][0]

    @property
    def explanation(self) -> str:
        return WORDS[self][1]

    @property
    def of_answers(self) -> bool:
        """Whether it points at single answers, which may be proposed for exclusion."""
        return self not in (NoteKind.IMPORTED, NoteKind.SHORTFALL, NoteKind.PETUGAS_APART)

    @property
    def of_petugas(self) -> bool:
        return self in (NoteKind.PETUGAS_ALL_FOUR, NoteKind.PETUGAS_FAST, NoteKind.PETUGAS_APART)


WORDS: dict[NoteKind, tuple[str, str]] = {
    NoteKind.TOO_FAST: (
        "Lebih cepat daripada orang membaca",
        "Sembilan pertanyaan selesai jauh lebih cepat daripada kebiasaan di layanan dan cara yang sama.",
    ),
    NoteKind.UNIFORM: (
        "Semua jawaban sama",
        "Sembilan nilai yang sama dapat jujur. Ini dicatat hanya bila juga terlalu cepat, atau nilainya jarang dipilih.",
    ),
    NoteKind.SAME_IN_A_ROW: (
        "Jawaban sama persis berturut-turut",
        "Lima jawaban atau lebih yang sama persis datang berurutan dari petugas atau titik yang sama.",
    ),
    NoteKind.CROWDED: (
        "Terlalu rapat",
        "Lebih dari lima jawaban selesai dalam dua menit di satu titik, atau dua wawancara satu petugas bertumpang tindih.",
    ),
    NoteKind.OUTSIDE_HOURS: (
        "Di luar jam layanan",
        "Selesai lebih dari satu jam sebelum buka atau sesudah tutup titiknya.",
    ),
    NoteKind.SAME_DEVICE: (
        "Perangkat yang sama mengisi lagi",
        "Perangkat yang sama mengirim lagi lewat tautan terbuka.",
    ),
    NoteKind.TRAP: ("Diisi mesin", "Kolom yang tidak terlihat orang ikut terisi."),
    NoteKind.UNTIMED: (
        "Tanpa bukti waktu",
        "Tidak ada bukti kapan formulirnya dibuka, sehingga lamanya tidak diketahui.",
    ),
    NoteKind.PETUGAS_ALL_FOUR: (
        "Banyak jawaban 4 semua",
        "Pada petugas ini jauh lebih sering daripada pada rekannya di layanan yang sama, melebihi kebetulan.",
    ),
    NoteKind.PETUGAS_FAST: (
        "Banyak wawancara singkat",
        "Pada petugas ini jauh lebih sering daripada pada rekannya di layanan yang sama, melebihi kebetulan.",
    ),
    NoteKind.PETUGAS_APART: (
        "Nilai jauh dari rekannya",
        "Rata-rata nilai petugas ini berbeda dari rekannya di layanan yang sama, melebihi kebetulan. Sebabnya dapat wajar.",
    ),
    NoteKind.IMPORTED: (
        "Jawaban dari berkas",
        "Jawaban impor tidak punya waktu dan petugas, sehingga tidak dapat diperiksa.",
    ),
    NoteKind.SHORTFALL: (
        "Sampel kurang",
        "Responden belum mencapai target layanannya; kekurangan tercetak di laporan.",
    ),
}


@dataclass(frozen=True)
class Note:
    """One finding: `count` of `of` answers, about `subject` ("" for the whole survey). `ids`: the answers it points at."""

    kind: NoteKind
    subject: str
    count: int
    of: int
    evidence: str = ""
    ids: tuple[UUID, ...] = ()

    @property
    def key(self) -> str:
        """Return what names this note in an address."""
        return f"{self.kind.value}/{self.subject}" if self.subject else self.kind.value

    @property
    def mark(self) -> str:
        """Return the same for everybody: a petugas by code alone, also for those who are shown the name."""
        return self.key.partition(" (")[0] if self.kind.of_petugas else self.key

    @property
    def title(self) -> str:
        return f"{self.kind.heading}, {self.subject}" if self.subject else self.kind.heading

    @property
    def asks(self) -> bool:
        """Whether somebody should say what is behind it; a shortfall says that by itself."""
        return self.kind is not NoteKind.SHORTFALL
