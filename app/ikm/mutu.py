"""The bands of PermenPANRB 14/2017 (not those of KEP/25/M.PAN/2/2004, which many old sheets still carry)."""

from decimal import Decimal
from enum import StrEnum

LOWEST_IKM = Decimal("25.00")
HIGHEST_IKM = Decimal("100.00")


class Mutu(StrEnum):
    """Mutu pelayanan, best first, each with its lower limit and its kinerja in words.

    Lower limits only: the printed intervals are closed, with gaps (76.60 to 76.61) where real figures fall.
    """

    lower_limit: Decimal
    kinerja: str

    A = "A", "88.31", "Sangat baik"
    B = "B", "76.61", "Baik"
    C = "C", "65.00", "Kurang baik"
    D = "D", "25.00", "Tidak baik"

    def __new__(cls, letter: str, lower_limit: str, kinerja: str) -> "Mutu":
        member = str.__new__(cls, letter)
        member._value_ = letter
        member.lower_limit = Decimal(lower_limit)
        member.kinerja = kinerja
        return member


def mutu_of(rounded: Decimal) -> Mutu:
    """Return the band of an IKM or nilai konversi that is already rounded to 2 decimals.

    A figure with more decimals, or outside 25..100, is a ValueError; anything but a Decimal is a TypeError.
    """
    if not isinstance(rounded, Decimal):
        raise TypeError(f"mutu is read from the rounded Decimal, not from {rounded!r}")
    if not LOWEST_IKM <= rounded <= HIGHEST_IKM:
        raise ValueError(f"{rounded} is outside 25..100")
    if rounded != round(rounded, 2):
        raise ValueError(f"{rounded} must be rounded to 2 decimals first")
    return next(mutu for mutu in Mutu if rounded >= mutu.lower_limit)
