"""Formulas that arrive at the very figures of app/ikm, although a spreadsheet counts in binary floating point.

A shown figure is `INT((2·numerator + denominator) / (2·denominator)) / 10^places`: half up on whole numbers, so that no
tie falls on either side by accident. The quotient of two whole numbers below 2^53 is rounded correctly, and where it is
not whole itself it lies at least 1/(2·denominator) from the next whole number, so INT takes the right one.

Where unsur have different numbers of answers the sum of the NRR has no small common denominator. There the float sum, in
hundredths of the IKM, is wrong by less than 1.5E-11; adding a little more lets a true tie go up as it must, and a sum that is no
tie is further from one than that as long as the numbers of answers have a common multiple below 2.7E9.
"""

from __future__ import annotations

from dataclasses import dataclass

CLOSE = "2E-11"
NOT_YET = "belum dapat dihitung"


@dataclass(frozen=True)
class Ranges:
    """Where the sheet holds, for each question, Σ scores and number of scores, and for each unsur the NRR.

    With sub-questions `factors` are whole numbers: `shares` divided by how many questions the unsur has.
    """

    totals: str
    counts: str
    nrr: str
    first_count: str
    unsur: int
    factors: str = ""
    shares: int = 1


def half_up(numerator: str, denominator: str, places: int) -> str:
    """Return the formula of numerator/denominator with so many decimals; both are formulas of whole numbers."""
    scale = 2 * 10**places
    return f"INT(({scale}*{numerator}+{denominator})/(2*{denominator}))/{10**places}"


def nrr_shown(total: str, count: str) -> str:
    """Return the formula of a NRR with 3 decimals; empty while the unsur has no score."""
    return f'=IF({count}=0,"",{half_up(total, count, 3)})'


def weighted_shown(total: str, count: str, unsur: int) -> str:
    """Return the formula of a NRR × 1/k with 3 decimals."""
    return f'=IF({count}=0,"",{half_up(total, f"({unsur}*{count})", 3)})'


def converted_shown(total: str, count: str) -> str:
    """Return the formula of a NRR × 25 with 2 decimals."""
    return f'=IF({count}=0,"",{half_up(f"(25*{total})", count, 2)})'


def mean_shown(totals: str, counts: str, nrr: str, size: int, scale: int, places: int, under: int = 1) -> str:
    """Return the formula of scale/under × the mean NRR of an unsur's `size` questions, rounded once."""
    first = counts.partition(":")[0]
    whole = half_up(f"({scale}*SUM({totals}))", f"({under * size}*{first})", places)
    mixed = f"INT({scale * 10**places}*{nrr}/{under}+0.5+{CLOSE})/{10**places}"
    return f'=IF(MIN({counts})=0,"",IF(MAX({counts})=MIN({counts}),{whole},{mixed}))'


def ikm(ranges: Ranges, weight: tuple[int, int]) -> str:
    """Return the formula of 25 × weight × ΣNRR, rounded once; the weight is a fraction of two whole numbers."""
    over, under = weight
    total = f"SUMPRODUCT({ranges.totals},{ranges.factors})" if ranges.factors else f"SUM({ranges.totals})"
    whole = half_up(f"(25*{over}*{total})", f"({under * ranges.shares}*{ranges.first_count})", 2)
    mixed = f"INT(2500*{over}*SUM({ranges.nrr})/{under}+0.5+{CLOSE})/100"
    alike = f"MAX({ranges.counts})=MIN({ranges.counts})"
    return f'=IF(COUNT({ranges.nrr})<{ranges.unsur},"{NOT_YET}",IF({alike},{whole},{mixed}))'


def mutu(figure: str, limits: dict[str, str]) -> str:
    """Return the formula of the letter of a rounded figure. `limits`: letter → cell of its lower limit, best first."""
    letters = list(limits)
    formula = f'"{letters[-1]}"'
    for letter in reversed(letters[:-1]):
        formula = f'IF({figure}>={limits[letter]},"{letter}",{formula})'
    return f'=IF(ISNUMBER({figure}),{formula},"")'


def kinerja(letter: str, words: dict[str, str]) -> str:
    """Return the formula of the words of a letter. `words`: letter → cell of its words."""
    formula = '""'
    for name, cell in reversed(words.items()):
        formula = f'IF({letter}="{name}",{cell},{formula})'
    return f"={formula}"
