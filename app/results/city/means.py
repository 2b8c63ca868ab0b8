"""What an OPD may be compared with: the city's mean of each unsur."""

from __future__ import annotations

from fractions import Fraction

from app.opd.models import CustomerKind
from app.results.city import figures
from app.results.city.submitted import load
from app.results.periode_choice import PeriodeRef

FEWEST_OPD = 5  # with fewer, an OPD could work out its neighbour's figures


def unsur_means(periode: PeriodeRef, kind: CustomerKind) -> dict[str, Fraction]:
    """Return the city's NRR of each unsur, by the periode's rule; empty while too few OPDs have submitted."""
    return figures.unsur_means(load(periode.id), kind, periode.aggregation, FEWEST_OPD)
