"""The words of a data request: what is asked, how it came, how far it is."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

ANSWERED_WITHIN = timedelta(hours=3 * 24)  # UU 27/2022 Pasal 30, 32, 40 and 41


class RequestKind(StrEnum):
    ACCESS = "akses"
    CORRECTION = "perbaikan"
    ERASURE = "penghapusan"
    STOP = "penghentian"
    OBJECTION = "keberatan"
    OTHER = "lainnya"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    RequestKind.ACCESS: "Melihat data saya",
    RequestKind.CORRECTION: "Memperbaiki data saya",
    RequestKind.ERASURE: "Menghapus data saya",
    RequestKind.STOP: "Menghentikan pemrosesan data saya",
    RequestKind.OBJECTION: "Keberatan atas cara data diproses",
    RequestKind.OTHER: "Pertanyaan lain tentang data pribadi",
}


class RequestWay(StrEnum):
    FORM = "formulir"
    LETTER = "surat"
    EMAIL = "email"
    SPOKEN = "lisan"

    @property
    def label(self) -> str:
        return WAY_LABELS[self]


WAY_LABELS = {
    RequestWay.FORM: "Formulir di situs",
    RequestWay.LETTER: "Surat",
    RequestWay.EMAIL: "E-mail",
    RequestWay.SPOKEN: "Lisan, di loket atau telepon",
}


class RequestState(StrEnum):
    DITERIMA = "diterima"
    DIPROSES = "diproses"
    DIPENUHI = "dipenuhi"
    TIDAK_DAPAT = "tidak_dapat"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    RequestState.DITERIMA: "Belum ditangani",
    RequestState.DIPROSES: "Sedang ditangani",
    RequestState.DIPENUHI: "Dipenuhi",
    RequestState.TIDAK_DAPAT: "Tidak dapat dipenuhi",
}
ANSWERED = frozenset({RequestState.DIPENUHI, RequestState.TIDAK_DAPAT})
