"""The states of an import, from the file to its answers."""

from __future__ import annotations

from enum import StrEnum

from app.errors import Conflict


class ImportState(StrEnum):
    DIUNGGAH = "diunggah"  # the file is here, its columns are guessed
    DIPETAKAN = "dipetakan"  # checked by the person's columns: something must be mended first
    SIAP = "siap"  # checked: every row can be taken
    BERJALAN = "berjalan"
    SELESAI = "selesai"
    GAGAL = "gagal"  # nothing was taken; may be started again
    DIBATALKAN = "dibatalkan"

    @property
    def label(self) -> str:
        return LABELS[self]


S = ImportState
LABELS = {
    S.DIUNGGAH: "Menunggu kolom dicocokkan",
    S.DIPETAKAN: "Perlu diperbaiki",
    S.SIAP: "Siap diimpor",
    S.BERJALAN: "Sedang diimpor",
    S.SELESAI: "Selesai",
    S.GAGAL: "Gagal",
    S.DIBATALKAN: "Dibatalkan",
}
PREPARED = frozenset({S.DIUNGGAH, S.DIPETAKAN, S.SIAP})  # nothing has begun: may be changed
UNFINISHED = PREPARED | {S.BERJALAN, S.GAGAL}
MOVES: dict[ImportState, frozenset[ImportState]] = {
    S.DIUNGGAH: PREPARED | {S.DIBATALKAN},
    S.DIPETAKAN: PREPARED | {S.DIBATALKAN},
    S.SIAP: PREPARED | {S.BERJALAN, S.DIBATALKAN},
    S.BERJALAN: frozenset({S.SELESAI, S.GAGAL}),
    S.GAGAL: PREPARED | {S.BERJALAN, S.DIBATALKAN},
    S.SELESAI: frozenset(),
    S.DIBATALKAN: frozenset(),
}


def check_move(before: ImportState, after: ImportState) -> None:
    """Raise Conflict where the import cannot go from one state to the other."""
    if after not in MOVES[before]:
        raise Conflict(f"Impor ini berstatus {before.label}, sehingga langkah ini tidak dapat dilakukan lagi.")
