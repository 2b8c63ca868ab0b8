"""What the figures mean in words: sample, change, weights, and what lies beyond the regulation. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.ikm import (
    CompleteResponses,
    Figures,
    Interval,
    Mutu,
    TooFewResponses,
    Unsur,
    Variation,
    change,
    interval,
    mutu_of,
    shortfall,
)
from app.ikm.mutu import HIGHEST_IKM, LOWEST_IKM
from app.web.formats import angka, daftar


@dataclass(frozen=True)
class Fact:
    """A fact of the page head: `main` is set bold, `note` below it."""

    main: str
    note: str
    warning: bool = False


@dataclass(frozen=True)
class Beyond:
    """What PermenPANRB does not ask for: the 95 % interval of `n` complete responses, and what a change is worth."""

    n: int
    interval: Interval | None  # None below two complete responses
    subject: str | None = None  # "Kenaikan", "Penurunan" or "Perubahan"; None without a change that can be judged
    variation: Variation | None = None


def sample_fact(n: int, target: int) -> Fact:
    """Return how many respondents there are, against the target; a shortfall is said, never hidden."""
    main = f"{angka(n)} responden"
    missing = shortfall(target, n)
    if missing:
        return Fact(main, f"kurang {angka(missing)} dari target {angka(target)}", warning=True)
    if not target:
        return Fact(main, "belum ada target: jumlah pengguna layanan belum diisi")
    return Fact(main, f"{'melampaui' if n > target else 'tepat'} target {angka(target)}")


def change_fact(now: Decimal | None, before: Decimal | None, when: str) -> Fact | None:
    """Return how the printed IKM differs from the last one's; `when`: "tahun lalu" or "tahun 2024"."""
    if now is None or before is None:
        return None
    if now == before:
        return Fact("Tetap", f"{angka(before, 2)}, sama dengan {when}")
    return Fact(
        f"{'Naik' if now > before else 'Turun'} {angka(abs(now - before), 2)}", f"dari {angka(before, 2)} {when}"
    )


def beyond(now: CompleteResponses, before: CompleteResponses | None = None) -> Beyond:
    """Return the interval, and whether the change from the last periode exceeds sampling variation."""
    found = find_interval(now)
    if found is None or before is None:
        return Beyond(now.n, found)
    try:
        moved = change(before, now)
    except TooFewResponses:
        return Beyond(now.n, found)
    subject = "Kenaikan" if moved.difference > 0 else "Penurunan" if moved.difference < 0 else "Perubahan"
    return Beyond(now.n, found, subject, moved.variation)


def find_interval(responses: CompleteResponses) -> Interval | None:
    """Return the 95 % interval, or None below two complete responses."""
    try:
        return interval(responses)
    except TooFewResponses:
        return None


def missing_sentence(figures: Figures) -> str:
    """Return why there is no IKM."""
    if not figures.n:
        return "Belum ada jawaban yang dapat dihitung."
    return f"Belum ada nilai untuk {daftar(Unsur(code).official_name for code in figures.missing)}, sehingga IKM belum dapat dihitung."


def weights_sentence(figures: Figures) -> str | None:
    """Return the three weights in circulation in one line, so that an old sheet can be explained; None without an IKM."""
    if figures.ikm is None or not figures.weights:  # without weights: reported figures
        return None
    _, by_three, by_two = figures.weights
    mutu = _mutu_of_weights(figures)
    return (
        f"Bobot persis 1/{len(figures.unsur)}, semua jawaban digabung. Dengan bobot {angka(by_three.weight, 3)} IKM menjadi "
        f"{angka(by_three.ikm, 2)}; dengan {angka(by_two.weight, 2)} menjadi {angka(by_two.ikm, 2)}; {mutu}."
    )


def _mutu_of_weights(figures: Figures) -> str:
    """Return "mutu tetap B", or which weight gives another one: an office may have printed that one."""
    others: dict[Mutu, list[str]] = {}
    for row in figures.weights[1:]:
        if row.ikm is not None and _mutu(row.ikm) is not figures.mutu:
            others.setdefault(_mutu(row.ikm), []).append(angka(row.weight, _places(row.label)))
    if not others:
        return f"mutu tetap {figures.mutu}"
    return f"mutu {daftar(f'{mutu} dengan bobot {daftar(weights)}' for mutu, weights in others.items())}"


def _mutu(ikm: Decimal) -> Mutu:
    """Return the band under a rounded weight, which can carry an IKM a little beyond the ends of the scale."""
    return mutu_of(min(max(ikm, LOWEST_IKM), HIGHEST_IKM))


def _places(label: str) -> int:
    return len(label.partition(".")[2])
