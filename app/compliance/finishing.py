"""How many OPD had finished by which day, and how many will have. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.compliance.board import Board, OpdLine
from app.compliance.pace import ready_after_collecting
from app.compliance.standing import UppStanding


class Ready(NamedTuple):
    """The day on which everything can be with Bagian Organisasi, between the ends of its 80 % band."""

    early: date
    middle: date
    late: date


@dataclass(frozen=True)
class CityPace:
    """How many OPD each day brought, and how many the days to come will bring: at least, about, and at most.

    At most and at least are reached when every OPD is as early, or as late, as its own band allows: the city is between
    them more often than four times out of five, since not all are early or late together. `unknown` is how many unfinished
    OPD have no forecast; they stand in none of the three.
    """

    total: int
    done: Mapping[date, int]
    low: Mapping[date, int]
    middle: Mapping[date, int]
    high: Mapping[date, int]
    unknown: int


def city_pace(board: Board) -> CityPace:
    """Return the pace of the whole city, whatever the board is narrowed to."""
    done = Counter(day for line in board.lines if line.finished and (day := line.submitted_on))
    ahead = [ready_of(line, board.term.today) for line in board.lines if not line.finished]
    known = [ready for ready in ahead if ready]
    return CityPace(
        len(board.lines),
        done,
        low=Counter(ready.late for ready in known),
        middle=Counter(ready.middle for ready in known),
        high=Counter(ready.early for ready in known),
        unknown=len(ahead) - len(known),
    )


def ready_of(line: OpdLine, today: date) -> Ready | None:
    """Return when the last of an OPD's unfinished UPP is ready; None while of one of them nobody can tell."""
    found = [_ready(upp, today) for upp in line.upp if not upp.finished]
    known = [ready for ready in found if ready]
    if not known or len(known) < len(found):
        return None
    return known[0] if len(known) == 1 else Ready(*(max(days) for days in zip(*known, strict=True)))


def counted_by(days: Mapping[date, int], day: date) -> int:
    """Return how many there were when a day ended."""
    return sum(count for each, count in days.items() if each <= day)


def _ready(upp: UppStanding, today: date) -> Ready | None:
    if upp.collected:
        day, band = ready_after_collecting(today)
        return Ready(band.first, day, band.last)
    middle, between = upp.forecast.ready_on, upp.forecast.ready_between
    return Ready(between.first, middle, between.last) if middle and between else None
