"""How numbers, dates and lists are written in Indonesian: functions, and Jinja filters of the same name.

Numbers use a full stop between thousands and a comma before decimals (`1.234`, `87,64`), percentages have no
space (`20,00%`), times a full stop (`08.00`). CSV, JSON and the API use none of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from flask import Flask, current_app, has_app_context

Number = int | float | Decimal | Fraction

DEFAULT_ZONE = "Asia/Jakarta"
NOTHING = "–"
MINUS = "−"  # the true minus, as wide as the plus
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
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
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def angka(value: Number | None, places: int | None = None) -> str:
    """Return a number as `1.234` or, with places, rounded half up as `87,64`; None is an en dash.

    Without places an int or Decimal keeps the places it has. A Fraction or float that is not whole needs
    places: ValueError otherwise, since how to round is the caller's decision.
    """
    if value is None:
        return NOTHING
    if places is None and type(value) is int and value >= 0:  # counts: a page shows a thousand of them
        return f"{value:,}".replace(",", ".")
    exact = _exact(value)
    if places is None:
        places = _own_places(value, exact)
    scaled = _scaled(exact, places)
    return (MINUS if scaled < 0 else "") + _digits(scaled, places)


def bertanda(value: Number | None, places: int | None = None) -> str:
    """Return a difference with its sign, `+0,108` or `−0,054`; what rounds to nought has none."""
    if value is None:
        return NOTHING
    text = angka(value, places)
    return f"+{text}" if _exact(value) > 0 and text.strip("0,.") else text


def persen(share: Number | None, places: int = 2) -> str:
    """Return a share of one (1/5) as `20,00%`."""
    return NOTHING if share is None else angka(_exact(share) * 100, places) + "%"


def tanggal(day: date | None, *, year: bool = True) -> str:
    """Return `24 November 2026`, or `24 November` where the year is plain."""
    if day is None:
        return NOTHING
    day = _local_day(day)
    words = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def tanggal_pendek(day: date | None) -> str:
    """Return `24 Nov`."""
    if day is None:
        return NOTHING
    day = _local_day(day)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def hari_tanggal(day: date | None) -> str:
    """Return `Selasa, 24 November 2026`."""
    if day is None:
        return NOTHING
    day = _local_day(day)
    return f"{DAYS[day.weekday()]}, {tanggal(day)}"


def jam(moment: datetime | time | None) -> str:
    """Return `08.00`."""
    if moment is None:
        return NOTHING
    if isinstance(moment, datetime):
        moment = _local(moment)
    return f"{moment.hour:02d}.{moment.minute:02d}"


def waktu(moment: datetime | None) -> str:
    """Return `Selasa, 24 November 2026, 10.15`."""
    return NOTHING if moment is None else f"{hari_tanggal(moment)}, {jam(moment)}"


def tanggal_jam(moment: datetime | None) -> str:
    """Return `24 November 2026, 10.15`."""
    return NOTHING if moment is None else f"{tanggal(moment)}, {jam(moment)}"


def rentang_tanggal(first: date, last: date, *, year: bool = True) -> str:
    """Return `2–27 November 2026`, `12 Oktober – 21 November 2026`, or with both years where they differ."""
    first, last = _local_day(first), _local_day(last)
    end = tanggal(last, year=year)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    if first.year == last.year:
        return f"{tanggal(first, year=False)} – {end}"
    return f"{tanggal(first)} – {tanggal(last)}"


def daftar(items: Iterable[object], conjunction: str = "dan") -> str:
    """Return `a`, `a dan b` or `a, b, dan c`."""
    words = [str(item) for item in items]
    if len(words) < 3:
        return f" {conjunction} ".join(words)
    return f"{', '.join(words[:-1])}, {conjunction} {words[-1]}"


FILTERS: tuple[Callable[..., str], ...] = (
    angka,
    bertanda,
    persen,
    tanggal,
    tanggal_pendek,
    hari_tanggal,
    jam,
    waktu,
    tanggal_jam,
    rentang_tanggal,
    daftar,
)


def init_app(app: Flask) -> None:
    """Offer every format to the templates: `{{ ikm|angka(2) }}`."""
    for function in FILTERS:
        app.add_template_filter(function)
    app.add_template_global(rentang_tanggal)


def _exact(value: Number) -> Fraction:
    # A float is what it prints as: 0.1 means one tenth, not the binary number beside it.
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def _own_places(value: Number, exact: Fraction) -> int:
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    if exact.denominator != 1:
        raise ValueError(f"{value!r} is not whole: say how many places to show")
    return 0


def _scaled(exact: Fraction, places: int) -> int:
    """Return the value in units of the last place shown, rounded half up away from nought."""
    above, below = exact.as_integer_ratio()
    magnitude = (2 * abs(above) * 10**places + below) // (2 * below)
    return -magnitude if above < 0 else magnitude


def _digits(scaled: int, places: int) -> str:
    whole, rest = divmod(abs(scaled), 10**places)
    grouped = f"{whole:,}".replace(",", ".")
    return f"{grouped},{rest:0{places}d}" if places else grouped


def _local_day(day: date) -> date:
    return _local(day).date() if isinstance(day, datetime) else day


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown: pass an aware datetime (clock.now())")
    return moment.astimezone(_zone())


def _zone() -> ZoneInfo:
    name = current_app.config.get("TIMEZONE", DEFAULT_ZONE) if has_app_context() else DEFAULT_ZONE
    return ZoneInfo(name)
