"""The index itself (PermenPANRB 14/2017, Lampiran): exact to the end, then one rounding."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.ikm.rounding import round_half_up
from app.ikm.scores import UnsurTally

SCALE = 25
"""From the scale of the answers (1..4) to the scale of the IKM (25..100)."""


def ikm(tallies: Sequence[UnsurTally]) -> Decimal | None:
    """Return the IKM, 25.00 to 100.00, or None while any unsur has no score (14/2017, Lampiran)."""
    exact = ikm_exact(tallies)
    return None if exact is None else round_half_up(exact)  # the only rounding


def ikm_exact(tallies: Sequence[UnsurTally]) -> Fraction | None:
    """Return the IKM before rounding, for means over several units; None while any unsur has no score."""
    return ikm_with_weight(tallies, Fraction(1, len(tallies))) if tallies else None


def ikm_with_weight(tallies: Sequence[UnsurTally], weight: Fraction) -> Fraction | None:
    """Return Σ NRR × `weight` × 25, not rounded: the IKM if the weight is exactly 1/k."""
    if not all(tally.scored for tally in tallies):
        return None
    return sum((tally.nrr for tally in tallies), Fraction()) * weight * SCALE


@dataclass(frozen=True, slots=True)
class WeightedIkm:
    """One row of the reconciliation: what the same answers give with a rounded weight."""

    label: str
    weight: Fraction
    ikm: Decimal | None


def reconcile(tallies: Sequence[UnsurTally]) -> tuple[WeightedIkm, ...]:
    """Return the figures under the three weights in circulation, so that an OPD can explain an old sheet.

    The official weight is 1/k; the regulation prints it as 0.11, and many sheets use 0.111. The labels stay
    those of nine unsur, whatever k is, because outsiders rely on them; `weight` holds the number used. No
    unsur at all is a ValueError.
    """
    nrr = [tally.nrr for tally in tallies] if all(tally.scored for tally in tallies) else None
    return _reconciled(len(tallies), nrr)


def reconcile_means(nrr: Sequence[Fraction]) -> tuple[WeightedIkm, ...]:
    """Return the same for the NRR of a roll-up, which are means of units' NRR."""
    return _reconciled(len(nrr), nrr)


def _reconciled(k: int, nrr: Sequence[Fraction] | None) -> tuple[WeightedIkm, ...]:
    if not k:
        raise ValueError("a weight needs at least one unsur")
    exact = Fraction(1, k)
    weights = {
        "persis": exact,
        "0.111": Fraction(round_half_up(exact, 3)),
        "0.11": Fraction(round_half_up(exact, 2)),
    }
    whole = None if nrr is None else sum(nrr, Fraction()) * SCALE
    return tuple(
        WeightedIkm(label, weight, None if whole is None else round_half_up(whole * weight))
        for label, weight in weights.items()
    )


def nrr_shown(nrr: Fraction) -> Decimal:
    """Return an NRR as it is printed, with 3 decimals."""
    return round_half_up(nrr, 3)


def nrr_tertimbang(nrr: Fraction, unsur: int) -> Decimal:
    """Return NRR × 1/k of one of `unsur` = k unsur as it is printed, with 3 decimals."""
    return round_half_up(nrr / unsur, 3)


def nilai_konversi(nrr: Fraction) -> Decimal:
    """Return NRR × 25 of a single unsur, 2 decimals. It is never called an IKM."""
    return round_half_up(nrr * SCALE)
