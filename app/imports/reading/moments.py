"""When a form was filled in: dates and times as spreadsheets, Google Forms and people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice

from app.imports.reading.problems import Unreadable
from app.imports.reading.words import Cell, is_blank, shown
from app.web.formats import MONTHS, SHORT_MONTHS, rentang_tanggal

NOON = time(12)
LOOKED_AT = 2000  # values that tell in which order day and month stand
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 — day 0 of spreadsheets, a place on a scale and no moment
SERIAL = range(30_000, 80_000)  # 1982 to 2119: what an unformatted date looks like
NAMES = {name.casefold(): number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, start=1)}
NAMES |= {"agt": 8, "ags": 8, "nop": 11, "pebruari": 2, "may": 5, "aug": 8, "oct": 10, "dec": 12}
_CLOCK = r"(?:[ ,T]+(?:pukul |jam )?(\d{1,2})[.:](\d{2})(?:[.:](\d{2})(?:\.\d+)?)?(?: ?([AaPp])[Mm])?)?"
_ZONE = r"(?: ?(?:WIB|WITA|WIT|Z|GMT[+-]\d{1,2}|[+-]\d{2}:?\d{2}))?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}{_ZONE}")
_NUMBERS = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){_CLOCK}{_ZONE}")
_WORDS = re.compile(rf"(?:[A-Za-z']+, ?)?(\d{{1,2}})[ -]([A-Za-z]+)[ -](\d{{4}}){_CLOCK}{_ZONE}")


@dataclass(frozen=True)
class Moment:
    """`timed`: with a time of day, which makes it unlikely that two people share it."""

    at: datetime
    timed: bool


@dataclass(frozen=True)
class MomentColumn:
    """`month_first`: 11/24/2026, as American settings write it; decided by the whole column."""

    zone: tzinfo
    earliest: date
    latest: date
    month_first: bool = False

    @classmethod
    def of(cls, values: Iterable[Cell], *, zone: tzinfo, earliest: date, latest: date) -> MomentColumn:
        """Return the reader of a column; `values` are its distinct cells."""
        texts = [value for value in islice(values, LOOKED_AT) if isinstance(value, str)]
        day_first, month_first = (cls(zone, earliest, latest, order) for order in (False, True))
        better = sum(map(month_first.reads, texts)) > sum(map(day_first.reads, texts))
        return month_first if better else day_first

    def reads(self, cell: Cell) -> bool:
        try:
            return self.read(cell) is not None
        except Unreadable:
            return False

    def read(self, cell: Cell) -> Moment | None:
        """Return the moment, or None for a blank cell. Raises Unreadable for what is no date, or outside the periode."""
        if is_blank(cell):
            return None
        found = self._parse(cell)
        if found is None:
            raise Unreadable("Tanggal ini tidak ada.", "Tulis seperti 24/11/2026 atau 24/11/2026 10.15")
        if not self.earliest <= found.date() <= self.latest:
            raise Unreadable(f"Di luar {rentang_tanggal(self.earliest, self.latest)}.", self._perhaps(found.date()))
        timed = found.time() != time(0)
        local = found if timed else datetime.combine(found.date(), NOON)
        return Moment(local.replace(tzinfo=self.zone), timed)

    def _perhaps(self, day: date) -> str:
        """Return the day that somebody may have meant: the same figures with day and month exchanged."""
        try:
            turned = day.replace(month=day.day, day=day.month)
        except ValueError:
            turned = None
        if turned is not None and turned != day and self.earliest <= turned <= self.latest:
            return f"Mungkin maksudnya {turned:%d/%m/%Y}"
        return "Periksa tanggal di lembar aslinya"

    def _parse(self, cell: Cell) -> datetime | None:
        if isinstance(cell, datetime):
            return cell.replace(tzinfo=None)
        if isinstance(cell, date):
            return datetime.combine(cell, time(0))
        if isinstance(cell, int | float):
            return EPOCH + timedelta(days=round(cell * 86400) / 86400) if int(cell) in SERIAL else None
        return self._parse_text(" ".join(shown(cell).split()))

    def _parse_text(self, text: str) -> datetime | None:
        if found := _ISO.fullmatch(text):
            return _moment(int(found[1]), int(found[2]), int(found[3]), found.groups()[3:])
        if found := _WORDS.fullmatch(text):
            month = NAMES.get(found[2].casefold(), 0)
            return _moment(int(found[3]), month, int(found[1]), found.groups()[3:])
        if found := _NUMBERS.fullmatch(text):
            first, second = int(found[1]), int(found[2])
            day, month = (second, first) if self.month_first else (first, second)
            return _moment(_year(found[3]), month, day, found.groups()[3:])
        return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _moment(year: int, month: int, day: int, clock: tuple[str | None, ...]) -> datetime | None:
    hour, minute, second, half = clock
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half in "pP" else 0)
    try:
        return datetime(year, month, day, hours, int(minute or 0), int(second or 0))  # noqa: DTZ001 — local, as it was written
    except ValueError:
        return None
