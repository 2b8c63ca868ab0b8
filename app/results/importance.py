"""Which unsur to mend first: a low NRR, and a strong bond with how the same people judge the rest. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.ikm import Moments, Unsur, bonds, nrr_shown
from app.ikm.association import FEWEST
from app.ikm.rounding import round_half_up
from app.results.statistics import Statistics
from app.web.charts import PriorityPoint
from app.web.formats import angka, daftar


@dataclass(frozen=True)
class Importance:
    """`points` are empty where the bonds cannot be known; `sentence` then says why. `first`: the codes to mend first."""

    points: tuple[PriorityPoint, ...]
    first: tuple[str, ...]
    n: int
    sentence: str


def importance(codes: Sequence[str], statistics: Statistics, nrr: Mapping[str, Fraction]) -> Importance:
    """Return the points of the map; its quadrants meet at the mean NRR and the mean bond."""
    n = statistics.complete
    if statistics.divided:
        return Importance((), (), n, "Kaitan antarunsur tidak dihitung untuk survei dengan subpertanyaan.")
    if n < FEWEST:
        return Importance((), (), n, f"Perlu {FEWEST} jawaban lengkap atau lebih; sekarang {angka(n)}.")
    if statistics.sums is None:
        return Importance((), (), n, "Versi beku ini dibuat sebelum kaitan antarunsur disimpan.")
    found = dict(zip(codes, bonds(Moments(n, statistics.sums, statistics.products)), strict=True))
    known = {code: bond for code, bond in found.items() if bond is not None and code in nrr}
    if len(known) < 2:
        return Importance((), (), n, "Semua jawaban sama, sehingga kaitan antarunsur tidak dapat dihitung.")
    low = sum((nrr[code] for code in known), Fraction()) / len(known)
    strong = sum(known.values()) / len(known)
    first = tuple(
        sorted((code for code in known if nrr[code] < low and known[code] >= strong), key=lambda code: nrr[code])
    )
    points = tuple(_point(code, nrr[code], bond, first=code in first) for code, bond in known.items())
    return Importance(points, first, n, _sentence(first))


def _point(code: str, nrr: Fraction, bond: float, *, first: bool) -> PriorityPoint:
    shown: Decimal = round_half_up(Fraction(bond), 3)
    return PriorityPoint(
        Unsur(code).short_name, nrr_shown(nrr), shown, angka(nrr_shown(nrr), 3), angka(shown, 3), first=first
    )


def _sentence(first: Sequence[str]) -> str:
    if not first:
        return "Tidak ada unsur yang sekaligus rendah dan berkaitan kuat; mulai dari unsur terendah."
    return f"{daftar(Unsur(code).short_name for code in first)} dinilai rendah, dan paling ikut menentukan nilai keseluruhan."
