"""What a token may be used for, as `noun:verb`."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    LAYANAN_READ = "layanan:baca"
    RESPONSE_SEND = "jawaban:kirim"
    INVITATION_ISSUE = "undangan:terbit"
    RESULT_READ = "hasil:baca"
    COMPLIANCE_READ = "kepatuhan:baca"
    RECAP_READ = "rekap:baca"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Scope.LAYANAN_READ: "Membaca layanan dan titik layanan",
    Scope.RESPONSE_SEND: "Mengirim jawaban",
    Scope.INVITATION_ISSUE: "Menerbitkan undangan sekali pakai",
    Scope.RESULT_READ: "Membaca hasil",
    Scope.COMPLIANCE_READ: "Membaca kepatuhan semua OPD",
    Scope.RECAP_READ: "Membaca rekap kota",
}
OF_OPD = (Scope.LAYANAN_READ, Scope.RESPONSE_SEND, Scope.INVITATION_ISSUE, Scope.RESULT_READ)
OF_CITY = (Scope.COMPLIANCE_READ, Scope.RECAP_READ)
