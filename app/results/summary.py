"""The sentence at the top of a result: it begins with the weakest unsur. Pure: figures in, words out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.ikm import Unsur, nrr_shown
from app.ikm.figures import LOWEST_SHOWN
from app.web.formats import angka, daftar

Exact = Mapping[str, Fraction]


@dataclass(frozen=True)
class Said:
    """What people wrote about the weakest unsur: `mentions` of `total` saran, most of them at `layanan`."""

    topic: str
    mentions: int
    total: int
    layanan: str | None = None


@dataclass(frozen=True)
class Lead:
    """`strong` is set bold, `rest` follows it; both end as sentences do."""

    strong: str
    rest: str = ""


def in_order(nrr: Exact) -> list[str]:
    """Return the codes from the lowest NRR; equal ones keep the order given (the questionnaire's)."""
    return sorted(nrr, key=lambda code: nrr[code])


def lead(nrr: Exact, before: Exact | None = None, said: Said | None = None) -> Lead | None:
    """Return the sentence for exact NRRs in questionnaire order, and those of the last periode; None without any.

    Differences are those of the printed figures (3 decimals), so that a reader can work them out.
    """
    order = in_order(nrr)
    if not order:
        return None
    lowest = [code for code in order if nrr[code] == nrr[order[0]]]
    if len(lowest) == len(order) > 1:
        return Lead(f"Semua unsur sama nilainya, {_shown(nrr[order[0]])}.")
    changes = changes_of(nrr, before or {})
    spoken = _said(said)
    rest = [spoken, _movement(order, changes) if changes else _neighbours(nrr, order, len(lowest))]
    return Lead(f"{_weakest(nrr, before or {}, lowest, changes)}{';' if spoken else '.'}", " ".join(filter(None, rest)))


def changes_of(nrr: Exact, before: Exact) -> dict[str, Decimal]:
    """Return the difference of the printed NRRs of each unsur that has both."""
    return {code: nrr_shown(nrr[code]) - nrr_shown(before[code]) for code in nrr if code in before}


def _weakest(nrr: Exact, before: Exact, lowest: list[str], changes: Mapping[str, Decimal]) -> str:
    value = _shown(nrr[lowest[0]])
    if len(lowest) > 1:
        return f"{daftar(_name(code) for code in lowest)} sama-sama terendah, {value}"
    code = lowest[0]
    if code not in changes:
        return f"{_name(code)} terendah, {value}"
    was_lowest = before[code] == min(before.values())
    return f"{_name(code)} {'masih' if was_lowest else 'kini'} terendah, {_move(changes[code], value)}"


def _move(change: Decimal, value: str) -> str:
    if not change:
        return f"tetap {value}"
    return f"{'naik' if change > 0 else 'turun'} {angka(abs(change), 3)} menjadi {value}"


def _said(said: Said | None) -> str:
    if said is None or not said.mentions:
        return ""
    most = f", terbanyak di {said.layanan}" if said.layanan else ""
    return f"{angka(said.mentions)} dari {angka(said.total)} saran menyebut {said.topic}{most}."


def _movement(order: list[str], changes: Mapping[str, Decimal]) -> str:
    """Say which other unsur fell most, or else rose most; nothing where that is the weakest one itself."""
    moved = [code for code in order if code in changes]
    fell = min(moved, key=lambda code: changes[code])
    if changes[fell] < 0 and fell != order[0]:
        return f"{_name(fell)} turun paling banyak, {angka(-changes[fell], 3)}."
    rose = max(moved, key=lambda code: changes[code])
    if changes[rose] <= 0 or rose == order[0]:
        return ""
    still = ", tetapi masih termasuk tiga terendah" if rose in order[:LOWEST_SHOWN] else ""
    return f"{_name(rose)} naik paling banyak, {angka(changes[rose], 3)}{still}."


def _neighbours(nrr: Exact, order: list[str], lowest: int) -> str:
    next_ones = order[lowest:LOWEST_SHOWN]
    highest = f"tertinggi {_name(order[-1])}, {_shown(nrr[order[-1]])}."
    if not next_ones:
        return highest.capitalize()
    return f"Berikutnya {daftar(f'{_name(code)} {_shown(nrr[code])}' for code in next_ones)}; {highest}"


def _name(code: str) -> str:
    return Unsur(code).official_name


def _shown(nrr: Fraction) -> str:
    return angka(nrr_shown(nrr), 3)
