"""What a person should know before closing, submitting and verifying. Pure: facts in, rows out.

Only what would make the figures dishonest blocks; a shortfall never does, it is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.web.formats import angka, daftar


class Point(StrEnum):
    """A point of the checklist: the OPD mends it, the verifier judges it, a note is attached to it."""

    KUESIONER = "kuesioner"
    SAMPEL = "sampel"
    LAYANAN = "layanan"
    UNSUR = "unsur"
    PENGGUNA = "pengguna"
    SUSULAN = "susulan"
    KUALITAS = "kualitas"
    PENGECUALIAN = "pengecualian"
    RTL = "rtl"
    DOKUMENTASI = "dokumentasi"
    SK_TIM = "sk_tim"


@dataclass(frozen=True)
class Check:
    """`mend` says what the link to mend it is called; empty: nothing to do. `blocks`: the next act waits for it."""

    point: Point
    title: str
    state: Literal["done", "todo", "warn", "wrong"]
    note: str = ""
    value: str | None = None
    mend: str = ""
    blocks: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of a survey. `notes`: quality notes that ask for an explanation; None where nobody has looked."""

    respondents: int
    target: int
    short_layanan: Sequence[str] = ()
    missing_unsur: Sequence[str] = ()
    without_users: int = 0
    late: int = 0
    notes: int | None = None
    explained: int = 0
    open_proposals: int = 0
    plans: int = 0
    unplanned: Sequence[str] = ()  # of the three lowest unsur
    photos: int = 0
    decrees: int = 0
    questionnaire: str = ""


# In the order in which a person would look.
OF_ANSWERS = (Point.SAMPEL, Point.LAYANAN, Point.UNSUR, Point.PENGGUNA, Point.KUALITAS, Point.PENGECUALIAN)
OF_REPORT = (Point.RTL, Point.DOKUMENTASI, Point.SK_TIM)
CLOSING = (*OF_ANSWERS, Point.SUSULAN)
SUBMITTING = (*OF_ANSWERS, *OF_REPORT, Point.SUSULAN)
VERIFYING = (
    Point.KUESIONER, Point.SAMPEL, Point.LAYANAN, Point.KUALITAS, Point.RTL, Point.DOKUMENTASI, Point.SK_TIM,
)  # fmt: skip


def checks(facts: Facts, points: Sequence[Point] = SUBMITTING) -> list[Check]:
    """Return these points of the checklist, leaving out what there is nothing to say about."""
    found = {each.point: each for each in _all(facts) if each is not None}
    return [found[point] for point in points if point in found]


def _all(facts: Facts) -> tuple[Check | None, ...]:
    return (
        Check(Point.KUESIONER, "Kuesioner baku sembilan unsur, tidak diubah", "done", facts.questionnaire),
        _sample(facts),
        _layanan(facts),
        _unsur(facts),
        _users(facts),
        _quality(facts),
        _proposals(facts),
        _plans(facts),
        _attached(Point.DOKUMENTASI, "Foto dokumentasi terlampir", facts.photos, "foto", "Lampirkan foto"),
        _attached(Point.SK_TIM, "SK Tim terlampir", facts.decrees, "berkas", "Lampirkan SK Tim"),
        _late(facts),
    )


def _sample(facts: Facts) -> Check:
    value = f"{angka(facts.respondents)} / {angka(facts.target)}"
    missing = facts.target - facts.respondents
    if missing > 0:
        note = f"Kurang {angka(missing)} responden; boleh dilanjutkan, kekurangannya tercetak di laporan"
        return Check(Point.SAMPEL, "Sampel belum terpenuhi", "warn", note, value, "Lihat pengumpulan")
    return Check(Point.SAMPEL, "Sampel terpenuhi", "done", "", value)


def _layanan(facts: Facts) -> Check:
    if facts.short_layanan:
        note = f"Kurang di {daftar(facts.short_layanan[:3])}{_more(facts.short_layanan)}; tercetak di laporan"
        return Check(Point.LAYANAN, "Target setiap layanan", "warn", note, mend="Lihat pengumpulan")
    return Check(Point.LAYANAN, "Target setiap layanan terpenuhi", "done")


def _more(names: Sequence[str]) -> str:
    return f" dan {angka(len(names) - 3)} layanan lain" if len(names) > 3 else ""


def _unsur(facts: Facts) -> Check:
    if facts.missing_unsur:
        note = f"Belum ada nilai untuk {', '.join(facts.missing_unsur)}"
        return Check(Point.UNSUR, "IKM belum dapat dihitung", "todo", note, mend="Lihat pengumpulan")
    return Check(Point.UNSUR, "Setiap unsur punya nilai", "done")


def _users(facts: Facts) -> Check:
    if facts.without_users:
        note = f"{angka(facts.without_users)} layanan belum punya jumlah pengguna, sehingga belum punya target"
        return Check(Point.PENGGUNA, "Jumlah pengguna belum lengkap", "todo", note, mend="Isi jumlah pengguna")
    return Check(Point.PENGGUNA, "Jumlah pengguna layanan terisi", "done")


def _quality(facts: Facts) -> Check | None:
    if facts.notes is None:
        return None
    title = "Catatan kualitas data dijelaskan"
    if not facts.notes:
        return Check(Point.KUALITAS, title, "done", "Tidak ada catatan")
    note = f"{angka(facts.explained)} dari {angka(facts.notes)} catatan"
    if facts.explained < facts.notes:
        return Check(Point.KUALITAS, title, "todo", note, mend="Telusuri dan jelaskan")
    return Check(Point.KUALITAS, title, "done", note)


def _proposals(facts: Facts) -> Check:
    title = "Usulan pengecualian sudah diputuskan"
    if facts.open_proposals:
        note = f"{angka(facts.open_proposals)} usulan menunggu keputusan Bagian Organisasi; survei belum dapat ditutup"
        return Check(Point.PENGECUALIAN, title, "wrong", note, mend="Lihat usulan", blocks=True)
    return Check(Point.PENGECUALIAN, title, "done")


def _plans(facts: Facts) -> Check:
    title = "Rencana tindak lanjut untuk tiga unsur terendah"
    count = f"{angka(facts.plans)} kegiatan" if facts.plans else "Belum diisi"
    if facts.unplanned:
        note = f"{count}; belum ada untuk {'; '.join(facts.unplanned)}"
        return Check(Point.RTL, title, "todo", note, mend="Isi rencana")
    return Check(Point.RTL, title, "done" if facts.plans else "todo", count, mend="" if facts.plans else "Isi rencana")


def _attached(point: Point, title: str, count: int, word: str, mend: str) -> Check:
    if count:
        return Check(point, title, "done", f"{angka(count)} {word}")
    return Check(point, title, "todo", "Belum ada", mend=mend)


def _late(facts: Facts) -> Check | None:
    if not facts.late:
        return None
    note = f"{angka(facts.late)} jawaban datang setelah ditutup; disimpan, tidak dihitung"
    return Check(Point.SUSULAN, "Jawaban susulan", "warn", note, mend="Lihat susulan")
