"""The words of a data request: what is asked, how it came, how far it is."""

from __future__ import annotations

from datetime import timedelta

from app.vocabulary import Labelled

ANSWERED_WITHIN = timedelta(hours=3 * 24)  # UU 27/2022 Pasal 30, 32, 40 and 41
NEARLY_DUE = timedelta(hours=24)


class RequestKind(Labelled):
    ACCESS = "akses", "Melihat data saya"
    CORRECTION = "perbaikan", "Memperbaiki data saya"
    ERASURE = "penghapusan", "Menghapus data saya"
    STOP = "penghentian", "Menghentikan pemrosesan data saya"
    OBJECTION = "keberatan", "Keberatan atas cara data diproses"
    OTHER = "lainnya", "Pertanyaan lain tentang data pribadi"


class RequestWay(Labelled):
    FORM = "formulir", "Formulir di situs"
    LETTER = "surat", "Surat"
    EMAIL = "email", "E-mail"
    SPOKEN = "lisan", "Lisan, di loket atau telepon"


class RequestState(Labelled):
    DITERIMA = "diterima", "Belum ditangani"
    DIPROSES = "diproses", "Sedang ditangani"
    DIPENUHI = "dipenuhi", "Dipenuhi"
    TIDAK_DAPAT = "tidak_dapat", "Tidak dapat dipenuhi"
