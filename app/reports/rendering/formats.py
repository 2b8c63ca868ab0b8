"""Numbers and dates as an Indonesian reader expects them: 268.412, 87,64, 24 November 2026."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

DASH = "–"
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


def whole(value: int | None) -> str:
    """268412 becomes 268.412; None a dash."""
    return DASH if value is None else f"{value:,}".replace(",", ".")


def in_words(value: int) -> str:
    """Counts up to ten are words in a sentence, larger ones figures: 'empat', '11'."""
    words = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"]
    return words[value] if 0 <= value < len(words) else whole(value)


def decimal(value: Fraction | Decimal | int | None, places: int) -> str:
    """Round half up to `places` and write with a comma; None becomes a dash."""
    if value is None:
        return DASH
    scaled = Fraction(value) * 10**places
    rounded = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    sign, digits = ("-" if rounded < 0 else ""), str(abs(rounded)).zfill(places + 1)
    head = whole(int(digits[: len(digits) - places]))
    return sign + (f"{head},{digits[-places:]}" if places else head)


def signed(value: Fraction | Decimal | None, places: int) -> str:
    """A change: +0,120, −0,021, or 0,000 when it rounds to nothing."""
    if value is None:
        return DASH
    text = decimal(abs(Fraction(value)), places)
    if not text.strip("0,"):
        return text
    return ("+" if value > 0 else "−") + text


def ikm(value: Decimal | None) -> str:
    """An IKM is decided with two decimals before it comes here."""
    return DASH if value is None else decimal(value.quantize(Decimal("0.01"), ROUND_HALF_UP), 2)


def percent(part: int, whole_: int) -> str:
    """Share with two decimals, 20,00%; a dash of an empty whole."""
    return decimal(Fraction(100 * part, whole_), 2) + "%" if whole_ else DASH


def day(value: date) -> str:
    """24 November 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def day_range(start: date, end: date) -> str:
    """The shortest unambiguous range: 12 – 21 November 2026, 12 Oktober – 21 November 2026."""
    if start == end:
        return day(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} – {day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def listing(items: Sequence[str], last: str = "dan") -> str:
    """'a', 'a dan b', 'a, b, dan c'. Names that hold 'dan' themselves are joined by `last` = 'serta'."""
    if len(items) <= 2:
        return f" {last} ".join(items)
    return ", ".join(items[:-1]) + f", {last} " + items[-1]
