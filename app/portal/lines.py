"""Rows of the public lists: what is shown of each OPD, UPP and layanan, and what is held back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from app.ikm import Aggregate, Mutu, Variation
from app.opd.models import CustomerKind
from app.portal.figures import Portrait, variation
from app.portal.published import OpdPublished, UppPublished
from app.portal.suppression import hidden_cells
from app.web.formats import angka

Portraits = Mapping[UUID, Portrait]
AXIS_FROM, AXIS_FULL, AXIS_TO = 65, 25, 100  # the axis begins at mutu C where nobody lies below


@dataclass(frozen=True)
class Line:
    """One row; without an IKM where it is held back or cannot be computed. `change` is "setara", "naik 3,24" or ""."""

    kode: str
    name: str
    short_name: str
    n: int
    ikm: Decimal | None = None
    mutu: Mutu | None = None
    before: Decimal | None = None
    change: str = ""
    held_back: bool = False
    matches: tuple[str, ...] = ()
    reported: bool = False

    def at(self, value: Decimal | None, start: int) -> float | None:
        """Return where a value stands on the axis, in percent."""
        if value is None:
            return None
        return round(float((max(value, Decimal(start)) - start) / (AXIS_TO - start) * 100), 2)


def opd_lines(opd: Sequence[OpdPublished], now: Portraits, before: Portraits) -> list[Line]:
    """Return the OPD that have answers, the most rated first: no league table."""
    return _lines([(each.id, each.kode, each.name, each.short_name) for each in opd], now, before)


def upp_lines(upp: Sequence[UppPublished], now: Portraits, before: Portraits) -> list[Line]:
    """Return the UPP of an OPD, the most rated first."""
    return _lines([(each.id, each.kode, each.name, each.name) for each in upp], now, before)


def layanan_lines(upp: UppPublished, kind: CustomerKind, whole: Portrait) -> list[Line]:
    """Return the layanan of a UPP as it orders them; where the UPP (`whole`) is held back, so are they all."""
    rows = [each for each in upp.of(kind) if each.statistics.n]
    hidden = (
        {each.id for each in rows} if whole.held_back else hidden_cells({each.id: each.statistics.n for each in rows})
    )
    lines = []
    for each in rows:
        exact = None if each.id in hidden else each.figures.exact
        aggregate = Aggregate(exact, 1) if exact is not None else None
        lines.append(
            _line("", each.name, each.name, Portrait(each.statistics.n, aggregate, held_back=each.id in hidden))
        )
    return lines


def _lines(units: Iterable[tuple[UUID, str, str, str]], now: Portraits, before: Portraits) -> list[Line]:
    lines = [_line(kode, name, short, now[key], before.get(key)) for key, kode, name, short in units if now[key].n]
    return sorted(lines, key=lambda line: (-line.n, line.name))


def axis_start(lines: Sequence[Line]) -> int:
    """Return where the axis begins."""
    values = [value for line in lines for value in (line.ikm, line.before) if value is not None]
    return AXIS_FROM if all(value >= AXIS_FROM for value in values) else AXIS_FULL


def change_words(now: Portrait, before: Portrait | None) -> str:
    """Return "setara" unless the change exceeds sampling variation; "" where that cannot be said."""
    if before is None or now.aggregate is None or before.aggregate is None:
        return ""
    found = variation(before, now)
    if found is None:
        return ""
    difference = now.aggregate.ikm - before.aggregate.ikm
    if found is Variation.WITHIN or not difference:
        return "setara"
    return f"{'naik' if difference > 0 else 'turun'} {angka(abs(difference), 2)}"


def _line(kode: str, name: str, short_name: str, portrait: Portrait, before: Portrait | None = None) -> Line:
    if portrait.aggregate is None:
        return Line(kode, name, short_name, portrait.n, held_back=portrait.held_back)
    ikm = portrait.aggregate.ikm
    past = before.aggregate.ikm if before and before.aggregate else None
    return Line(
        kode,
        name,
        short_name,
        portrait.n,
        ikm,
        portrait.aggregate.mutu,
        past,
        change_words(portrait, before),
        reported=portrait.reported,
    )
