"""What a person should know before closing or submitting. Pure: facts in, rows out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Check:
    title: str
    state: Literal["done", "todo", "warn"]
    note: str = ""
    value: str | None = None


def checks(
    *,
    respondents: int,
    target: int,
    short_layanan: int,
    missing_unsur: tuple[str, ...],
    without_users: int,
    followups: int,
    late: int,
) -> list[Check]:
    """Return the checklist in the order in which a person would look."""
    return [
        _sample(respondents, target, short_layanan),
        _unsur(missing_unsur),
        _users(without_users),
        Check(
            "Rencana tindak lanjut terisi",
            "done" if followups else "todo",
            f"{followups} kegiatan" if followups else "Belum diisi",
        ),
        *(
            [Check("Jawaban susulan", "warn", f"{late} jawaban datang setelah ditutup; disimpan, tidak dihitung")]
            if late
            else []
        ),
    ]


def _sample(respondents: int, target: int, short_layanan: int) -> Check:
    value = f"{respondents} / {target}"
    if respondents < target:
        return Check(
            "Sampel belum terpenuhi", "warn", f"Kurang {target - respondents} responden; tercetak di laporan", value
        )
    if short_layanan:
        return Check(
            "Sampel terpenuhi",
            "done",
            f"{short_layanan} layanan masih kurang dari targetnya; tercetak di laporan",
            value,
        )
    return Check("Sampel terpenuhi", "done", "", value)


def _unsur(missing: tuple[str, ...]) -> Check:
    if missing:
        return Check("IKM belum dapat dihitung", "todo", f"Belum ada nilai untuk {', '.join(missing)}")
    return Check("Setiap unsur punya nilai", "done")


def _users(without: int) -> Check:
    if without:
        return Check(
            "Jumlah pengguna belum lengkap",
            "todo",
            f"{without} layanan belum punya jumlah pengguna, sehingga belum punya target",
        )
    return Check("Jumlah pengguna layanan terisi", "done")
