"""Half-up rounding of exact numbers: the only place where a figure loses digits."""

from decimal import Decimal
from fractions import Fraction


def round_half_up(value: Fraction | Decimal | int, places: int = 2) -> Decimal:
    """Return the exact `value` with `places` decimals; a tie goes away from zero (88.305 → 88.31).

    A float is a TypeError: 88.305 has no exact binary form, so its tie would fall on either side by accident.
    """
    if not isinstance(value, Fraction | Decimal | int):
        raise TypeError(f"round_half_up needs an exact number (Fraction, Decimal or int), not {value!r}")
    above, below = value.as_integer_ratio()  # whole numbers only: a page rounds some six hundred figures
    units = (2 * abs(above) * 10**places + below) // (2 * below)
    return Decimal(f"{-units if above < 0 else units}e-{places}")


def percentage(part: int, whole: int) -> Decimal | None:
    """Return `part` of `whole` in percent with 2 decimals, or None when there is no whole.

    Every share is rounded by itself, so that the shares of a table need not add up to 100.00.
    """
    return round_half_up(Fraction(100 * part, whole)) if whole else None
