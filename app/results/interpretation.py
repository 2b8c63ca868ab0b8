"""What the figures mean in words: sample, change, weights, and what lies beyond the regulation. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.ikm import (
    CompleteResponses,
    Figures,
    Interval,
    Mutu,
    TooFewResponses,
    Unsur,
    Variation,
    WeightedIkm,
    change_of_means,
    interval,
    interval_of_means,
    mutu_of,
    shortfall,
)
from app.ikm.mutu import HIGHEST_IKM, LOWEST_IKM
from app.ikm.uncertainty import Strata
from app.web.formats import angka, daftar

NOT_WITH_SUB_QUESTIONS = (
    "Rentang 95% dan uji perubahan tidak dihitung untuk survei dengan subpertanyaan, "
    "karena nilai tiap responden di sana merupakan rata-rata beberapa pertanyaan."
)


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
    withheld: str = ""  # why neither can be told


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
    return beyond_of_means([(Fraction(1), now)], [(Fraction(1), before)] if before else ())


def beyond_of_means(now: Strata, before: Strata = ()) -> Beyond:
    """Return the same for a weighted mean of units: (weight, its complete responses) of each."""
    n = sum(unit.n for _, unit in now)
    try:
        found = interval_of_means(now) if now else None
        moved = change_of_means(before, now) if before and found else None
    except TooFewResponses:
        return Beyond(n, _interval_or_none(now))
    if moved is None:
        return Beyond(n, found)
    subject = "Kenaikan" if moved.difference > 0 else "Penurunan" if moved.difference < 0 else "Perubahan"
    return Beyond(n, found, subject, moved.variation)


def _interval_or_none(strata: Strata) -> Interval | None:
    try:
        return interval_of_means(strata)
    except TooFewResponses:
        return None


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


def weights_sentence(weights: Sequence[WeightedIkm], rule: str = "semua jawaban digabung") -> str | None:
    """Return the three weights in circulation in one line, so that an old sheet can be explained; None without an IKM."""
    if not weights or weights[0].ikm is None:  # without weights: reported figures
        return None
    exact, by_three, by_two = weights
    return (
        f"Bobot persis {exact.weight}, {rule}. Dengan bobot {angka(by_three.weight, 3)} IKM menjadi "
        f"{angka(by_three.ikm, 2)}; dengan {angka(by_two.weight, 2)} menjadi {angka(by_two.ikm, 2)}; {_mutu_of_weights(weights)}."
    )


def _mutu_of_weights(weights: Sequence[WeightedIkm]) -> str:
    """Return "mutu tetap B", or which weight gives another one: an office may have printed that one."""
    known = [(row, _mutu(row.ikm)) for row in weights if row.ikm is not None]
    own = known[0][1]
    others: dict[Mutu, list[str]] = {}
    for row, mutu in known[1:]:
        if mutu is not own:
            others.setdefault(mutu, []).append(angka(row.weight, _places(row.label)))
    if not others:
        return f"mutu tetap {own}"
    return f"mutu {daftar(f'{mutu} dengan bobot {daftar(names)}' for mutu, names in others.items())}"


def _mutu(ikm: Decimal) -> Mutu:
    """Return the band under a rounded weight, which can carry an IKM a little beyond the ends of the scale."""
    return mutu_of(min(max(ikm, LOWEST_IKM), HIGHEST_IKM))


def _places(label: str) -> int:
    return len(label.partition(".")[2])
