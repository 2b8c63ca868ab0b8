"""Results that somebody else has worked out: known by their printed figures alone, never to be computed again."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.ikm.calculation import SCALE, nilai_konversi, nrr_tertimbang
from app.ikm.figures import Figures, UnsurFigures, lowest
from app.ikm.mutu import mutu_of
from app.ikm.rounding import round_half_up
from app.ikm.unsur import Unsur

WEIGHTS = {"persis": Fraction(1, 9), "0,111": Fraction(111, 1000), "0,11": Fraction(11, 100)}
HALF_CENT = Fraction(1, 200)


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report says: the IKM and the NRR of each unsur, as printed."""

    ikm: Decimal
    nrr: tuple[tuple[str, Decimal], ...]

    @property
    def weight(self) -> str | None:
        """The weight by which the IKM follows from the NRR; None where none does."""
        return weight_of(self.ikm, dict(self.nrr))

    def figures(self, n: int) -> Figures:
        """Return the figures as every page prints them: the IKM as reported, whatever weight it follows from."""
        rows = tuple(_row(code, nrr, len(self.nrr)) for code, nrr in self.nrr)
        return Figures(
            n=n,
            unsur=rows,
            exact=Fraction(self.ikm),
            ikm=self.ikm,
            index=round_half_up(Fraction(self.ikm) / SCALE, 3),
            mutu=mutu_of(self.ikm),
            weights=(),
            missing=(),
            lowest=lowest(rows),
        )


def weight_of(ikm: Decimal, nrr: Mapping[str, Decimal]) -> str | None:
    """Return the weight by which the IKM follows from the NRR as printed; None where none does, or an NRR is missing."""
    if set(nrr) != set(Unsur):
        return None
    places = max(-int(value.as_tuple().exponent) for value in nrr.values())
    unsure = len(nrr) * Fraction(1, 2 * 10 ** max(places, 2))  # each NRR was rounded
    total = sum(map(Fraction, nrr.values()), Fraction())
    for name, weight in WEIGHTS.items():
        if abs(SCALE * weight * total - Fraction(ikm)) <= SCALE * weight * unsure + HALF_CENT:
            return name
    return None


def _row(code: str, nrr: Decimal, unsur: int) -> UnsurFigures:
    exact = Fraction(nrr)
    konversi = nilai_konversi(exact)
    return UnsurFigures(
        code=code,
        count=0,  # how many scores were given is not in the report
        total=0,
        exact=exact,
        nrr=nrr,
        tertimbang=nrr_tertimbang(exact, unsur),
        konversi=konversi,
        mutu=mutu_of(konversi),
    )
